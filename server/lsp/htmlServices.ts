import { getCSSLanguageService } from 'vscode-css-languageservice';
import {
  type CompletionItem,
  type DocumentHighlight,
  type FoldingRange,
  getLanguageService,
  type Hover,
  type Position,
  type Range,
  type SelectionRange,
  TextDocument,
  TokenType,
} from 'vscode-html-languageservice';

/**
 * What the language services of HTML and CSS answer about a text that is HTML alone. They are big and only some documents need
 * them, so they are a bundle of their own: import nothing but types from here, and get the rest from the session.
 * `styles` is the same text with zeros where values of the template are, so that a declaration has a value (`width: {{ a }}%`).
 */
export interface HtmlServices {
  complete(html: string, position: Position, styles?: string): CompletionItem[];
  hover(html: string, position: Position, styles?: string): Hover | null;
  highlights(html: string, position: Position, styles?: string): DocumentHighlight[];
  folding(html: string): FoldingRange[];
  selection(html: string, positions: Position[]): SelectionRange[];
  /** The names of the opening and the closing tag, with the cursor on one of them. */
  linkedRanges(html: string, position: Position): Range[] | null;
  /** What to write behind a `>` or a `/` that was just typed, as a snippet. */
  closeTag(html: string, position: Position): string | null;
  /** The quotes to write behind a `=` that was just typed, as a snippet. */
  quotes(html: string, position: Position): string | null;
}

const html = getLanguageService();
const css = getCSSLanguageService();

export const htmlServices: HtmlServices = {
  complete(text, position, styles) {
    const document = documentOf(text);
    const sheet = styleAt(text, document.offsetAt(position), styles);
    if (sheet !== undefined) return css.doComplete(sheet, position, css.parseStylesheet(sheet)).items;
    return html.doComplete(document, position, html.parseHTMLDocument(document)).items;
  },
  hover(text, position, styles) {
    const document = documentOf(text);
    const sheet = styleAt(text, document.offsetAt(position), styles);
    if (sheet !== undefined) return css.doHover(sheet, position, css.parseStylesheet(sheet));
    return html.doHover(document, position, html.parseHTMLDocument(document));
  },
  highlights(text, position, styles) {
    const document = documentOf(text);
    const sheet = styleAt(text, document.offsetAt(position), styles);
    if (sheet !== undefined) return css.findDocumentHighlights(sheet, position, css.parseStylesheet(sheet));
    return html.findDocumentHighlights(document, position, html.parseHTMLDocument(document));
  },
  folding: (text) => html.getFoldingRanges(documentOf(text)),
  selection: (text, positions) => html.getSelectionRanges(documentOf(text), positions),
  linkedRanges(text, position) {
    const document = documentOf(text);
    return html.findLinkedEditingRanges(document, position, html.parseHTMLDocument(document));
  },
  closeTag(text, position) {
    const document = documentOf(text);
    return html.doTagComplete(document, position, html.parseHTMLDocument(document));
  },
  quotes(text, position) {
    const document = documentOf(text);
    return html.doQuoteComplete(document, position, html.parseHTMLDocument(document));
  },
};

function documentOf(text: string, language = 'html'): TextDocument {
  return TextDocument.create('html://template', language, 1, text);
}

/** The style sheet or the `style` attribute at an offset, with all else blanked, so that offsets stay; undefined in other places. */
function styleAt(text: string, offset: number, styles = text): TextDocument | undefined {
  const scanner = html.createScanner(text);
  let attribute = '';
  for (let token = scanner.scan(); token !== TokenType.EOS; token = scanner.scan()) {
    const [start, end] = [scanner.getTokenOffset(), scanner.getTokenEnd()];
    if (start > offset) return undefined;
    if (token === TokenType.AttributeName) attribute = scanner.getTokenText().toLowerCase();
    if (offset > end) continue;
    if (token === TokenType.Styles)
      return documentOf(blank(text.slice(0, start)) + readable(styles.slice(start, end)), 'css');
    if (token !== TokenType.AttributeValue || attribute !== 'style') continue;
    const quoted = /^["']/.test(text.slice(start, end));
    const inside = { start: quoted ? start + 1 : start, end: quoted && text[end - 1] === text[start] ? end - 1 : end };
    if (offset < inside.start || offset > inside.end) return undefined;
    // The declarations of an attribute stand in no rule, which the parser wants: `style=` leaves room for one.
    const room = text.slice(inside.start - RULE.length, inside.start);
    if (/[\r\n]/.test(room)) return undefined;
    const before = `${blank(text.slice(0, inside.start)).slice(0, -RULE.length)}${RULE}`;
    return documentOf(`${before}${readable(styles.slice(inside.start, inside.end), '{')}}`, 'css');
  }
  return undefined;
}

const RULE = '__{';

/**
 * A style sheet without what makes the parser stumble that Django's tags leave behind: values in the place of declarations
 * (`{{ more }};`), and the end of a declaration that is gone.
 */
function readable(sheet: string, before = ''): string {
  const marked = before + sheet;
  const pieces = /(?<=[{;}]\s*)(?:0{5,}\s*;|0{5,}(?=\s|$)|;)/g;
  return marked.replace(pieces, blank).slice(before.length);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
