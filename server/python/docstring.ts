import { type ParseNode, ParseNodeType } from '@zzzen/pyright-internal/dist/parser/parseNodes';
import { parsePython } from './parse';

/** The docstring of a class or function, given its source; cleaned as `inspect.cleandoc` does. Undefined where it has none. */
export function docstringOf(source: string): string | undefined {
  const [statement] = parsePython(dedented(source)).tree.d.statements;
  if (statement?.nodeType !== ParseNodeType.Function && statement?.nodeType !== ParseNodeType.Class) return undefined;
  const first: ParseNode | undefined = statement.d.suite.d.statements[0];
  const expression = first?.nodeType === ParseNodeType.StatementList ? first.d.statements[0] : undefined;
  if (expression?.nodeType !== ParseNodeType.StringList) return undefined;
  if (expression.d.strings.some((part) => part.nodeType !== ParseNodeType.String)) return undefined;
  const text = expression.d.strings.map((part) => part.d.value).join('');
  return cleaned(text);
}

/** A method's source starts behind its indentation; the lines below it keep theirs. */
function dedented(source: string): string {
  return source.replace(/^\s+/, '');
}

function cleaned(text: string): string {
  const [first, ...rest] = text.replaceAll('\t', '        ').split(/\r?\n/);
  const margin = Math.min(
    ...rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  const lines = [first.trim(), ...rest.map((line) => (Number.isFinite(margin) ? line.slice(margin) : line).trimEnd())];
  return lines.join('\n').trim();
}
