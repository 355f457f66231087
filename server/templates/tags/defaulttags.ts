import {
  addValue,
  addWord,
  checkedExpression,
  fail,
  keywordOf,
  plainWords,
  quoteList,
  type Reading,
  takeAssignments,
  takeTarget,
} from '../reading';
import { addLibrary, addName } from '../scope';
import type { Word } from '../words';
import { CONDITION_WORDS, readCondition } from './condition';
import { blockUntil, type Grammar } from './grammar';

const TEMPLATE_TAGS = [
  'openblock',
  'closeblock',
  'openvariable',
  'closevariable',
  'openbrace',
  'closebrace',
  'opencomment',
  'closecomment',
];

/** The tags of `django.template.defaulttags`, by the name of their function. Simple tags follow their signature. */
export const defaultTags: Readonly<Record<string, Grammar>> = {
  autoescape: {
    read(reading) {
      const words = plainWords(reading);
      for (const word of words) addWord(reading, word);
      if (words.length !== 1) fail(reading, "'autoescape' takes one argument: 'on' or 'off'.");
      else if (!['on', 'off'].includes(words[0].text)) fail(reading, "'autoescape' takes 'on' or 'off'.", words[0]);
    },
    block: blockUntil('endautoescape'),
    expects: (before) => ({ role: 'word', words: before.length === 0 ? ['on', 'off'] : [] }),
  },
  comment: {
    read: (reading) => addText(reading),
    block: { ...blockUntil('endcomment'), content: 'raw' },
    expects: () => ({ role: 'text' }),
  },
  cycle: { isBound: true, read: readCycle, expects: () => ({ role: 'value', words: ['as'] }) },
  csrf_token: { read() {}, expects: () => ({ role: 'word' }) },
  debug: { read() {}, expects: () => ({ role: 'word' }) },
  do_filter: { read: readFilter, block: blockUntil('endfilter'), expects: () => ({ role: 'filters' }) },
  firstof: {
    read(reading) {
      if (reading.words.length === 0) fail(reading, `'${reading.name.text}' needs at least one value.`);
      for (const word of takeTarget(reading, reading.words)) addValue(reading, word);
    },
    expects: (before) => afterAs(before) ?? { role: 'value', words: before.length > 0 ? ['as'] : [] },
  },
  do_for: {
    read: readFor,
    block: { branches: ['empty'], ends: ['endfor'], after: { empty: [] } },
    next: (reading) => (contentsOf(reading) === 'empty' ? 'goes on' : 'ends'),
    expects(before) {
      const at = before.indexOf('in');
      if (at === -1) return { role: 'target', words: before.length > 0 ? ['in'] : [] };
      return at === before.length - 1 ? { role: 'value' } : { role: 'word', words: ['reversed'] };
    },
  },
  do_if: {
    read: readCondition,
    block: { branches: ['elif', 'else'], ends: ['endif'], after: { else: [] } },
    next: readIfBranch,
    expects: () => ({ role: 'value', words: CONDITION_WORDS }),
  },
  ifchanged: {
    read: readValues,
    block: { branches: ['else'], ends: ['endifchanged'], after: { else: [] } },
    next: (reading) => (contentsOf(reading) === 'else' ? 'goes on' : 'ends'),
  },
  load: {
    isBound: true,
    read: readLoad,
    expects: (before) => ({ role: 'library', words: before.length > 0 && !before.includes('from') ? ['from'] : [] }),
  },
  lorem: { read: readLorem, expects: () => ({ role: 'value', words: ['w', 'p', 'b', 'random'] }) },
  now: {
    read(reading) {
      const { words } = reading;
      const rest = words.length === 3 ? takeTarget(reading, words) : words;
      addWord(reading, rest[0], 'text');
      if (rest.length !== 1) fail(reading, `'${reading.name.text}' takes one argument: a date format in quotes.`);
    },
    expects: (before) => afterAs(before) ?? (before.length === 0 ? { role: 'text' } : { role: 'word', words: ['as'] }),
  },
  partialdef_func: {
    isBound: true,
    read: readPartialDef,
    block: blockUntil('endpartialdef'),
    next: (reading, opening) => closeNamed(reading, opening),
    closed(opening) {
      const name = opening.words[0];
      if (name === undefined) return;
      const { partials } = opening.state;
      if (!partials.has(name.text)) partials.set(name.text, name);
      else
        fail(opening, `There is already a partial '${name.text}' in this template.`, name, 'duplicate-partial', {
          name: name.text,
        });
    },
    expects: (before) =>
      before.length === 0 ? { role: 'text' } : { role: 'word', words: before.length === 1 ? ['inline'] : [] },
  },
  partial_func: {
    read(reading) {
      addWord(reading, reading.words[0], 'partial');
      if (reading.words.length !== 1) fail(reading, "'partial' takes one argument: the name of a partial.");
    },
    expects: (before) => ({ role: before.length === 0 ? 'partial' : 'word' }),
  },
  regroup: {
    read: readRegroup,
    expects(before) {
      const words = before.length === 1 ? ['by'] : before.length === 3 ? ['as'] : [];
      return { role: words.length > 0 ? 'word' : before.length === 4 ? 'target' : 'value', words };
    },
  },
  resetcycle: {
    isBound: true,
    read(reading) {
      const { words, state } = reading;
      addWord(reading, words[0], 'text');
      if (words.length > 1) fail(reading, `'${reading.name.text}' takes at most one argument: the name of a cycle.`);
      else if (words.length === 1 && !state.cycles.has(words[0].text)) unknownCycle(reading, words[0]);
      else if (words.length === 0 && !state.anyCycle) fail(reading, 'There is no cycle before this tag to reset.');
    },
    expects: () => ({ role: 'text' }),
  },
  spaceless: { read() {}, block: blockUntil('endspaceless'), expects: () => ({ role: 'word' }) },
  templatetag: {
    read(reading) {
      const words = plainWords(reading);
      for (const word of words) addWord(reading, word);
      if (words.length !== 1) fail(reading, "'templatetag' takes one argument.");
      else if (!TEMPLATE_TAGS.includes(words[0].text))
        fail(reading, `'templatetag' takes ${quoteList(TEMPLATE_TAGS)}.`, words[0]);
    },
    expects: (before) => ({ role: 'word', words: before.length === 0 ? TEMPLATE_TAGS : [] }),
  },
  url: {
    read: readUrl,
    expects: (before) =>
      before.length === 0 ? { role: 'route' } : (afterAs(before) ?? { role: 'value', words: ['as'] }),
  },
  verbatim: {
    read: (reading) => addText(reading),
    block: blockUntil('endverbatim'),
    expects: () => ({ role: 'text' }),
  },
  widthratio: {
    read: readWidthRatio,
    expects: (before) => afterAs(before) ?? (before.length === 3 ? { role: 'word', words: ['as'] } : { role: 'value' }),
  },
  do_with: {
    read(reading) {
      const queue = [...reading.words];
      const names = takeAssignments(reading, queue, true);
      if (names.length === 0)
        fail(reading, `'${reading.name.text}' needs at least one assignment, as in 'name=value'.`);
      else if (queue.length > 0)
        fail(reading, `'${queue[0].text}' is not an assignment, as in 'name=value'.`, queue[0]);
    },
    block: blockUntil('endwith'),
  },
};

