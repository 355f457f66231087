import type { Range } from '../text/range';
import { continues, innermost, type Parse, report } from './frames';
import { tagName } from './guess';
import { newState, startReading } from './reading';
import { copyScope, isUnknown } from './scope';
import { addTag, openTag, readNext } from './tagNodes';
import { blockOf, readTag } from './tags';
import { strip, type Token } from './tokens';

/**
 * Reads a tag without `%}`. For Django it is text, so nothing of it counts; or, where the tag behind it lends it an end,
 * Django takes both for one tag. When Django accepts that one, it is answered, to be read instead. When not, that is the
 * error, and the tag is read as if its end were there.
 */
export function readUnfinished(parse: Parse, token: Token): Token | undefined {
  const { source, state } = parse;
  parse.bound++;
  const name = tagName(source, token);
  if (token.whole === undefined) {
    addTag(parse, readAside(parse, token), token);
    parse.unfinished.add(name);
    return undefined;
  }
  const contents = strip(source, token.start + 2, token.whole - 2);
  const whole: Token = { kind: 'block', start: token.start, end: token.whole, contents };
  const blamed = refusalOf(parse, whole);
  if (blamed === undefined) return whole;
  const { start, end } = token;
  report(parse, [{ code: 'unfinished-tag', message: "The end '%}' is missing.", start, end, token: blamed, name }]);
  const frame = innermost(parse);
  if (frame !== undefined && continues(frame, name)) {
    readNext(parse, frame, { ...startReading(source, token, state, undefined), errors: [] }, token, true);
    return undefined;
  }
  const reading = readAside(parse, token);
  openTag(parse, reading, token, blockOf(reading), { tentative: true, silent: false });
  return undefined;
}

/** Reads a tag without effect on those that follow it. */
function readAside(parse: Parse, token: Token) {
  const { scope } = parse.state;
  const state = newState(copyScope(scope), parse.state.name);
  for (const name of parse.state.cycles) state.cycles.add(name);
  for (const [name, range] of parse.state.blocks) state.blocks.set(name, range);
  state.anyCycle = parse.state.anyCycle;
  const reading = startReading(parse.source, token, state, scope.tags.get(tagName(parse.source, token)));
  readTag(reading);
  reading.arguments.sort((a, b) => a.start - b.start);
  return reading;
}

/** The token that Django's error names when it reads the tag; undefined where Django accepts the tag, or may. */
function refusalOf(parse: Parse, whole: Token): Range | undefined {
  const { source, state } = parse;
  const name = tagName(source, whole);
  const own = { start: whole.start, end: whole.end };
  const frame = innermost(parse);
  if (frame?.block.content === 'message')
    return { start: frame.node.opening.token.start, end: frame.node.opening.token.end };
  if (frame !== undefined && continues(frame, name)) {
    const reading = startReading(source, whole, state, undefined);
    frame.grammar?.next?.(reading, frame.reading);
    return reading.errors[0]?.token;
  }
  if (!state.scope.tags.has(name)) return isUnknown(state.scope, name) ? own : undefined;
  return readAside(parse, whole).errors[0]?.token;
}
