import type { Kind } from '../project/kind';
import type { FileView, Location } from '../project/view';
import type { Range } from '../text/range';

/** A name in a template that leads to a file. */
export interface Link {
  readonly range: Range;
  readonly target: Location;
}

const LEADING = new Set(['template', 'static', 'library', 'route', 'component']);

/** The names of templates, static files, libraries and routes in a template, where the file that they mean is known. */
export function documentLinks(view: FileView, kinds: readonly Kind[]): Link[] | undefined {
  if (view.template === undefined) return undefined;
  const targets = new Map<string, Location | undefined>();
  return view.uses.flatMap((use) => {
    if (!LEADING.has(use.kind) || use.start === use.end) return [];
    const key = `${use.kind} ${use.by === 'extends'} ${use.name}`;
    if (!targets.has(key))
      targets.set(
        key,
        targetOf(
          view,
          use.start,
          kinds.find(({ kind }) => kind === use.kind),
        ),
      );
    const target = targets.get(key);
    return target ? [{ range: { start: use.start, end: use.end }, target }] : [];
  });
}

function targetOf(view: FileView, offset: number, kind: Kind | undefined): Location | undefined {
  const occurrence = kind?.at(view, offset);
  return occurrence && kind?.definitions(view, occurrence)[0];
}
