import type {
  CompletionItem,
  Location,
  LocationLink,
  Range as LspRange,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { Fix } from '../project/finding';
import type { Completion } from '../project/kind';
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

/** A completion; its documentation is asked for later, by `data`. */
export function toCompletionItem(lines: LineIndex, target: Target, item: Completion, data: unknown): CompletionItem {
  return {
    label: item.label,
    kind: itemKinds[item.kind],
    ...(item.detail !== undefined && { labelDetails: { description: item.detail }, detail: item.detail }),
    sortText: `${item.rank}${item.label}`,
    filterText: item.label,
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range: toRange(lines, target.replace), newText: item.insert },
    ...(item.edits && { additionalTextEdits: toTextEdits(lines, item.edits) }),
    ...(item.documentation && { data }),
  };
}

const itemKinds: Record<Completion['kind'], CompletionItemKind> = {
  route: CompletionItemKind.Reference,
  template: CompletionItemKind.File,
  tag: CompletionItemKind.Keyword,
  filter: CompletionItemKind.Function,
  library: CompletionItemKind.Module,
  file: CompletionItemKind.File,
  block: CompletionItemKind.Keyword,
};

export function toTextEdits(lines: LineIndex, edits: readonly TextEdit[]): LspTextEdit[] {
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
