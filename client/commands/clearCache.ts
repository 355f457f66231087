import * as vscode from 'vscode';
import type { Command } from './command';

/** Ends the language server, removes what it kept for its next start, and starts it afresh. */
export const clearCache: Command = async ({ client, storage, log }) => {
  log.info('Clearing the cache and reading everything again.');
  if (client.needsStop()) await client.stop();
  for (const name of await cachesIn(storage)) await vscode.workspace.fs.delete(vscode.Uri.joinPath(storage, name));
  await client.start();
};

async function cachesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.map(([name]) => name).filter((name) => name.endsWith('.cache'));
  } catch {
    // The folder is made with the first cache.
    return [];
  }
}
