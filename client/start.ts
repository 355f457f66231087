import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { ClientNotification, type InitializationOptions } from '../server/protocol';
import { aboveEmmet } from './aboveEmmet';
import { closeTemplateDelimitersInHtml, typeOverTemplateDelimiters } from './autoClosing';
import { closeHtmlTags } from './autoInsert';
import { registerCommands } from './commands';
import { onProjectPresent } from './discovery';
import { watchEnvironments } from './environments';
import { answerFileRequests } from './fileSystem';
import { watchProjects } from './projects';
import { showLocationsOfLenses } from './showLocations';
import { showLanguageStatus } from './status';
import { provideTasks } from './tasks';

/** Templates are HTML in either mode; Python files hold everything else. */
const languages = ['python', 'html', 'django-html'];

/**
 * Starts the extension once the workspace holds a Django project; until then nothing but one file watcher exists.
 * @param createClient makes the client for the host: with a process, or with a web worker.
 * @param htmlScript see InitializationOptions
 */
export async function start(
  context: vscode.ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
  htmlScript?: string,
): Promise<void> {
  const log = vscode.window.createOutputChannel('Djangology', { log: true });
  context.subscriptions.push(log);
  const launch = async () => {
    try {
      await launchServer(context, log, createClient, htmlScript);
    } catch (error) {
      log.error('The language server did not start:', error instanceof Error ? error : String(error));
      void offerLog(log);
    }
  };
  context.subscriptions.push(await onProjectPresent(log, launch));
}

/** VS Code waits for this when the window closes, so that the server can end in order. */
export async function stop(): Promise<void> {
  const client = running;
  running = undefined;
  await client?.dispose();
}

/** There is one per window; `stop`, which VS Code calls without arguments, has to find it. */
let running: BaseLanguageClient | undefined;

async function launchServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
  htmlScript: string | undefined,
): Promise<void> {
  const environments = watchEnvironments(log);
  const documentSelector = selectDocuments();
  const client = createClient({
    documentSelector,
    outputChannel: log,
    middleware: aboveEmmet,
    // A function, so that a restarted server is told what is known by then.
    initializationOptions: (): InitializationOptions => ({
      storagePath: storagePath(context),
      htmlScript,
      suggestCommand: 'editor.action.triggerSuggest',
      trusted: vscode.workspace.isTrusted,
      environments: environments.current(),
    }),
  });
  const projects = watchProjects(client, context.workspaceState);
  context.subscriptions.push(
    environments,
    projects,
    answerFileRequests(client),
    environments.onDidChange((all) => {
      if (client.isRunning()) {
        void client.sendNotification(ClientNotification.environmentsChanged, { environments: all });
      }
    }),
    showLanguageStatus(projects, documentSelector),
    provideTasks(projects),
    closeTemplateDelimitersInHtml(),
    typeOverTemplateDelimiters(),
    closeHtmlTags(client),
    showLocationsOfLenses(client),
    ...registerCommands({ client, projects, log, storage: storageOf(context) }),
  );
  await vscode.commands.executeCommand('setContext', 'djangology.active', true);
  running = client;
  await client.start();
}

/** Files of the workspace's file systems: what shows the past (`git:`), a terminal or a cell as Python or HTML is none of ours. */
function selectDocuments(): { language: string; scheme: string }[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const schemes = new Set(['file', 'untitled', ...folders.map(({ uri }) => uri.scheme)]);
  return languages.flatMap((language) => [...schemes].map((scheme) => ({ language, scheme })));
}

async function offerLog(log: vscode.LogOutputChannel): Promise<void> {
  const show = 'Show Output';
  const answer = await vscode.window.showErrorMessage('Djangology could not start its language server.', show);
  if (answer === show) log.show();
}

/** The folder of the cache, where it is one on a disk. */
function storagePath(context: vscode.ExtensionContext): string | undefined {
  const folder = storageOf(context);
  return folder.scheme === 'file' ? folder.fsPath : undefined;
}

/** What is known belongs to one workspace; a window without one still gets a cache, shared by all such windows. */
function storageOf(context: vscode.ExtensionContext): vscode.Uri {
  return context.storageUri ?? context.globalStorageUri;
}
