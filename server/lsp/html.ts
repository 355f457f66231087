import type { CompletionItem, Hover, Position } from 'vscode-languageserver';
import { linkCompletion } from '../features/linkCompletion';
import type { FileView } from '../project/view';
import { ClientRequest } from '../protocol';
import { kinds } from '../symbols/kinds';
import { htmlOf, isHtmlAt, isInSameBranch } from '../templates/virtualHtml';
import { lineIndex } from '../text/lineIndex';
import type { Range } from '../text/range';
import { toLinkCompletions } from './convert';
import type { Feature } from './feature';
import type { HtmlServices } from './htmlServices';
import type { Session } from './session';

/** What only HTML has. In the mode html the editor does it itself. */
export const htmlFeatures: readonly Feature[] = [
  {
    method: 'textDocument/linkedEditingRange',
    capability: { linkedEditingRangeProvider: { documentSelector: [{ language: 'django-html' }] } },
    handle: async (session, { textDocument, position }) => {
      const ranges = await askHtml(session, textDocument.uri, position, (html, { text, at, view }) => {
        const found = html.linkedRanges(text, at);
        const lines = lineIndex(text);
        // An end that closes what both sides of a condition may have opened belongs to neither of them.
        const isOne = found?.every(({ start }) =>
          isInSameBranch(view.template!.tree, lines.offset(start), lines.offset(found[0].start)),
        );
        return isOne ? found : undefined;
      });
      return ranges && { ranges, wordPattern: elementName };
    },
  },
  {
    method: ClientRequest.autoInsert,
    handle: (session, { uri, position, typed }) =>
      askHtml(session, uri, position, (html, { text, at }) =>
        typed === '=' ? html.quotes(text, at) : html.closeTag(text, at),
      ),
  },
];

/** What may be typed into the name of an element; anything else ends the editing of both ends. */
const elementName = '[^\\s<>/"\'={}%]+';

/** What can be written between Django's tags: these tags where a link leads somewhere, and HTML and CSS where the editor has none of its own. */
export async function completeHtml(
  session: Session,
  uri: string,
  position: Position,
): Promise<CompletionItem[] | undefined> {
  const links = await session.ask(uri, (view, document) => {
    const found = linkCompletion(view, document.offsetAt(position), kinds);
    return found && toLinkCompletions(lineIndex(view.text), found.replace, found.items, session.snippets !== undefined);
  });
  const html = await askHtml(session, uri, position, (services, { text, at, styles }) =>
    services.complete(text, at, styles),
  );
  return links || html ? [...(links ?? []), ...(html ?? [])] : undefined;
}

/** What there is to say of an element, an attribute or a property, where the editor does not say it itself. */
export function htmlHover(session: Session, uri: string, position: Position): Promise<Hover | null | undefined> {
  return askHtml(session, uri, position, (html, { text, at, styles }) => html.hover(text, at, styles));
}

/** The places of the tag's other end, or of a class or colour in a style sheet. */
export function htmlHighlights(session: Session, uri: string, position: Position) {
  return askHtml(session, uri, position, (html, { text, at, styles }) => html.highlights(text, at, styles));
}

/** What can be folded of a template's elements; nothing where the editor does so itself. */
export async function htmlFolding(session: Session, uri: string) {
  const html = await servicesFor(session, uri);
  return (
    (html && (await session.ask(uri, (view) => (view.template ? html.folding(htmlOf(view.template.tree)) : [])))) ?? []
  );
}

/** What a selection grows to by the elements around an offset; nothing where the editor does so itself. */
export function htmlSelection(html: HtmlServices | undefined, view: FileView, offset: number): Range[] {
  if (html === undefined || view.template === undefined) return [];
  const text = htmlOf(view.template.tree, offset);
  const lines = lineIndex(text);
  const ranges: Range[] = [];
  const [innermost] = html.selection(text, [lines.position(offset)]);
  for (let one: typeof innermost | undefined = innermost; one !== undefined; one = one.parent)
    ranges.push({ start: lines.offset(one.range.start), end: lines.offset(one.range.end) });
  return ranges;
}

/** The services of HTML for a document in the mode django-html; undefined for others, and where there are none. */
export async function servicesFor(session: Session, uri: string): Promise<HtmlServices | undefined> {
  return session.documents.get(uri)?.languageId === 'django-html' ? session.html() : undefined;
}

/** Asks about a place that is HTML. */
async function askHtml<T>(
  session: Session,
  uri: string,
  position: Position,
  answer: (html: HtmlServices, place: { text: string; styles: string; at: Position; view: FileView }) => T,
): Promise<T | undefined> {
  const html = await servicesFor(session, uri);
  return (
    html &&
    session.ask(uri, (view, document) => {
      const offset = document.offsetAt(position);
      if (view.template === undefined || !isHtmlAt(view.template.tree, offset)) return undefined;
      const { tree } = view.template;
      const styles = htmlOf(tree, offset, '0');
      return answer(html, { text: htmlOf(tree, offset), styles, at: document.positionAt(offset), view });
    })
  );
}
