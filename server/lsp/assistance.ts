import {
  type InlayHint,
  InlayHintKind,
  MarkupKind,
  type SignatureHelp,
  type SignatureHelpParams,
  SignatureHelpTriggerKind,
} from 'vscode-languageserver';
import { inlayHints, type InlayHint as OwnHint } from '../features/inlayHints';
import { type SignatureHelp as OwnHelp, signatureHelp } from '../features/signatureHelp';
import { typeDefinition } from '../features/typeDefinition';
import { kinds } from '../symbols/kinds';
import { type LineIndex, lineIndex } from '../text/lineIndex';
import { toLocation, toLocationLink } from './convert';
import { type Feature, templateDocuments } from './feature';
import type { Session } from './session';

/** What stands by somebody who writes: what a tag takes, of which type a variable is. */
export const assistanceFeatures: readonly Feature[] = [
  {
    method: 'textDocument/signatureHelp',
    capability: {
      signatureHelpProvider: {
        triggerCharacters: [' ', ':', '='],
        retriggerCharacters: [','],
      },
    },
    handle: (session, { textDocument, position, context }: SignatureHelpParams) =>
      session.ask(textDocument.uri, (view, document) => {
        const help = signatureHelp(view, document.offsetAt(position));
        const isAskedFor = context === undefined || context.triggerKind === SignatureHelpTriggerKind.Invoked;
        return help && (isAskedFor || !help.quiet) ? toSignatureHelp(help) : undefined;
      }),
  },
  {
    method: 'textDocument/inlayHint',
    capability: { inlayHintProvider: { documentSelector: templateDocuments, resolveProvider: true } },
    handle: async (session, { textDocument, range }) => {
      const wanted = session.inlayHints();
      if (!Object.values(wanted).includes(true)) return undefined;
      return session.ask(textDocument.uri, (view, document) => {
        const shown = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        const lines = lineIndex(view.text);
        return inlayHints(view, shown, wanted)?.map((hint) => toInlayHint(lines, hint, textDocument.uri));
      });
    },
  },
  { method: 'inlayHint/resolve', handle: resolveHint },
  {
    method: 'textDocument/typeDefinition',
    capability: { typeDefinitionProvider: { documentSelector: templateDocuments } },
    handle: (session, { textDocument, position }) =>
      session.ask(textDocument.uri, (view, document) => {
        const found = typeDefinition(view, document.offsetAt(position), kinds);
        return found?.locations.map((location) => toLocationLink(view, found.origin, location));
      }),
  },
];

/** Asks the client for new hints once there may be other ones: when all files have been read, and when the user wants others. */
export function refreshHints(session: Session): void {
  let shown = '';
  session.onChange(() => {
    const isComplete = session.workspace.projects().every((project) => project.isComplete());
    const now = JSON.stringify([session.inlayHints(), isComplete]);
    if (now === shown) return;
    shown = now;
    if (session.refreshesHints)
      void session.connection.sendRequest('workspace/inlayHint/refresh').catch(() => undefined);
  });
}

function toSignatureHelp({ signatures, active }: OwnHelp): SignatureHelp {
  return {
    signatures: signatures.map(({ label, documentation, parameters, activeParameter }) => ({
      label,
      ...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
      parameters: parameters.map((one) => ({
        label: [one.start, one.end],
        ...(one.documentation && { documentation: { kind: MarkupKind.Markdown, value: one.documentation } }),
      })),
      // A number that no parameter has: none is active, which not all clients read out of its absence.
      activeParameter: activeParameter ?? parameters.length,
    })),
    activeSignature: active,
    activeParameter: signatures[active]?.activeParameter ?? signatures[active]?.parameters.length ?? 0,
  };
}

function toInlayHint(lines: LineIndex, { offset, text, kind, tooltip }: OwnHint, uri: string): InlayHint {
  return {
    position: lines.position(offset),
    label: [{ value: text }],
    ...(tooltip && { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
    ...(kind === 'type' ? { kind: InlayHintKind.Type } : { paddingLeft: true }),
    data: { uri, offset },
  };
}

/** Where a click on a hint leads. */
async function resolveHint(session: Session, hint: InlayHint): Promise<InlayHint> {
  const { uri, offset } = (hint.data ?? {}) as { uri?: string; offset?: number };
  const location = await session.ask(uri ?? '', (view) => {
    const range = { start: offset ?? 0, end: offset ?? 0 };
    const found = inlayHints(view, range, session.inlayHints())
      ?.find((one) => one.offset === offset)
      ?.location();
    return found && toLocation(view, found);
  });
  const label = typeof hint.label === 'string' ? [{ value: hint.label }] : hint.label;
  return location ? { ...hint, label: label.map((part) => ({ ...part, location })) } : hint;
}