/** A tag that closes a block and may repeat its name, and nothing else, one space behind its own name. */
export function closeNamed(reading: Reading, opening: Reading): 'ends' {
  const name = plainWords(opening)[0];
  const contents = contentsOf(reading);
  const end = reading.name.text;
  const word = plainWords(reading)[0];
  addWord(reading, word, 'block');
  if (name !== undefined && contents !== end && contents !== `${end} ${name.text}`) {
    const open = { name: opening.name.text, start: opening.token.start, end: opening.token.end };
    fail(
      reading,
      `Here '${name.text}' must be closed: with '${end}' or '${end} ${name.text}'.`,
      word,
      'mismatched-tag',
      { name: end, open },
    );
  }
  return 'ends';
}

/** What may follow when the last word is `as`, or when a target is complete; undefined before. */
export function afterAs(before: readonly string[]): { role: 'target' | 'word' } | undefined {
  if (before[before.length - 1] === 'as') return { role: 'target' };
  return before.length > 2 && before[before.length - 2] === 'as' ? { role: 'word' } : undefined;
}

function contentsOf(reading: Reading): string {
  return reading.source.slice(reading.contents.start, reading.contents.end);
}

function addText(reading: Reading): void {
  for (const word of plainWords(reading)) addWord(reading, word, 'text');
}

