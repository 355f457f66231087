import type { Template } from '../../templates/nodes';
import type { TextEdit } from '../../text/edits';

/**
 * The edit that loads a library in a template: a line of its own behind the last `{% load %}` above the offset, else
 * behind `{% extends %}`, which has to stay first, else at the start.
 */
export function loadEdit(template: Template, library: string, offset: number): TextEdit {
  let after: { end: number } | undefined;
  for (const node of template.nodes) {
    if (node.start >= offset) break;
    if (node.kind !== 'tag') continue;
    const { name, token } = node.opening;
    if (name.text === 'load' || (name.text === 'extends' && after === undefined)) after = { end: token.end };
  }
  const tag = `{% load ${library} %}`;
  const newline = template.source.includes('\r\n') ? '\r\n' : '\n';
  if (after === undefined) return { start: 0, end: 0, text: tag + newline };
  return { start: after.end, end: after.end, text: newline + tag };
}
