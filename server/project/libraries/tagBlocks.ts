import { resolve } from '../../python/resolve';
import { runFunction } from '../../python/run';
import { asItems, asString, type Call, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Tag } from '../../templates/library';

/**
 * The block of a tag with a compile function, found by running the function in the abstract with a parser and a token
 * that note what is asked of them: `parser.parse(("else", "endif"))` names the tags it parses until
 * (django.template.base.Parser.parse, skip_past and next_token).
 */
export function compiledBlock(target: Value, name: string, world: World): Pick<Tag, 'block' | 'certain' | 'refuses'> {
  const method = codeOf(target);
  if (method.kind !== 'function') return { certain: false };
  // Reached through its class, as in `Node.handle`, a class method gets that first.
  const isClassMethod = method.decorators.some((one) => dottedOf(one) === 'builtins.classmethod');
  const owner = isClassMethod && target.kind === 'member' ? [target.of] : [];
  const ran = runFunction(method, [...owner, parser, token], watching(world, name));
  if (ran === undefined) return { certain: false };
  const stops: (readonly string[])[] = [];
  let certain = true;
  // Some tags have a block with certain arguments only: `{% thumbnail … as x %}`.
  let isAlways = false;
  for (const call of ran.effects) {
    const path = call.callee.kind === 'ref' ? call.callee.dotted : undefined;
    if (path === `${parser.dotted}.parse` && call.args.length + call.keywords.size > 0) {
      const until = stopsOf(call.args[0] ?? call.keywords.get('parse_until'), world);
      if (until) stops.push(until);
      else certain = false;
      isAlways ||= call.maybe === undefined;
    } else if (path === `${parser.dotted}.skip_past`) {
      const end = asString(call.args[0] && resolve(call.args[0], world));
      if (end !== undefined) return { block: { branches: [], ends: [end], raw: true }, certain: true };
      certain = false;
    } else if (path === `${parser.dotted}.next_token` && stops.length === 0) certain = false;
    else if (!path?.startsWith(parser.dotted) && receivesParser(call) && !harmless.test(path ?? '')) certain = false;
  }
  if (stops.length === 0) {
    const { value, effects } = ran;
    const refuses = effects.length === 0 && value.kind === 'unknown' && value.raises;
    return refuses ? { certain, refuses: 'it raises an error' } : { certain };
  }
  const all = [...new Set(stops.flat())];
  const always = all.filter((stop) => stops.every((until) => until.includes(stop)));
  const named = all.filter((stop) => stop.startsWith('end'));
  const ends = named.length > 0 ? named : always;
  return ends.length === 0
    ? { certain: false }
    : { block: { branches: all.filter((stop) => !ends.includes(stop)), ends }, certain: certain && isAlways };
}

/** What is registered: of `Node.handle` the method. */
export function codeOf(target: Value): Value {
  return target.kind === 'member' && target.of.kind === 'class' && target.found ? target.found.value : target;
}

const parser = { kind: 'ref', dotted: 'djangology.parser' } as const;
const token = { kind: 'ref', dotted: 'djangology.token' } as const;

/** Helpers that take a parser to compile an expression, and parse no further. */
const harmless =
  /(?:token_kwargs|parse_bits|FilterExpression|TemplateIfParser|compile_filter|parse_with_blocks_pattern|Variable)$/;

/** A world in which the token's first word is the tag's name, and nothing is known of the others. */
function watching(world: World, name: string): World {
  const text = { kind: 'literal', value: name } as const;
  return {
    ...world,
    knownCall(dotted, call) {
      if (!splits.has(dotted)) return world.knownCall(dotted, call);
      const rest = { value: { kind: 'unknown', reason: "the tag's arguments" } as const };
      return { kind: 'list', items: [{ value: text }, rest], depth: Number.POSITIVE_INFINITY, owner: {} };
    },
  };
}

const splits = new Set([`${token.dotted}.split_contents`, `${token.dotted}.contents.split`]);

function stopsOf(value: Value | undefined, world: World): string[] | undefined {
  const resolved = value && likeliest(resolve(value, world));
  const texts = asItems(resolved)?.map((item) => asString(resolve(item.value, world))) ?? [asString(resolved)];
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.map((text) => text!.split(/\s/)[0]);
}

function receivesParser(call: Call): boolean {
  return [...call.args, ...call.keywords.values()].some(
    (argument) => argument.kind === 'ref' && argument.dotted === parser.dotted,
  );
}
