import { basename, dirname, join } from '../text/paths';
import type { Arguments } from './calls';
import { run } from './evaluate';
import { settled } from './expressions';
import type { Frame } from './frame';
import { isGlobals } from './globalsCall';
import { asString, dottedOf, likeliest, literal, type Place, type Value } from './values';

/** `exec(open(path).read())`: the file's statements run where the call stands. Undefined where it is not known what is run. */
export function execCall({ args }: Arguments, frame: Frame, place: Place): Value | undefined {
  const isHere = args.length === 1 || (args.length === 2 && isGlobals(args[1]));
  const path = isHere ? pathOf(args[0], frame) : undefined;
  return path !== undefined && runFile(path, frame) ? literal(null, place) : undefined;
}

/**
 * `include("base.py", optional("local.py"), "parts/*.py")` of django-split-settings: the files' statements run where the
 * call stands, those of a pattern in the order of their names. Undefined where one of them is not known.
 */
export function includeCall({ args }: Arguments, frame: Frame, place: Place): Value | undefined {
  const files = args.map((arg) => filesOf(arg, frame));
  if (files.includes(undefined)) return undefined;
  const all = files.flatMap((paths) => paths!);
  if (all.some((path) => frame.evaluation.world.file?.(path) === undefined)) return undefined;
  for (const path of all) runFile(path, frame);
  return literal(null, place);
}

function runFile(path: string, frame: Frame): boolean {
  const unit = frame.evaluation.world.file?.(path);
  if (unit) run(unit.statements, { ...frame, path, unit: '' });
  return unit !== undefined;
}

/** The path of `open(path).read()`, or of `compile()` of that. */
function pathOf(source: Value, frame: Frame): string | undefined {
  const call = likeliest(source);
  if (call.kind !== 'call') return undefined;
  if (dottedOf(call.callee) === 'builtins.compile') return call.args[0] && pathOf(call.args[0], frame);
  const opened = call.callee.kind === 'member' && call.callee.name === 'read' ? likeliest(call.callee.of) : undefined;
  if (opened?.kind !== 'call' || !/^(?:builtins|io|codecs)\.open$/.test(dottedOf(opened.callee) ?? ''))
    return undefined;
  return opened.args[0] && asString(settled(opened.args[0], frame));
}

/** The files of one argument; none for an optional one that is not there. */
function filesOf(argument: Value, frame: Frame): readonly string[] | undefined {
  const given = likeliest(settled(argument, frame));
  const isOptional = given.kind === 'call' && /^split_settings\.tools\._?optional$/i.test(dottedOf(given.callee) ?? '');
  const pattern = asString(isOptional ? given.args[0] && settled(given.args[0], frame) : given);
  if (pattern === undefined) return undefined;
  const path = join(dirname(frame.path), pattern);
  const folder = dirname(path);
  if (folder.includes('*')) return undefined;
  const names = frame.evaluation.world.directory(folder);
  const wanted = new RegExp(
    `^${basename(path)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const found = [...(names?.keys() ?? [])].filter((name) => wanted.test(name)).sort();
  if (found.length === 0 && !isOptional) return undefined;
  return found.map((name) => `${folder}/${name}`);
}
