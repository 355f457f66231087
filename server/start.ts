import type { CancellationToken, Connection, InitializeResult } from 'vscode-languageserver';
import { type CodeAction, CodeActionKind, MarkupKind, TextDocumentSyncKind } from 'vscode-languageserver';
import { checks } from './checks/checks';
import { completion } from './features/completion';
import { definition } from './features/definition';
import { diagnostics } from './features/diagnostics';
import { hover } from './features/hover';
import { quickFixes } from './features/quickFixes';
import { refactorings } from './features/refactorings';
import { references } from './features/references';
import { assistanceFeatures, refreshHints } from './lsp/assistance';
import { toCompletions, toLocation, toLocationLink, toRange, toWorkspaceEdit } from './lsp/convert';
import { familyFeatures, refreshLenses } from './lsp/family';
import type { Feature } from './lsp/feature';
import { completeHtml, htmlFeatures, htmlHover } from './lsp/html';
import { publishChanges, statusOf } from './lsp/publish';
import { renameFeatures } from './lsp/rename';
import { describe, type Host, type Session, startSession } from './lsp/session';
import { structureFeatures } from './lsp/structure';
import { unresolvedOf } from './lsp/unresolved';
import { ClientRequest } from './protocol';
import { kinds } from './symbols/kinds';
import type { FileSystem } from './text/fileSystem';
import { lineIndex } from './text/lineIndex';

const features: readonly Feature[] = [
  {
    method: 'textDocument/completion',
    capability: {
      completionProvider: {
        triggerCharacters: ['{', '%', ' ', '|', ':', '"', "'", '/', '.', '<', '='],
        resolveProvider: true,
      },
    },
    handle: async (session, { textDocument, position }) => {
      const own = await session.ask(textDocument.uri, (view, document) => {
        const offset = document.offsetAt(position);
        const lines = lineIndex(view.text);
        const found = completion(view, offset, kinds);
        const data = { uri: textDocument.uri, offset };
        if (found === undefined) return undefined;
        // Components stand among the elements of HTML.
        const isAlone = found.target.kind !== 'component';
        const isShared = isAlone && session.takesDefaults;
        const items = toCompletions(lines, found.target, found, data, isShared, session.snippets);
        return { items, isAlone };
      });
      if (own?.isAlone) return own.items;
      const html = await completeHtml(session, textDocument.uri, position);
      return Array.isArray(own?.items) ? [...own.items, ...(html ?? [])] : html;
    },
  },
  {
    method: 'completionItem/resolve',
    handle: async (session, item) => {
      const { uri, offset } = item.data ?? {};
      const found = await session.ask(uri ?? '', (view) => {
        const one = completion(view, offset, kinds)?.items.find(({ label }) => label === item.label);
        return one && { detail: one.detail, documentation: one.documentation?.() };
      });
      return {
        ...item,
        ...(found?.detail && { detail: found.detail }),
        ...(found?.documentation && { documentation: { kind: MarkupKind.Markdown, value: found.documentation } }),
      };
    },
  },
  {
    method: 'textDocument/hover',
    capability: { hoverProvider: true },
    handle: async (session, { textDocument, position }) => {
      const own = await session.ask(textDocument.uri, (view, document) => {
        const found = hover(view, document.offsetAt(position), kinds);
        return (
          found && {
            contents: { kind: MarkupKind.Markdown, value: found.markdown },
            range: toRange(lineIndex(view.text), found.range),
          }
        );
      });
      return own ?? htmlHover(session, textDocument.uri, position);
    },
  },
  {
    method: 'textDocument/definition',
    capability: { definitionProvider: true },
    handle: (session, { textDocument, position }) =>
      session.ask(textDocument.uri, (view, document) => {
        const found = definition(view, document.offsetAt(position), kinds);
        return found?.locations.map((location) => toLocationLink(view, found.origin, location));
      }),
  },
  {
    method: 'textDocument/references',
    capability: { referencesProvider: true },
    handle: (session, { textDocument, position, context }) =>
      session.ask(textDocument.uri, (view, document) =>
        references(view, document.offsetAt(position), kinds, context.includeDeclaration).map((location) =>
          toLocation(view, location),
        ),
      ),
  },
  {
    method: 'textDocument/codeAction',
    capability: {
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorExtract, CodeActionKind.RefactorRewrite],
      },
    },
    handle: (session, { textDocument, range, context }) =>
      session.ask(textDocument.uri, (view, document) => {
        const found = diagnostics(view, checks, session.rules());
        const selected = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        const fixes = quickFixes(found, selected).map(({ fix, diagnostic, isPreferred }) => ({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          isPreferred,
          diagnostics: context.diagnostics.filter(
            (one: { code?: unknown; message: string }) =>
              one.code === diagnostic.rule && one.message === diagnostic.message,
          ),
          edit: toWorkspaceEdit(view, fix),
        }));
        const others = refactorings(view, selected).flatMap(({ fix, kind }): CodeAction[] => {
          const own = kind === 'extract' ? CodeActionKind.RefactorExtract : CodeActionKind.RefactorRewrite;
          if ('edits' in fix) return [{ title: fix.title, kind: own, edit: toWorkspaceEdit(view, fix) }];
          return session.showsDisabled ? [{ title: fix.title, kind: own, disabled: { reason: fix.declined } }] : [];
        });
        return [...fixes, ...others];
      }),
  },
  ...renameFeatures,
  ...structureFeatures,
  ...assistanceFeatures,
  ...htmlFeatures,
  ...familyFeatures,
  {
    method: ClientRequest.projects,
    handle: async ({ workspace }) => (await workspace.settle(() => statusOf(workspace.projects()))).projects,
  },
  {
    method: ClientRequest.unresolved,
    handle: ({ workspace }, { root }) => workspace.settle(() => unresolvedOf(workspace.projects(), root)),
  },
];

/**
 * Runs the language server on a connection.
 * @param variables environment variables of the process, which help to find environments
 * @param host what only some entry points can give
 */
export function start(
  connection: Connection,
  fileSystem: FileSystem,
  variables: ReadonlyMap<string, string>,
  host?: Host,
): void {
  connection.onInitialize((params): InitializeResult => {
    const session = startSession(connection, fileSystem, params, variables, host);
    publishChanges(session);
    refreshLenses(session);
    refreshHints(session);
    for (const feature of features) connection.onRequest(feature.method, guarded(session, feature));
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        ...Object.assign({}, ...features.map(({ capability }) => capability)),
      },
    };
  });
  connection.listen();
}

/** Each request is guarded once: what goes wrong is logged with its name, and the client gets no answer instead of an error. */
function guarded(session: Session, { method, handle }: Feature) {
  // A request without parameters brings the token alone.
  return async (...given: [unknown, CancellationToken] | [CancellationToken]): Promise<unknown> => {
    const [params, token] = given.length === 1 ? [undefined, given[0]] : given;
    if (token.isCancellationRequested) return null;
    try {
      return (await session.answering(() => handle(session, params))) ?? null;
    } catch (error) {
      session.log(`${method} failed: ${describe(error)}`);
      return null;
    }
  };
}
