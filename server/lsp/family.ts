import { type CallHierarchyItem, type CodeLens, SymbolKind, type TypeHierarchyItem } from 'vscode-languageserver';
import { codeLenses } from '../features/codeLenses';
import {
  extendedItems,
  extendingItems,
  type HierarchyCall,
  type HierarchyItem,
  hierarchyItemAt,
  incomingItems,
  outgoingItems,
} from '../features/templateHierarchy';
import type { Project } from '../project/project';
import type { FileView } from '../project/view';
import { showLocationsCommand } from '../protocol';
import { lineIndex } from '../text/lineIndex';
import { toLocation, toRange } from './convert';
import { type Feature, templateDocuments } from './feature';
import type { Session } from './session';
import { pathOf, uriOf } from './uris';

/** How templates build on each other: as lines above them, and as trees. */
export const familyFeatures: readonly Feature[] = [
  {
    method: 'textDocument/codeLens',
    capability: { codeLensProvider: {} },
    handle: async (session, { textDocument }) =>
      session.showsLenses() ? session.ask(textDocument.uri, (view) => toLenses(view, textDocument.uri)) : null,
  },
  {
    method: 'textDocument/prepareTypeHierarchy',
    capability: { typeHierarchyProvider: { documentSelector: templateDocuments } },
    handle: prepare,
  },
  { method: 'typeHierarchy/supertypes', handle: (session, { item }) => related(session, item, extendedItems) },
  { method: 'typeHierarchy/subtypes', handle: (session, { item }) => related(session, item, extendingItems) },
  {
    method: 'textDocument/prepareCallHierarchy',
    capability: { callHierarchyProvider: { documentSelector: templateDocuments } },
    handle: prepare,
  },
  {
    method: 'callHierarchy/incomingCalls',
    handle: (session, { item }) =>
      inProject(session, item, (project, own) =>
        incomingItems(project, own).map((call) => ({
          from: toItem(project, call.item),
          fromRanges: placesOf(project, call.item.path, call),
        })),
      ),
  },
  {
    method: 'callHierarchy/outgoingCalls',
    handle: (session, { item }) =>
      inProject(session, item, (project, own) =>
        outgoingItems(project, own).map((call) => ({
          to: toItem(project, call.item),
          fromRanges: placesOf(project, own.path, call),
        })),
      ),
  },
];

/** Asks the client for new lenses once there may be other ones: when all files have been read, and when the user switches them on or off. */
export function refreshLenses(session: Session): void {
  let shown = '';
  session.onChange(() => {
    const now = `${session.showsLenses()} ${session.workspace.projects().every((project) => project.isComplete())}`;
    if (now === shown) return;
    shown = now;
    if (session.refreshesLenses)
      void session.connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  });
}

function toLenses(view: FileView, uri: string): CodeLens[] | undefined {
  const lines = lineIndex(view.text);
  return codeLenses(view)?.map(({ range, title, locations }) => {
    const place = toRange(lines, range);
    const all = locations.map((location) => toLocation(view, location));
    return { range: place, command: { title, command: showLocationsCommand, arguments: [uri, place.start, all] } };
  });
}

async function prepare(
  session: Session,
  { textDocument, position }: { textDocument: { uri: string }; position: { line: number; character: number } },
): Promise<CallHierarchyItem[] | undefined> {
  return session.ask(textDocument.uri, (view, document) => {
    const item = hierarchyItemAt(view, document.offsetAt(position));
    return item && [toItem(view.project, item)];
  });
}

/** The entries around one of a tree that was given out before; its file need not be open. */
function related(
  session: Session,
  item: TypeHierarchyItem,
  next: (project: Project, item: HierarchyItem) => HierarchyItem[],
): Promise<TypeHierarchyItem[] | undefined> {
  return inProject(session, item, (project, own) => next(project, own).map((one) => toItem(project, one)));
}

function inProject<T>(
  { workspace }: Session,
  { uri, data }: CallHierarchyItem,
  answer: (project: Project, item: HierarchyItem) => T,
): Promise<T | undefined> {
  return workspace.settle(() => {
    const path = pathOf(uri);
    const project = workspace.projectOf(path) ?? workspace.projects()[0];
    return project && answer(project, { ...(data as Omit<HierarchyItem, 'path'>), path });
  });
}

function toItem(project: Project, { path, name, detail, kind, range }: HierarchyItem): CallHierarchyItem {
  const place = toRange(lineIndex(project.files.text(path) ?? ''), range);
  const data: Omit<HierarchyItem, 'path'> = { name, detail, kind, range };
  return { name, detail, kind: symbolKinds[kind], uri: uriOf(path), range: place, selectionRange: place, data };
}

const symbolKinds: Record<HierarchyItem['kind'], SymbolKind> = {
  template: SymbolKind.File,
  block: SymbolKind.Namespace,
  code: SymbolKind.Module,
};

function placesOf(project: Project, path: string, { places }: HierarchyCall) {
  const lines = lineIndex(project.files.text(path) ?? '');
  return places.map((place) => toRange(lines, place));
}
