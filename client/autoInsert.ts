import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { ClientRequest } from '../server/protocol';

/** The settings of VS Code's own HTML, which the mode django-html follows. */
const settings: Readonly<Record<string, string>> = {
  '>': 'autoClosingTags',
  '/': 'autoClosingTags',
  '=': 'autoCreateQuotes',
};

/** Closes HTML tags and writes quotes behind a `=` in the mode django-html, as VS Code does in the mode html. */
export function closeHtmlTags(client: BaseLanguageClient): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
    const editor = vscode.window.activeTextEditor;
    const [change] = contentChanges;
    if (document.languageId !== 'django-html' || editor?.document !== document || reason !== undefined) return;
    if (contentChanges.length !== 1 || !change || change.rangeLength > 0) return;
    const typed = change.text.at(-1) ?? '';
    const setting = settings[typed];
    if (!setting || !vscode.workspace.getConfiguration('html', document).get<boolean>(setting, true)) return;
    void insert(client, editor, document.positionAt(change.rangeOffset + change.text.length), typed);
  });
}

async function insert(
  client: BaseLanguageClient,
  editor: vscode.TextEditor,
  position: vscode.Position,
  typed: string,
): Promise<void> {
  const { document } = editor;
  const { version } = document;
  // The client may learn of the change after this, and the server has to know it before it is asked.
  await new Promise((resolve) => setTimeout(resolve, 50));
  if (document.version !== version || !client.isRunning()) return;
  const snippet = await client.sendRequest<string | null>(ClientRequest.autoInsert, {
    uri: client.code2ProtocolConverter.asUri(document.uri),
    position,
    typed,
  });
  // What was typed in the meantime has its own answer.
  if (!snippet || document.version !== version || vscode.window.activeTextEditor !== editor) return;
  const cursors = editor.selections.map(({ active }) => active);
  await editor.insertSnippet(
    new vscode.SnippetString(snippet),
    cursors.some((one) => one.isEqual(position)) ? cursors : position,
  );
}
