import { tagSyntaxOf } from '../../django/tagSyntax';
import type { Tag } from '../../templates/library';
import { expectationOf } from '../../templates/tags/index';
import type { Completion, SnippetPiece } from '../kind';
import type { FileView, Target } from '../view';

/** What stands behind the name of a tag that is being written. */
export interface BehindName {
  /** What closes the tag, as far as it is not there. */
  readonly closing: string;
  readonly isClosed: boolean;
  /** Whether nothing follows the tag in its line. */
  readonly isLast: boolean;
}

/** What stands behind the name that is being written; undefined where the tag's arguments are there already. */
export function behindName(view: FileView, { replace }: Target): BehindName | undefined {
  const behind = /^[ \t]*(?:(%\})([^\r\n]*)|\r?\n|$)/.exec(view.text.slice(replace.end));
  if (behind === null) return undefined;
  const isClosed = behind[1] !== undefined;
  const closing = !isClosed ? ' %}' : view.text[replace.end] === '%' ? ' ' : '';
  return { closing, isClosed, isLast: (behind[2] ?? '').trim() === '' };
}

/** What a tag needs, each argument by itself: words of its syntax, and places for the rest. */
export function argumentsOf({ function: dotted, signature }: Tag): SnippetPiece[][] {
  const [form] = tagSyntaxOf(dotted)?.forms ?? [];
  if (form === undefined) {
    const needed = (signature?.parameters ?? []).filter(({ hasDefault }) => !hasDefault);
    return needed.map(({ name, keywordOnly }) => [...(keywordOnly ? [`${name}=`] : []), { place: name }]);
  }
  let depth = 0;
  return form.pieces.flatMap(({ before, after, text, isWord }) => {
    depth += before.length;
    const isNeeded = depth === 0;
    depth -= after.replace(/[^\]]/g, '').length;
    return isNeeded ? [[isWord ? text : { place: text }]] : [];
  });
}

/** What is written for a tag that needs something: its name, its arguments to be filled in, and its end where it has none. */
export function tagSnippet(view: FileView, target: Target): (tag: Tag) => Completion['snippet'] {
  const behind = behindName(view, target);
  if (behind === undefined) return () => undefined;
  const closing: SnippetPiece[] = behind.isClosed ? [behind.closing] : [behind.closing, { end: true }];
  const isChild = view.project.files.template(view.path)?.extends !== undefined;
  return (tag) => {
    const needed = argumentsOf(tag);
    if (needed.length === 0) return undefined;
    const { role, words = [] } = expectationOf(tag, []);
    if (needed.length > 1 || role === 'target')
      return { pieces: [tag.name, ...needed.flatMap((one) => [' ', ...one]), ...closing] };
    const isText = textsInQuotes.has(tag.function);
    const quote = isText || namedInQuotes.has(role) ? quoteFor(view, target, tag) : '';
    const isOpen = role === 'text' || role === 'word' ? words.length > 0 : role !== 'block' || isChild;
    const asks = isText ? hasFormats.has(tag.function) : isOpen;
    return { pieces: [`${tag.name} ${quote}`, { place: '' }, quote, ...closing], ...(asks && { asks }) };
  };
}

const namedInQuotes: ReadonlySet<string> = new Set(['route', 'template', 'static']);
/** Tags that mostly take a text of the template's own. */
const textsInQuotes: ReadonlySet<string> = new Set([
  'django.templatetags.i18n.do_translate',
  'django.template.defaulttags.now',
]);
const hasFormats: ReadonlySet<string> = new Set(['django.template.defaulttags.now']);

/** The quote that the template writes in this tag, or else the one that the HTML around it leaves, or that Django's documentation has. */
function quoteFor({ text }: FileView, { replace }: Target, tag: Tag): string {
  const usual = new RegExp(`\\{%\\s*${tag.name.replace(/\W/g, '\\$&')}\\s+(["'])`).exec(text)?.[1];
  if (usual !== undefined) return usual;
  const around = text.slice(0, replace.start).match(/(["'])\{%\s*$/)?.[1];
  if (around !== undefined) return around === '"' ? "'" : '"';
  return tag.function === 'django.template.defaulttags.url' ? "'" : '"';
}
