/** A template tag, variable or comment whose closing delimiter VS Code wrote itself. */
export interface OpenTag {
  /** Offset of what stands inside: behind `{%`, `{{` or `{#`. */
  readonly content: number;
  /** Offset of the closing delimiter, behind the space that VS Code may have written too. */
  readonly close: number;
  readonly closer: string;
}

/** A change of a document, with offsets from before it, as `TextDocumentContentChangeEvent` has it. */
export interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** What makes a closing delimiter typed over: the cursor, which is never inside of either, does not move in the text. */
export interface TypingOver {
  /** Where to insert the space that stood in front of the delimiter. */
  readonly space?: number;
  /** The offsets to delete. */
  readonly start: number;
  readonly end: number;
}

/**
 * The tag that VS Code closed with this change, if it did. Typing `%` in `{}` makes it write `%%`, and where no brace
 * closed the first one `%%}`; while it does not know yet what a long text is, only the space behind `{%` makes it close.
 * @param around the document's text after the change, from two characters in front of it to three behind its start.
 */
export function closedBy({ rangeOffset, rangeLength, text }: Change, around: string): OpenTag | undefined {
  if (rangeLength > 0) return undefined;
  const late = closers[around.slice(0, 2)];
  if (late !== undefined && text === `  ${late}`) return { content: rangeOffset, close: rangeOffset + 2, closer: late };
  const closer = closers[around.slice(1, 3)];
  if (closer === undefined || around.slice(3) !== closer) return undefined;
  const typed = around[2];
  if (text !== typed + closer && text !== typed + closer[0]) return undefined;
  return { content: rangeOffset + 1, close: rangeOffset + 1, closer };
}

const closers: Readonly<Record<string, string>> = { '{%': '%}', '{{': '}}', '{#': '#}' };

const openers: Readonly<Record<string, string>> = { '%}': '{%', '}}': '{{', '#}': '{#' };

/** Whether an insertion may be one that `closedBy` knows: asked of each, before the document is. */
export function mayClose({ text }: Change): boolean {
  return /^(?:(?:%%|##|\{\})\}?| {2}(?:%|\}|#)\})$/.test(text);
}

/** Where the tag is after the changes; undefined where they touched a delimiter. */
export function movedBy(tag: OpenTag, changes: readonly Change[]): OpenTag | undefined {
  let { content, close } = tag;
  for (const { rangeOffset: start, rangeLength, text } of changes) {
    const end = start + rangeLength;
    const growth = text.length - rangeLength;
    if (start >= tag.close + tag.closer.length) continue;
    // A completion that is taken may write the opening delimiter anew.
    const isRewritten =
      start <= tag.content - 2 && text.slice(tag.content - 2 - start).startsWith(openers[tag.closer]!);
    if ((start >= tag.content || (isRewritten && end >= tag.content)) && end <= tag.close) close += growth;
    else if (end <= tag.content - 2) {
      content += growth;
      close += growth;
    } else return undefined;
  }
  return { ...tag, content, close };
}

/**
 * What to change once someone has typed a part of the closing delimiter, or all of it, in front of the one that is there.
 * Of a part, VS Code's own typing over of `}` does the rest.
 * @param inside the text from the tag's content to its closing delimiter.
 * @param caret offset in the document, behind what was typed.
 */
export function typingOver({ content, close, closer }: OpenTag, inside: string, caret: number): TypingOver | undefined {
  const typed = inside.slice(0, caret - content);
  const gap = inside.slice(caret - content);
  if (gap !== '' && gap !== ' ') return undefined;
  // A person may be faster than the answer: the delimiter counts also with something behind it.
  const whole = typed.indexOf(closer);
  const part = closer !== '#}' && inString(typed) ? -1 : typed.length - 1;
  const at = whole >= 0 ? whole : typed.at(-1) === closer[0] ? part : -1;
  if (at < 0) return undefined;
  return {
    ...(gap === ' ' && !/\s$/.test(typed.slice(0, at)) && { space: content + at }),
    start: caret,
    end: whole >= 0 ? close + closer.length : close + 1,
  };
}

/** Whether a string of the template language is still open, in which a `%` or `}` closes nothing. */
function inString(text: string): boolean {
  return /["']/.test(text.replace(/"[^"]*"|'[^']*'/g, ''));
}
