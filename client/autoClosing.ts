import * as vscode from 'vscode';
import { type Change, closedBy, mayClose, movedBy, type OpenTag, type TypingOver, typingOver } from './closers';

/** VS Code's own pairs for HTML: a configuration set by code replaces the list as a whole. */
const htmlPairs: vscode.AutoClosingPair[] = [
  { open: '{', close: '}' },
  { open: '[', close: ']' },
  { open: '(', close: ')' },
  { open: "'", close: "'" },
  { open: '"', close: '"' },
  { open: '<!--', close: '-->', notIn: [vscode.SyntaxTokenType.Comment, vscode.SyntaxTokenType.String] },
];

/** As in language-configuration.json. The pairs with a space make a space typed inside of an empty tag appear on both sides. */
const templatePairs: vscode.AutoClosingPair[] = ['%', '{', '#'].flatMap((mark) => {
  const end = mark === '{' ? '}' : mark;
  return [
    { open: `{${mark}`, close: `${end}}` },
    { open: `{${mark} `, close: ` ${end}}` },
  ];
});

/** All pairs of the language mode html, in a window with a Django project: the same as those of django-html. */
export const autoClosingPairs: readonly vscode.AutoClosingPair[] = [...htmlPairs, ...templatePairs];

/** Makes the delimiters of a template close themselves in the language mode html too. */
export function closeTemplateDelimitersInHtml(): vscode.Disposable {
  return vscode.languages.setLanguageConfiguration('html', { autoClosingPairs: [...autoClosingPairs] });
}

/**
 * Lets people type the closing delimiter that VS Code has written: it types over a single `}` itself, but not over `%}`.
 * Only delimiters that it wrote while the cursor has been between them count, as for its own typing over.
 */
export function typeOverTemplateDelimiters(): vscode.Disposable {
  const tracked = new Map<vscode.TextDocument, OpenTag[]>();
  const replacing = new WeakSet<vscode.TextDocument>();
  let caret = 0;

  const keep = (document: vscode.TextDocument, tags: OpenTag[]) => {
    if (tags.length > 0) tracked.set(document, tags);
    else tracked.delete(document);
  };

  const typeOver = async (editor: vscode.TextEditor) => {
    const { document } = editor;
    // An edit is refused where the person has typed on in the meantime. What is there then may be typed over all the same,
    // and so may be the delimiters around it.
    for (let version = -1; version !== document.version; ) {
      version = document.version;
      const found = findTypingOver(document, tracked.get(document) ?? [], caret);
      if (found) await replace(editor, found);
    }
  };

  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
      if (!templateModes.has(document.languageId) || contentChanges.length === 0) return;
      const known = reason === undefined ? (tracked.get(document) ?? []) : [];
      const tags = known.flatMap((tag) => movedBy(tag, contentChanges) ?? []);
      const [change] = contentChanges;
      const editor = vscode.window.activeTextEditor;
      const typed = contentChanges.length === 1 && reason === undefined && editor?.document === document;
      const opened = typed && mayClose(change!) ? closedBy(change!, textAround(document, change!)) : undefined;
      keep(document, opened ? [...tags, opened] : tags);
      if (!typed || change!.rangeLength > 0 || change!.text.length !== 1) return;
      caret = change!.rangeOffset + 1;
      if (replacing.has(document)) return;
      replacing.add(document);
      void typeOver(editor).finally(() => replacing.delete(document));
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections }) => {
      const tags = tracked.get(document);
      if (!tags) return;
      const cursors = selections.map(({ active }) => document.offsetAt(active));
      const around = ({ content, close }: OpenTag) => cursors.every((at) => content <= at && at <= close);
      keep(document, tags.filter(around));
    }),
    vscode.workspace.onDidCloseTextDocument((document) => tracked.delete(document)),
  );
}

const templateModes: ReadonlySet<string> = new Set(['html', 'django-html']);

function findTypingOver(document: vscode.TextDocument, tags: readonly OpenTag[], caret: number) {
  const tag = tags.findLast(({ content, close }) => content <= caret && caret <= close);
  if (!tag || vscode.workspace.getConfiguration('editor', document).get('autoClosingOvertype') === 'never') return;
  return typingOver(tag, document.getText(rangeOf(document, tag.content, tag.close)), caret);
}

/** Joins the change to what was typed, so that one undo takes back both. Does nothing where the text is no longer the same. */
async function replace(editor: vscode.TextEditor, { space, start, end }: TypingOver): Promise<void> {
  await editor.edit(
    (edit) => {
      if (space !== undefined) edit.insert(editor.document.positionAt(space), ' ');
      edit.delete(rangeOf(editor.document, start, end));
    },
    { undoStopBefore: false, undoStopAfter: false },
  );
}

function textAround(document: vscode.TextDocument, { rangeOffset }: Change): string {
  const start = Math.max(0, rangeOffset - 2);
  return ' '.repeat(2 - rangeOffset + start) + document.getText(rangeOf(document, start, rangeOffset + 3));
}

function rangeOf(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
