import * as vscode from 'vscode';
import { manageCommands } from '../manage';
import { clearCache } from './clearCache';
import type { Command, CommandContext } from './command';
import { explainUnresolved } from './explainUnresolved';
import { openSettings } from './openSettings';
import { restartServer } from './restartServer';
import { runManageCommand } from './runManageCommand';
import { showOutput } from './showOutput';
import { showStatus } from './showStatus';

/** Every command of the extension: its id in package.json and what it does. */
export const commands: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(manageCommands.map((command) => [command.id, runManageCommand(command)])),
  'djangology.clearCache': clearCache,
  'djangology.explainUnresolved': explainUnresolved,
  'djangology.openSettings': openSettings,
  'djangology.restartServer': restartServer,
  'djangology.showOutput': showOutput,
  'djangology.showStatus': showStatus,
};

/** Registers them all. What a command throws is logged with its name and told to the user, here and nowhere else. */
export function registerCommands(context: CommandContext): vscode.Disposable[] {
  return Object.entries(commands).map(([id, command]) =>
    vscode.commands.registerCommand(id, async () => {
      try {
        await command(context);
      } catch (error) {
        context.log.error(`${id} failed:`, error instanceof Error ? error : String(error));
        const message = error instanceof Error ? error.message : String(error);
        const show = 'Show Output';
        if ((await vscode.window.showErrorMessage(`Djangology: ${message}`, show)) === show) context.log.show();
      }
    }),
  );
}
