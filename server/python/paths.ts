import { basename, dirname, isAbsolute, join, normalize } from '../text/paths';
import type { Arguments } from './calls';
import { sequence, settled, textOf } from './expressions';
import type { Frame } from './frame';
import { literal, type PathValue, type Place, unknown, type Value } from './values';

/** `os.path`, `os.listdir` and the classes of `pathlib`, for paths that start from `__file__`. */
export function pathCall(dotted: string, { args }: Arguments, frame: Frame, place: Place): Value | undefined {
  const name = /^(?:pathlib|os|posixpath)\./.test(dotted) ? dotted.replace(/^(?:os\.path|posixpath)\./, '') : undefined;
  if (name === undefined) return undefined;
  if (/^pathlib\.(?:Pure)?(?:Posix|Windows)?Path$/.test(name)) {
    const texts = textsOf(args, frame);
    return texts && texts.length > 0
      ? { kind: 'path', value: joined(texts[0], texts.slice(1)), place }
      : unknown('a path that is not known', place);
  }
  const compute = osPath[name];
  if (compute === undefined) return undefined;
  const texts = textsOf(args, frame);
  return (texts?.length ? compute(texts, frame, place) : undefined) ?? unknown('a path that is not known', place);
}

const osPath: Record<string, (texts: string[], frame: Frame, place: Place) => Value | undefined> = {
  join: ([base, ...parts], _, place) => literal(joined(base, parts), place),
  dirname: ([path], _, place) =>
    literal(isAbsolute(path) ? dirname(path) : path.slice(0, Math.max(0, path.lastIndexOf('/'))), place),
  basename: ([path], _, place) => literal(basename(path), place),
  abspath: ([path], _, place) => literal(tidy(path), place),
  realpath: ([path], _, place) => literal(tidy(path), place),
  normpath: ([path], _, place) => literal(tidy(path), place),
  expanduser: () => undefined,
  exists: ([path], frame, place) => answer(exists(path, frame), place),
  isdir: ([path], frame, place) => answer(isDirectory(path, frame), place),
  isfile: ([path], frame, place) => answer(isFile(path, frame), place),
  'os.listdir': ([path], frame, place) => names(path, frame, place, (name) => literal(name, place)),
};

/** An attribute of a `pathlib` path. */
export function pathAttribute(path: PathValue, name: string, frame: Frame, place: Place): Value {
  switch (name) {
    case 'parent':
      return { kind: 'path', value: dirname(path.value), place };
    case 'parents': {
      const parents: Value[] = [];
      for (let at = path.value; dirname(at) !== at && parents.length < 50; at = dirname(at))
        parents.push({ kind: 'path', value: dirname(at), place });
      return sequence(
        'tuple',
        parents.map((value) => ({ value })),
        frame,
        place,
      );
    }
    case 'name':
      return literal(basename(path.value), place);
    case 'stem':
      return literal(basename(path.value).replace(/(?<=.)\.[^.]*$/, ''), place);
    case 'suffix':
      return literal(/(?<=.)\.[^.]*$/.exec(basename(path.value))?.[0] ?? '', place);
    default:
      return { kind: 'member', of: path, name, place };
  }
}

/** A method of a `pathlib` path. */
export function pathMethod(path: PathValue, name: string, { args }: Arguments, frame: Frame, place: Place): Value {
  switch (name) {
    case 'resolve':
    case 'absolute':
    case 'expanduser':
      return path;
    case 'joinpath':
      return pathJoin(
        path,
        args.map((arg) => settled(arg, frame)),
        place,
      );
    case 'exists':
      return answer(exists(path.value, frame), place);
    case 'is_dir':
      return answer(isDirectory(path.value, frame), place);
    case 'is_file':
      return answer(isFile(path.value, frame), place);
    case 'as_posix':
      return literal(path.value, place);
    case 'iterdir':
      return names(path.value, frame, place, (name) => ({ kind: 'path', value: join(path.value, name), place }));
    default:
      return unknown(`what the method ${name}() of a path gives`, place);
  }
}

/** `path / part / part`. */
export function pathJoin(path: PathValue, parts: readonly Value[], place: Place): Value {
  const texts = parts.map(textOf);
  if (texts.includes(undefined)) return unknown('a path with a part that is not known', place);
  return { kind: 'path', value: joined(path.value, texts as string[]), place };
}

function joined(base: string, parts: readonly string[]): string {
  return isAbsolute(base) || parts.some(isAbsolute)
    ? join(base, ...parts)
    : [base, ...parts].filter((part) => part !== '').join('/');
}

function tidy(path: string): string {
  return isAbsolute(path) ? normalize(path) : path;
}

function textsOf(args: readonly Value[], frame: Frame): string[] | undefined {
  const texts = args.map((arg) => textOf(settled(arg, frame)));
  return texts.includes(undefined) ? undefined : (texts as string[]);
}

function exists(path: string, frame: Frame): boolean | undefined {
  return entry(path, frame)?.exists;
}

function isDirectory(path: string, frame: Frame): boolean | undefined {
  const found = entry(path, frame);
  return found?.exists && found.isDirectory;
}

function isFile(path: string, frame: Frame): boolean | undefined {
  const found = entry(path, frame);
  return found?.exists && !found.isDirectory;
}

function entry(path: string, frame: Frame): { exists: boolean; isDirectory: boolean } | undefined {
  if (!isAbsolute(path)) return undefined;
  const kind = frame.evaluation.world.directory(dirname(path))?.get(basename(path));
  return { exists: kind !== undefined, isDirectory: kind === true };
}

function answer(value: boolean | undefined, place: Place): Value {
  return value === undefined ? unknown('whether a file exists', place) : literal(value, place);
}

function names(path: string, frame: Frame, place: Place, value: (name: string) => Value): Value {
  const entries = frame.evaluation.world.directory(path);
  if (entries === undefined) return unknown('what is in a folder', place);
  return sequence(
    'list',
    [...entries.keys()].map((name) => ({ value: value(name) })),
    frame,
    place,
  );
}
