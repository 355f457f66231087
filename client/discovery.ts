import * as vscode from 'vscode';

/** Folders that hold other people's code or none at all. */
const excluded = '**/{node_modules,site-packages,.git,.tox,.nox,.venv,venv,__pycache__}/**';

/** Files that give a Django project away, the surest and cheapest first, with the words that must stand in them. */
const traces: readonly { glob: string; limit: number; contains: RegExp }[] = [
  { glob: '**/manage.py', limit: 10, contains: /django/i },
  {
    glob: '**/{pyproject.toml,setup.cfg,pytest.ini,tox.ini}',
    limit: 20,
    contains: /DJANGO_SETTINGS_MODULE|\bdjango\b/i,
  },
  { glob: '**/{*settings*.py,settings/*.py}', limit: 20, contains: /^\s*(?:INSTALLED_APPS|ROOT_URLCONF)\s*\+?=/m },
];

/**
 * Calls `found` once, as soon as the workspace holds a Django project: now, when a file that makes one appears, when a
 * folder is added, or when somebody opens a document in the language mode django-html.
 *
 * VS Code activates the extension for manage.py anywhere in the workspace and for any Python or HTML file, since
 * activation events cannot look into files (a project may be known by its pyproject.toml alone). This check keeps that
 * cheap: at most three file searches by VS Code's own index, and no server, no parser and no watcher of ours but one.
 */
export async function onProjectPresent(log: vscode.LogOutputChannel, found: () => unknown): Promise<vscode.Disposable> {
  const waiting: vscode.Disposable[] = [];
  const stopWaiting = () => {
    for (const disposable of waiting.splice(0)) disposable.dispose();
  };
  const report = async (reason: string) => {
    stopWaiting();
    log.info(`Starting: ${reason}.`);
    await found();
  };
  const reason = await findReason();
  if (reason !== undefined) {
    await report(reason);
    return { dispose: stopWaiting };
  }
  log.info('No Django project in this workspace. Djangology starts as soon as there is one.');
  const lookAgain = async () => {
    const now = await findReason();
    if (now !== undefined && waiting.length > 0) await report(now);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/{manage.py,pyproject.toml}', false, true, true);
  waiting.push(
    watcher,
    watcher.onDidCreate(lookAgain),
    vscode.workspace.onDidChangeWorkspaceFolders(lookAgain),
    vscode.workspace.onDidOpenTextDocument(async (document) => {
      if (document.languageId === 'django-html') await report('a Django template was opened');
    }),
  );
  return { dispose: stopWaiting };
}

async function findReason(): Promise<string | undefined> {
  if (vscode.workspace.textDocuments.some((document) => document.languageId === 'django-html')) {
    return 'a Django template is open';
  }
  for (const { glob, limit, contains } of traces) {
    for (const uri of await vscode.workspace.findFiles(glob, excluded, limit)) {
      if (contains.test(await read(uri))) return `found ${vscode.workspace.asRelativePath(uri)}`;
    }
  }
  return undefined;
}

async function read(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // A file that vanished or may not be read says nothing about Django.
    return '';
  }
}
