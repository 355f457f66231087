import * as vscode from 'vscode';
import type { CompletionMiddleware } from 'vscode-languageclient';

/**
 * Puts what is completed inside of `{{ }}` and `{% %}` above what Emmet makes of the same text: behind `{{ order.lines.` it
 * offers an element `order` with a class. VS Code ranks by the length of the text that an item was found by, which for Emmet is
 * all since the last space; so ours are found by all since the delimiter.
 */
export const aboveEmmet: CompletionMiddleware = {
  async provideCompletionItem(document, position, context, token, next) {
    const found = await next(document, position, context, token);
    const start = openDelimiter(document.lineAt(position).text.slice(0, position.character));
    if (!found || start === undefined) return found;
    for (const item of Array.isArray(found) ? found : found.items)
      findFrom(item, document, position.with({ character: start }));
    return found;
  },
};

/** Where in the text of a line up to the cursor the variable or tag begins that is open there. */
export function openDelimiter(before: string): number | undefined {
  const start = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  return start < 0 || /[%}]\}/.test(before.slice(start + 2)) ? undefined : start;
}

function findFrom(item: vscode.CompletionItem, document: vscode.TextDocument, start: vscode.Position): void {
  if (item.range === undefined) return;
  const { inserting, replacing } =
    'inserting' in item.range ? item.range : { inserting: item.range, replacing: item.range };
  if (!inserting.isSingleLine || !replacing.isSingleLine || inserting.start.line !== start.line) return;
  if (inserting.start.isBefore(start)) return;
  const label = typeof item.label === 'string' ? item.label : item.label.label;
  const text = item.insertText ?? label;
  const ahead = document.getText(new vscode.Range(start, inserting.start));
  item.filterText = ahead + (item.filterText ?? label);
  item.insertText =
    typeof text === 'string'
      ? ahead + text
      : new vscode.SnippetString(new vscode.SnippetString().appendText(ahead).value + text.value);
  item.range = { inserting: inserting.with({ start }), replacing: replacing.with({ start }) };
}