function readValues(reading: Reading) {
  for (const word of reading.words) addValue(reading, word);
}

function readCycle(reading: Reading) {
  const { words, state } = reading;
  if (words.length === 0) return fail(reading, "'cycle' needs at least two values, or the name of a cycle.");
  if (words.length === 1) {
    addWord(reading, words[0], 'text');
    if (!state.cycles.has(words[0].text)) unknownCycle(reading, words[0]);
    return;
  }
  let values: readonly Word[] = words;
  if (words.length > 3 && words[words.length - 3].text === 'as') {
    const flag = words[words.length - 1];
    if (flag.text !== 'silent')
      return fail(reading, `After the cycle's name only 'silent' can follow, not '${flag.text}'.`, flag);
    values = takeTarget(reading, words.slice(0, -1));
    addWord(reading, flag);
  } else if (words.length > 3) {
    values = takeTarget(reading, words);
  }
  for (const word of values) addValue(reading, word);
  for (const argument of reading.arguments) {
    if (argument.role === 'target') state.cycles.add(reading.source.slice(argument.start, argument.end));
  }
  state.anyCycle = true;
}

function unknownCycle(reading: Reading, name: Word): void {
  fail(reading, `There is no cycle named '${name.text}' before this tag.`, name, 'invalid-arguments', {
    name: name.text,
  });
}

function readFilter(reading: Reading) {
  const range = { start: plainWords(reading)[0]?.start ?? reading.contents.end, end: reading.contents.end };
  if (range.start === range.end) return fail(reading, `'${reading.name.text}' needs at least one filter.`);
  const expression = checkedExpression(reading, range, { value: false });
  reading.arguments.push({ role: 'filters', ...range, expression });
  for (const { name } of expression.filters) {
    if (name.text !== 'escape' && name.text !== 'safe') continue;
    fail(reading, `'${name.text}' cannot be used here; 'autoescape' does it for a block.`, name, 'invalid-arguments', {
      name: name.text,
    });
  }
}

