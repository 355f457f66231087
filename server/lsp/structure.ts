import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type SelectionRange,
  type SelectionRangeParams,
  SemanticTokensBuilder,
  SymbolKind,
} from 'vscode-languageserver';
import { documentLinks } from '../features/documentLinks';
import { type Fold, folding } from '../features/folding';
import { type Highlight, highlights } from '../features/highlights';
import { type OutlineEntry, outline } from '../features/outline';
import { selectionRanges } from '../features/selectionRanges';
import { type SemanticToken, semanticTokens, tokenModifiers, tokenTypes } from '../features/semanticTokens';
import type { FileView } from '../project/view';
import { kinds } from '../symbols/kinds';
import { type LineIndex, lineIndex } from '../text/lineIndex';
import type { Range } from '../text/range';
import { toLocation, toRange } from './convert';
import { type Feature, templateDocuments } from './feature';
import { htmlFolding, htmlHighlights, htmlSelection, servicesFor } from './html';

/** What shows how a template is built. */
export const structureFeatures: readonly Feature[] = [
  {
    method: 'textDocument/documentSymbol',
    capability: { documentSymbolProvider: { label: 'Django' } },
    handle: (session, { textDocument }) =>
      session.ask(textDocument.uri, (view) => outline(view)?.map((entry) => toSymbol(lineIndex(view.text), entry))),
  },
  {
    method: 'textDocument/foldingRange',
    capability: { foldingRangeProvider: { documentSelector: templateDocuments } },
    handle: async (session, { textDocument }) => {
      const own = await session.ask(textDocument.uri, (view) =>
        folding(view)?.flatMap((fold) => toFoldingRange(lineIndex(view.text), fold) ?? []),
      );
      return own && [...own, ...(await htmlFolding(session, textDocument.uri))];
    },
  },
  {
    method: 'textDocument/selectionRange',
    capability: { selectionRangeProvider: { documentSelector: templateDocuments } },
    handle: async (session, { textDocument, positions }: SelectionRangeParams) => {
      const html = await servicesFor(session, textDocument.uri);
      return session.ask(textDocument.uri, (view, document) => {
        if (view.template === undefined) return undefined;
        return positions.map((position) => {
          const offset = document.offsetAt(position);
          const ranges = selectionRanges(view, offset, htmlSelection(html, view, offset)) ?? [];
          return toSelectionRange(lineIndex(view.text), ranges);
        });
      });
    },
  },
  {
    method: 'textDocument/documentHighlight',
    capability: { documentHighlightProvider: true },
    handle: async (session, { textDocument, position }) => {
      const own = await session.ask(textDocument.uri, (view, document) =>
        highlights(view, document.offsetAt(position))?.map((one) => toHighlight(lineIndex(view.text), one)),
      );
      return own ?? htmlHighlights(session, textDocument.uri, position);
    },
  },
  {
    method: 'textDocument/documentLink',
    capability: { documentLinkProvider: {} },
    handle: (session, { textDocument }) => session.ask(textDocument.uri, linksOf),
  },
  {
    method: 'textDocument/semanticTokens/full',
    capability: {
      semanticTokensProvider: {
        documentSelector: templateDocuments,
        legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
        full: true,
      },
    },
    handle: (session, { textDocument }) =>
      session.ask(textDocument.uri, (view, { languageId }) => {
        // An editor asks one provider alone, and in the mode html the other one knows the scripts.
        if (languageId === 'html' && /<script\b[^>]*>\s*[^\s<]/i.test(view.text)) return undefined;
        return toSemanticTokens(lineIndex(view.text), semanticTokens(view));
      }),
  },
];

function toSymbol(lines: LineIndex, { name, detail, kind, range, selection, children }: OutlineEntry): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: toRange(lines, range),
    selectionRange: toRange(lines, selection),
    children: children.map((child) => toSymbol(lines, child)),
  };
}

const symbolKinds: Record<OutlineEntry['kind'], SymbolKind> = {
  parent: SymbolKind.Interface,
  block: SymbolKind.Namespace,
  partial: SymbolKind.Function,
  include: SymbolKind.File,
};

function toFoldingRange(lines: LineIndex, { start, end, kind }: Fold): FoldingRange | undefined {
  const startLine = lines.position(start).line;
  const endLine = lines.position(end).line - 1;
  return endLine > startLine ? { startLine, endLine, ...(kind && { kind }) } : undefined;
}

/** Each range knows the one around it; the smallest is the answer. */
function toSelectionRange(lines: LineIndex, ranges: readonly Range[]): SelectionRange {
  const [first, ...around] = ranges.map((range) => toRange(lines, range));
  if (first === undefined) return { range: toRange(lines, { start: 0, end: 0 }) };
  const parent = around.reduceRight<SelectionRange | undefined>(
    (outer, range) => ({ range, parent: outer }),
    undefined,
  );
  return { range: first, parent };
}

function toHighlight(lines: LineIndex, { range, kind }: Highlight): DocumentHighlight {
  return { range: toRange(lines, range), kind: highlightKinds[kind] };
}

const highlightKinds: Record<Highlight['kind'], DocumentHighlightKind> = {
  text: DocumentHighlightKind.Text,
  read: DocumentHighlightKind.Read,
  write: DocumentHighlightKind.Write,
};

function linksOf(view: FileView): DocumentLink[] | undefined {
  return documentLinks(view, kinds)?.map(({ range, target }) => {
    const { uri, range: place } = toLocation(view, target);
    const { line, character } = place.start;
    // The form of a place in a file that editors understand in links.
    return {
      range: toRange(lineIndex(view.text), range),
      target: target.range.end > 0 ? `${uri}#${line + 1},${character + 1}` : uri,
    };
  });
}

function toSemanticTokens(lines: LineIndex, tokens: readonly SemanticToken[] | undefined) {
  if (tokens === undefined) return undefined;
  const builder = new SemanticTokensBuilder();
  for (const { start, end, type, modifiers } of tokens) {
    const { line, character } = lines.position(start);
    const bits = modifiers.reduce((sum, one) => sum | (1 << tokenModifiers.indexOf(one)), 0);
    builder.push(line, character, end - start, tokenTypes.indexOf(type), bits);
  }
  return builder.build();
}
