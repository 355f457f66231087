import type {
  CompletionItem,
  CompletionList,
  Location,
  LocationLink,
  Range as LspRange,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { Completions } from '../features/completion';
import type { LinkCompletion } from '../features/linkCompletion';
import type { Fix } from '../project/findings/finding';
import type { Completion, SnippetPiece } from '../project/kind';
import type { FileView, Location as OwnLocation, Target } from '../project/view';
import type { TextEdit } from '../text/edits';
import { type LineIndex, lineIndex } from '../text/lineIndex';
import type { Range } from '../text/range';
import { uriOf } from './uris';

/** A range of offsets as LSP has it. */
export function toRange(lines: LineIndex, { start, end }: Range): LspRange {
  return { start: lines.position(start), end: lines.position(end) };
}

/** A location in any file; the start of a file whose text is not read yet. */
export function toLocation(view: FileView, { path, range }: OwnLocation): Location {
  return { uri: uriOf(path), range: rangeIn(view, path, range) };
}

export function toLocationLink(view: FileView, origin: Range, { path, range }: OwnLocation): LocationLink {
  const target = rangeIn(view, path, range);
  return {
    originSelectionRange: toRange(lineIndex(view.text), origin),
    targetUri: uriOf(path),
    targetRange: target,
    targetSelectionRange: target,
  };
}

function rangeIn(view: FileView, path: string, range: Range): LspRange {
  if (range.end === 0) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const text = view.project.files.text(path);
  return toRange(lineIndex(text ?? ''), range);
}

/** What a client that takes snippets can do with them. */
export interface SnippetSupport {
  /** Its command that lists what can be completed. */
  readonly suggestCommand?: string;
}

/**
 * Completions; the documentation of each is asked for later, by `data` and its label.
 * @param isShared whether the client takes once what all items have in common: of thousands of routes that is most
 * @param snippets undefined where what is written can have no places to type in
 */
export function toCompletions(
  lines: LineIndex,
  target: Target,
  { items: all, isIncomplete }: Pick<Completions, 'items' | 'isIncomplete'>,
  data: unknown,
  isShared: boolean,
  snippets: SnippetSupport | undefined,
): CompletionList | CompletionItem[] {
  const range = toRange(lines, target.replace);
  const items = snippets ? all : all.filter(({ snippet }) => !snippet?.isAll);
  if (!isShared) {
    const single = items.map((item) => ({
      ...toCompletionItem(lines, item),
      insertTextFormat: InsertTextFormat.PlainText,
      textEdit: { range, newText: item.insert },
      ...toOwnEdit(lines, item, target.replace, snippets),
      ...(item.documentation && { data }),
    }));
    return isIncomplete ? { isIncomplete, items: single } : single;
  }
  return {
    isIncomplete,
    itemDefaults: { editRange: range, insertTextFormat: InsertTextFormat.PlainText, data },
    items: items.map((item) => ({
      ...toShortItem(lines, item),
      ...(item.insert !== item.label && { textEditText: item.insert }),
      ...toOwnEdit(lines, item, target.replace, snippets),
    })),
  };
}

/** What an item writes that is not like the others. */
function toOwnEdit(
  lines: LineIndex,
  { insert, replace, snippet }: Completion,
  usual: Range,
  snippets: SnippetSupport | undefined,
): Partial<CompletionItem> {
  if (snippet && snippets)
    return {
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range: toRange(lines, snippet.replace ?? replace ?? usual), newText: toSnippetText(snippet.pieces) },
      ...(snippet.asks &&
        snippets.suggestCommand && { command: { title: 'Suggest', command: snippets.suggestCommand } }),
    };
  if (replace === undefined || (replace.start === usual.start && replace.end === usual.end)) return {};
  return { textEdit: { range: toRange(lines, replace), newText: insert } };
}

function toCompletionItem(lines: LineIndex, item: Completion): CompletionItem {
  return {
    ...toShortItem(lines, item),
    ...(item.detail !== undefined && { detail: item.detail }),
    sortText: `${orderOf(item)}${item.label}`,
    filterText: item.label,
  };
}

/** What a client needs of an item before somebody looks at it: thousands of them are to be sent while one types. */
function toShortItem(lines: LineIndex, item: Completion): CompletionItem {
  const { label, kind, detail, edits } = item;
  const short: CompletionItem = { label, kind: itemKinds[kind], sortText: orderOf(item) };
  if (detail !== undefined) short.labelDetails = { description: detail };
  if (edits) short.additionalTextEdits = toTextEdits(lines, edits);
  return short;
}

/** What sorts an item before those of the same order, which go by their labels. */
function orderOf({ rank, order }: Completion): string {
  return order === undefined ? String(rank) : `${rank}${String(order).padStart(3, '0')}`;
}

/** Tags for the value of an attribute; what is to be typed in them is a place of a snippet. */
export function toLinkCompletions(
  lines: LineIndex,
  replace: Range,
  items: readonly LinkCompletion[],
  takesSnippets: boolean,
): CompletionItem[] {
  const range = toRange(lines, replace);
  return items.map((item) => ({
    label: item.label,
    kind: itemKinds[item.kind],
    ...(item.detail !== undefined && { labelDetails: { description: item.detail }, detail: item.detail }),
    sortText: `${item.rank}${item.label}`,
    filterText: item.filter,
    insertTextFormat: takesSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: takesSnippets ? toSnippet(item.pieces) : item.pieces.join('') },
    ...(item.edits && { additionalTextEdits: toTextEdits(lines, item.edits) }),
  }));
}

function toSnippet(pieces: readonly string[]): string {
  return pieces.map((piece, i) => (i === 0 ? escaped(piece) : `$${i}${escaped(piece)}`)).join('');
}

function toSnippetText(pieces: readonly SnippetPiece[]): string {
  let n = 0;
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return escaped(piece);
      return 'end' in piece ? '$0' : `\${${++n}:${escaped(piece.place)}}`;
    })
    .join('');
}

/** A text in which nothing means anything in a snippet. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

const itemKinds: Record<Completion['kind'], CompletionItemKind> = {
  route: CompletionItemKind.Reference,
  template: CompletionItemKind.File,
  tag: CompletionItemKind.Keyword,
  filter: CompletionItemKind.Function,
  library: CompletionItemKind.Module,
  file: CompletionItemKind.File,
  block: CompletionItemKind.Keyword,
  variable: CompletionItemKind.Variable,
  field: CompletionItemKind.Field,
  property: CompletionItemKind.Property,
  method: CompletionItemKind.Method,
  keyword: CompletionItemKind.Keyword,
  parameter: CompletionItemKind.Variable,
  value: CompletionItemKind.Value,
  component: CompletionItemKind.Class,
};

function toTextEdits(lines: LineIndex, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits.map((edit) => ({ range: toRange(lines, edit), newText: edit.text }));
}

/** What a fix changes: in the file that it was found in, and a file that it creates. */
export function toWorkspaceEdit(view: FileView, fix: Fix): WorkspaceEdit {
  const changes = {
    textDocument: { uri: uriOf(view.path), version: null },
    edits: toTextEdits(lineIndex(view.text), fix.edits),
  };
  const created = fix.create && uriOf(fix.create.path);
  return {
    documentChanges: [
      ...(created ? [{ kind: 'create' as const, uri: created, options: { ignoreIfExists: true } }] : []),
      ...(created && fix.create!.text !== ''
        ? [
            {
              textDocument: { uri: created, version: null },
              edits: [
                {
                  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
                  newText: fix.create!.text,
                },
              ],
            },
          ]
        : []),
      ...(fix.edits.length > 0 ? [changes] : []),
    ],
  };
}
