import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  ErrorCodes,
  type RenameFile,
  type RenameFilesParams,
  ResponseError,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { fileMoves } from '../features/fileMoves';
import { rename, renameable } from '../features/rename';
import type { Project } from '../project/project';
import type { Move, Renaming } from '../project/rename/renaming';
import type { Location } from '../project/view';
import { kinds } from '../symbols/kinds';
import { type LineIndex, lineIndex } from '../text/lineIndex';
import { isInside, type Path } from '../text/paths';
import type { Range } from '../text/range';
import { toRange } from './convert';
import type { Feature } from './feature';
import type { Session } from './session';
import { pathOf, uriOf } from './uris';

/** New names for what templates and Python share, and for files. */
export const renameFeatures: readonly Feature[] = [
  {
    method: 'textDocument/prepareRename',
    capability: { renameProvider: { prepareProvider: true } },
    handle: (session, { textDocument, position }) =>
      session.ask(textDocument.uri, (view, document) => {
        const found = renameable(view, document.offsetAt(position), kinds);
        if (found === undefined) return undefined;
        if ('refused' in found) return refusal(found.refused);
        return { range: toRange(lineIndex(view.text), found.range), placeholder: found.name };
      }),
  },
  {
    method: 'textDocument/rename',
    handle: (session, { textDocument, position, newName }) =>
      session.ask(textDocument.uri, (view, document) => {
        const found = rename(view, document.offsetAt(position), newName.trim(), kinds);
        if (found === undefined) return undefined;
        if ('refused' in found) return refusal(found.refused);
        for (const move of found.moves) remember(session, move);
        return answer(session, view.project, found);
      }),
  },
  {
    method: 'workspace/willRenameFiles',
    capability: {
      workspace: { fileOperations: { willRename: { filters: [{ pattern: { glob: '**/*' } }] } } },
    },
    async handle(session, { files }: RenameFilesParams) {
      const moves = files.map(({ oldUri, newUri }): Move => ({ from: pathOf(oldUri), to: pathOf(newUri) }));
      await session.readOpenDocuments();
      const isOwn = moves.map((move) => isRemembered(session, move)).every((one) => one);
      return session.workspace.settle(() => {
        const projects = session.workspace.projects().filter((one) => moves.some(({ from }) => concerns(one, from)));
        const edits = projects.flatMap((one) => {
          const found = isOwn ? withoutDoubts(fileMoves(one, moves)) : fileMoves(one, moves);
          return found.changes.length + found.unseen.length > 0 ? [answer(session, one, found, moves)] : [];
        });
        return edits.length === 0 ? undefined : joined(edits);
      });
    },
  },
];

/** An editor tells of the moves that our own answers make, too: their doubts have been told then. */
function remember(session: Session, { from, to }: Move): void {
  ownMoves.set(session, (ownMoves.get(session) ?? new Set()).add(`${from}\n${to}`));
}

function isRemembered(session: Session, { from, to }: Move): boolean {
  return ownMoves.get(session)?.delete(`${from}\n${to}`) ?? false;
}

const ownMoves = new WeakMap<Session, Set<string>>();

function withoutDoubts(renaming: Renaming): Renaming {
  return { ...renaming, changes: renaming.changes.filter(({ unsure }) => unsure === undefined), unseen: [] };
}

function refusal(message: string): ResponseError<undefined> {
  return new ResponseError(ErrorCodes.InvalidRequest, message);
}

function concerns(project: Project, path: Path): boolean {
  return isInside(path, project.workspace);
}

/** Tells the client; one that cannot ask about single changes gets the sure ones, and a message. */
function answer(
  session: Session,
  project: Project,
  renaming: Renaming,
  moving: readonly Move[] = renaming.moves,
): WorkspaceEdit {
  if (session.takesAnnotations) return toAnnotatedEdit(project, renaming, moving);
  const doubts = [...renaming.changes.flatMap(({ unsure }) => unsure ?? []), ...renaming.unseen.map(({ why }) => why)];
  if (doubts.length > 0)
    session.connection.window.showWarningMessage(`Not changed: ${[...new Set(doubts)].join('. ')}.`);
  return toAnnotatedEdit(project, withoutDoubts(renaming), moving);
}

/**
 * A workspace edit. What is not sure is a change that the user has to confirm; what cannot be changed from here is shown beside
 * it, as a change that leaves its place as it is.
 */
function toAnnotatedEdit(
  { files }: Project,
  { changes, moves, unseen }: Renaming,
  moving: readonly Move[],
): WorkspaceEdit {
  const edits = new Map<Path, AnnotatedTextEdit[]>();
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  const lines = new Map<Path, LineIndex>();
  const add = (path: Path, range: Range, newText: string, why: string | undefined) => {
    const index = lines.get(path) ?? lineIndex(files.text(path) ?? '');
    lines.set(path, index);
    const edit = { range: toRange(index, range), newText };
    if (why !== undefined) changeAnnotations[why] = { label: why, needsConfirmation: true };
    const all = edits.get(path) ?? [];
    all.push((why === undefined ? edit : { ...edit, annotationId: why }) as AnnotatedTextEdit);
    edits.set(path, all);
  };
  for (const { path, range, text, unsure } of changes) add(path, range, text, unsure);
  const first = [
    ...changes.map(({ path }) => path),
    ...moving.map(({ from }) => from).filter((one) => files.isFile(one)),
  ][0];
  const changed = (at: Location) =>
    changes.some(({ path, range }) => path === at.path && range.start < at.range.end && at.range.start < range.end);
  for (const { why, place } of unseen) {
    if (place && changed(place)) continue;
    const at = place ?? (first && { path: first, range: { start: 0, end: 0 } });
    if (at) add(at.path, at.range, files.text(at.path)?.slice(at.range.start, at.range.end) ?? '', why);
  }
  const texts = [...edits].map(
    ([path, all]): TextDocumentEdit => ({ textDocument: { uri: uriOf(path), version: null }, edits: all }),
  );
  const renames = moves.map(({ from, to }): RenameFile => ({ kind: 'rename', oldUri: uriOf(from), newUri: uriOf(to) }));
  return {
    documentChanges: [...texts, ...renames],
    ...(Object.keys(changeAnnotations).length > 0 && { changeAnnotations }),
  };
}

function joined(edits: readonly WorkspaceEdit[]): WorkspaceEdit {
  const changeAnnotations = Object.assign({}, ...edits.map((edit) => edit.changeAnnotations));
  return {
    documentChanges: edits.flatMap(({ documentChanges }) => documentChanges ?? []),
    ...(Object.keys(changeAnnotations).length > 0 && { changeAnnotations }),
  };
}
