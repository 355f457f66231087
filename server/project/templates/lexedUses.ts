import type { Use } from '../../facts/uses';
import type { Lexing } from '../../templates/tokens';
import type { Path } from '../../text/paths';
import type { FileStore } from '../fileStore';

/** The files as a project sees them where a package may change what Django takes for a tag: without the uses that only others see. */
export function withLexing(store: FileStore, lexing: () => Lexing | undefined): FileStore {
  const known = { django: new WeakMap<readonly Use[], Use[]>(), package: new WeakMap<readonly Use[], Use[]>() };
  const uses = (path: Path): readonly Use[] => {
    const all = store.uses(path);
    if (!differs(all)) return all;
    const { multiline, holding } = lexing() ?? {};
    const other = multiline && holding === 'all' ? 'django' : 'package';
    const own = known[other].get(all) ?? all.filter(({ seenBy }) => seenBy !== other);
    known[other].set(all, own);
    return own;
  };
  return Object.assign(Object.create(store) as FileStore, { uses });
}

/** Whether some see other uses than others; every look at a file asks. */
function differs(uses: readonly Use[]): boolean {
  let known = different.get(uses);
  if (known === undefined) {
    known = uses.some(({ seenBy }) => seenBy !== undefined);
    different.set(uses, known);
  }
  return known;
}

const different = new WeakMap<readonly Use[], boolean>();