function readFor(reading: Reading) {
  const { words, source } = reading;
  const reversed = words[words.length - 1]?.text === 'reversed';
  const at = words.length - (reversed ? 3 : 2);
  if (words.length < 3 || words[at]?.text !== 'in') {
    fail(reading, `'${reading.name.text}' is written as 'for item in list'.`);
    return;
  }
  addWord(reading, words[at]);
  if (reversed) addWord(reading, words[words.length - 1]);
  addValue(reading, words[at + 1]);
  if (at === 0) return fail(reading, 'The loop variable is missing.', words[0]);
  const end = words[at - 1].end;
  let start = words[0].start;
  for (const piece of source.slice(start, end).split(',')) {
    const text = piece.trim();
    const from = start + piece.indexOf(text);
    const name = { start: from, end: from + text.length, text };
    start += piece.length + 1;
    if (text === '') fail(reading, 'Between two commas a loop variable is missing.', { start: words[0].start, end });
    else if (/[\s"'|]/.test(text))
      fail(reading, `'${text}' cannot be a loop variable. Several are separated by commas.`, name);
    else addWord(reading, name, 'target');
  }
}

/** Django reports what is wrong in a branch at the opening tag. */
function readIfBranch(branch: Reading, opening: Reading): 'goes on' | 'ends' {
  const reading = { ...branch, token: opening.token };
  const name = reading.name.text;
  if (name === 'elif') readCondition(reading);
  else if (contentsOf(reading) !== name) {
    const rest = { start: plainWords(reading)[0].start, end: reading.contents.end };
    const hint =
      name === 'else' && plainWords(reading)[0].text === 'if' ? " Another condition is written as 'elif'." : '';
    fail(reading, `Nothing can follow '${name}'.${hint}`, rest);
  }
  return name === 'endif' ? 'ends' : 'goes on';
}

function readLoad(reading: Reading) {
  const { scope } = reading.state;
  scope.loaded += `${contentsOf(reading)}\n`;
  const words = plainWords(reading);
  const from = words.length >= 3 && words[words.length - 2].text === 'from';
  const last = words[words.length - 1];
  if (words.length > 1 && last.text === 'from' && !scope.knowledge.libraries.has('from')) {
    for (const word of words.slice(0, -1)) scope.possible.add(word.text);
    addWord(reading, last);
    return fail(reading, "Behind 'from' the library is missing.", last);
  }
  const names = from ? words.slice(-1) : words;
  for (const word of names) {
    addWord(reading, word, 'library');
    const library = scope.knowledge.libraries.get(word.text);
    if (library === undefined && scope.knowledge.certain) {
      fail(reading, `There is no tag library '${word.text}'.`, word, 'unknown-library', { name: word.text });
    }
    if (!from) addLibrary(scope, library);
  }
  if (!from) return;
  const library = scope.knowledge.libraries.get(names[0].text);
  addWord(reading, words[words.length - 2]);
  for (const word of words.slice(0, -2)) {
    addWord(reading, word, 'import');
    if (addName(scope, library, word.text)) continue;
    const message = `The library '${names[0].text}' has no tag or filter '${word.text}'.`;
    fail(reading, message, word, 'unknown-import', { name: word.text, library: names[0].text });
  }
}

function readLorem(reading: Reading) {
  const words = [reading.name, ...reading.words];
  if (words[words.length - 1].text === 'random') addWord(reading, words.pop());
  if (['w', 'p', 'b'].includes(words[words.length - 1]?.text)) addWord(reading, words.pop());
  const count = words.length > 1 ? words.pop() : undefined;
  if (count !== undefined) addValue(reading, count);
  if (words.length !== 1) fail(reading, "'lorem' is written as 'lorem [count] [w|p|b] [random]'.");
}

function readPartialDef(reading: Reading) {
  const { words } = reading;
  addWord(reading, words[0], 'text');
  addWord(reading, words[1]);
  if (words.length === 0) fail(reading, "'partialdef' needs the name of the partial.");
  else if (words.length > 2) fail(reading, "'partialdef' takes a name and, at most, 'inline'.");
  else if (words.length === 2 && words[1].text !== 'inline')
    fail(reading, "Behind the partial's name only 'inline' can follow.", words[1]);
}

function readRegroup(reading: Reading) {
  const { words } = reading;
  if (words.length !== 5) return fail(reading, "'regroup' is written as 'regroup list by attribute as name'.");
  const [list, by, attribute, as, name] = words;
  addValue(reading, list);
  addWord(reading, by);
  addWord(reading, as);
  addWord(reading, name, 'target');
  if (by.text !== 'by') fail(reading, "Behind the list 'by' must follow.", by);
  if (as.text !== 'as') fail(reading, "Behind the attribute 'as' must follow.", as);
  const kind = addValue(reading, attribute).value?.kind;
  if (kind === 'string') fail(reading, 'The attribute is written without quotes.', attribute);
  if (!/^(?!_)[\p{L}\p{N}_.]+$/u.test(name.text))
    fail(reading, `'${name.text}' cannot be the name of a variable.`, name);
}

function readUrl(reading: Reading) {
  const { words } = reading;
  if (words.length === 0) return fail(reading, `'${reading.name.text}' needs the name of a route.`);
  addValue(reading, words[0], 'route');
  for (const word of takeTarget(reading, words.slice(1))) {
    const pair = keywordOf(word);
    addValue(reading, pair?.value ?? word, 'value', pair?.keyword);
  }
}

function readWidthRatio(reading: Reading) {
  const { words } = reading;
  if (words.length !== 3 && words.length !== 5) {
    return fail(reading, "'widthratio' is written as 'widthratio value maximum width [as name]'.");
  }
  for (const word of words.slice(0, 3)) addValue(reading, word);
  addWord(reading, words[3]);
  addWord(reading, words[4], 'target');
  if (words.length === 5 && words[3].text !== 'as') fail(reading, "Behind the width only 'as' can follow.", words[3]);
}
