import { commonOptions, djangoCommands } from '../../django/commands';
import { classMember, findMember, isFramework, linearized, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  callOf,
  dottedOf,
  type FoundMember,
  likeliest,
  type Place,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { Problem } from '../problem';
import type { Command, CommandContext } from './commands';

/** An argument of a command. */
export interface CommandArgument {
  /** The flags, or the one name of a positional argument, as argparse has them. */
  readonly names: readonly string[];
  /** The call that adds it; undefined where that was not read. */
  readonly place: Place | undefined;
  /** Whether every command has it. */
  readonly common: boolean;
}

export interface CommandArguments {
  readonly list: readonly CommandArgument[];
  readonly problems: readonly Problem[];
}

/** What a command takes: the options of every command, then what its `add_arguments` adds (BaseCommand.create_parser). */
export function commandArguments(command: Command, context: CommandContext): CommandArguments {
  const { world, version } = context;
  const type = command.value;
  if (type === undefined) {
    const known = djangoCommands(version).find(({ name, app }) => name === command.name && app === command.app);
    return { list: [...commonArguments(undefined, context), ...optionsOf(known?.options ?? [])], problems: [] };
  }
  const found: CommandArgument[] = [];
  const problems: Problem[] = [];
  const add = (names: readonly string[], place: Place | undefined) => {
    if (!found.some((other) => other.names.join() === names.join())) found.push({ names, place, common: false });
  };
  const own = ownParser(type, world);
  found.push(...(own ? [help] : commonArguments(type, context)));
  for (const call of own ?? addArguments(findMember(type, 'add_arguments', world), instanceOf(type), world)) {
    if (call.maybe === 'unlikely') continue;
    const names = namesAdded(call, world);
    if (names === 'unknown') {
      const why = 'its name is not known without running the command';
      problems.push({ what: `an argument of the command '${command.name}'`, why, place: call.place });
    } else if (names) add(names, call.place);
  }
  for (const name of unreadBases(type, world)) for (const one of name(context)) add(one.names, undefined);
  return { list: found, problems };
}

const base = 'django.core.management.base';

/** The calls of a `create_parser` that makes a parser of its own; undefined for one that takes that of BaseCommand. */
function ownParser(type: ClassValue, world: World): readonly Call[] | undefined {
  const own = findMember(type, 'create_parser', world);
  if (own === undefined || isFramework(own.owner.module)) return undefined;
  const effects = runMethod(own, instanceOf(type), world)?.effects ?? [];
  return effects.some(({ callee }) => isNamed(callee, 'create_parser')) ? undefined : effects;
}

/** An instance of a command, from whose methods the attributes of its class can be read. */
function instanceOf(type: ClassValue): Call {
  return callOf(type, type.place, new Map());
}

/** The calls that `add_arguments` makes, with those of Django's own classes that it goes on to by `super()`. */
function addArguments(method: FoundMember | undefined, self: Call, world: World, depth = 0): readonly Call[] {
  const run =
    method && depth < 10 ? runMethod(method, self, world, { args: [parser], keywords: new Map() }) : undefined;
  return (run?.effects ?? []).flatMap((call) => {
    const inherited =
      call.callee.kind === 'member' && isNamed(call.callee, 'add_arguments') ? call.callee.found : undefined;
    return inherited ? addArguments(inherited, self, world, depth + 1) : [call];
  });
}

const parser: Value = { kind: 'ref', dotted: 'argparse.parser' };

/** The names of the argument that a call adds to the parser or one of its groups; undefined for any other call. */
function namesAdded(call: Call, world: World): readonly string[] | 'unknown' | undefined {
  const { callee } = call;
  const path = dottedOf(callee);
  if (isNamed(callee, 'add_subparsers')) {
    if (!isOfParser(callee)) return undefined;
    const dest = call.keywords.get('dest');
    return [dest === undefined ? '==SUPPRESS==' : (asString(resolve(dest, world)) ?? 'unknown')];
  }
  // BaseCommand.add_base_argument is given the parser first.
  const isBase = isNamed(callee, 'add_base_argument');
  if (!isBase && !(isNamed(callee, 'add_argument') && (path !== undefined || isOfParser(callee)))) return undefined;
  const texts = call.args.slice(isBase ? 1 : 0).map((value) => asString(resolve(value, world)));
  return texts.length === 0 || texts.includes(undefined) || call.open ? 'unknown' : (texts as string[]);
}

function isNamed(callee: Value, name: string): boolean {
  return callee.kind === 'member' ? callee.name === name : dottedOf(callee)?.split('.').at(-1) === name;
}

/** Whether a method is the parser's own or that of a group; what a subcommand takes is not the command's. */
function isOfParser(callee: Value): boolean {
  if (callee.kind !== 'member') return true;
  const owner = callee.of.kind === 'call' ? callee.of.callee : undefined;
  const name = owner?.kind === 'member' ? owner.name : owner && dottedOf(owner)?.split('.').at(-1);
  return name === undefined || /^add_(?:argument|mutually_exclusive)_group$|Parser$/.test(name);
}

const help: CommandArgument = { names: ['-h', '--help'], place: undefined, common: true };

/** The options that BaseCommand.create_parser adds, argparse's own among them. */
function commonArguments(type: ClassValue | undefined, { world, version }: CommandContext): CommandArgument[] {
  const places = commonPlaces(world);
  return [
    ...commonOptions(version)
      .filter(({ flags }) => !flags?.includes('--skip-checks') || type === undefined || hasChecks(type, world))
      .map(({ name, flags }) => {
        const names = flags ?? [name];
        return { names, place: places.get(names.at(-1)), common: true };
      }),
  ];
}

/** Where Django's source adds the options of every command, by the last flag of each. */
function commonPlaces(world: World): ReadonlyMap<string | undefined, Place> {
  const type = likeliest(resolve({ kind: 'ref', dotted: `${base}.BaseCommand` }, world));
  const method = type.kind === 'class' ? findMember(type, 'create_parser', world) : undefined;
  if (type.kind !== 'class' || method === undefined) return new Map();
  const effects = runMethod(method, instanceOf(type), world)?.effects ?? [];
  return new Map(effects.map((call) => [asString(call.args.at(-1)), call.place]));
}

/** BaseCommand.requires_system_checks: without checks there are none to skip. */
function hasChecks(type: ClassValue, world: World): boolean {
  const own = classMember(type, 'requires_system_checks', world);
  const value = own && likeliest(resolve(own, world));
  if (value === undefined) return true;
  return asItems(value)?.length !== 0 && truth(value)?.value !== false;
}

function optionsOf(
  options: readonly { readonly name: string; readonly flags?: readonly string[] }[],
): CommandArgument[] {
  return options.map(({ name, flags }) => ({ names: flags ?? [name], place: undefined, common: false }));
}

/** What the classes of Django add that a command derives from and whose source is not at hand. */
function unreadBases(type: ClassValue, world: World): ((context: CommandContext) => readonly CommandArgument[])[] {
  return linearized(type, world).flatMap((one) => {
    const path = one.kind === 'ref' ? one.dotted : '';
    if (/^django\.core\.management\.(?:base\.)?(?:App|Label)Command$/.test(path))
      return [() => optionsOf([{ name: 'args' }])];
    const name = /^django\.(?:[\w.]+\.)?management\.commands\.(\w+)\.\w+$/.exec(path)?.[1];
    return name === undefined
      ? []
      : [
          ({ version }: CommandContext) =>
            optionsOf(djangoCommands(version).find((one) => one.name === name)?.options ?? []),
        ];
  });
}
