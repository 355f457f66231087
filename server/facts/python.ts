import { type Outline, unitOf } from '../python/outline';
import { importedIn, importedNames } from '../python/sites';
import { lazily } from '../text/lazily';
import { assignedNames } from './assigned';
import type { PythonFacts } from './facts';
import { readOutline } from './pythonOutline';
import { createPartReader } from './pythonParts';
import { hasUses, parseForUses, pythonUses } from './pythonUses';

/**
 * What the index keeps of a Python file: its outline, the bodies of functions that may matter, the names it uses. Each is read when
 * somebody asks for it, since of most files nobody wants all.
 * @param wanted ids of further functions whose bodies somebody asked for
 * @param failed hears of what trips us up; the file has nothing of the kind then
 */
export function extractPython(
  text: string,
  wanted: ReadonlySet<string> = noneWanted,
  failed: (error: unknown) => void = fail,
): PythonFacts {
  const orElse = <T>(nothing: T, read: (text: string) => T): ((text: string) => T) => {
    return (text) => {
      try {
        return read(text);
      } catch (error) {
        failed(error);
        return nothing;
      }
    };
  };
  const read = lazily(text, {
    outline: orElse({ module: unitOf([], []), bodies: {} }, (text) => wholeOutline(text, wanted)),
    names: orElse(noNames, (text) => namesIn(text, wanted)),
    assigned: orElse({ onSelf: [], onOthers: [] }, assignedNames),
  });
  return {
    kind: 'python',
    get outline() {
      return read.outline;
    },
    get uses() {
      return read.names.uses;
    },
    get routeNames() {
      return read.names.routeNames;
    },
    get assigned() {
      return read.assigned;
    },
  };
}

const noneWanted: ReadonlySet<string> = new Set();

function fail(error: unknown): never {
  throw error;
}

function wholeOutline(text: string, wanted: ReadonlySet<string>): Outline {
  const { parsed, outline } = readOutline(text, wanted);
  // A statement that is broken is not to take others with it.
  const inParts = parsed.valid ? undefined : createPartReader()(text, wanted);
  const { module, bodies } = outline;
  return inParts?.outline ?? { module: unitOf(module.statements, module.ranges), bodies };
}

function namesIn(text: string, wanted: ReadonlySet<string>): NamesUsed {
  if (!hasUses(text)) return noNames;
  const parsed = parseForUses(text);
  const inParts = parsed.valid ? undefined : createPartReader()(text, wanted);
  return inParts ?? pythonUses(text, parsed, importedNames([importedIn(parsed)]));
}

type NamesUsed = Pick<PythonFacts, 'uses' | 'routeNames'>;

const noNames: NamesUsed = { uses: [], routeNames: [] };
