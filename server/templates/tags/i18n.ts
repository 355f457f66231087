import { addValue, addWord, fail, plainWords, type Reading, takeAssignments } from '../reading';
import type { Word } from '../words';
import { type Block, blockUntil, type Expectation, type Grammar } from './grammar';

/** The tags of `django.templatetags.i18n`, by the name of their function. */
export const i18nTags: Readonly<Record<string, Grammar>> = {
  do_get_available_languages: { read: readAsName, expects: expectAsName },
  do_get_current_language: { read: readAsName, expects: expectAsName },
  do_get_current_language_bidi: { read: readAsName, expects: expectAsName },
  do_get_language_info: { read: readForAsName, expects: expectForAsName },
  do_get_language_info_list: { read: readForAsName, expects: expectForAsName },
  do_translate: {
    read: readTranslate,
    expects(before) {
      if (before.length === 0 || before[before.length - 1] === 'context') return { role: 'value' };
      if (before[before.length - 1] === 'as') return { role: 'target' };
      return { role: 'word', words: ['noop', 'context', 'as'].filter((word) => !before.includes(word)) };
    },
  },
  do_block_translate: {
    read: readBlockTranslate,
    block: messageBlock,
    expects(before) {
      const words = ['with', 'count', 'context', 'trimmed', 'asvar'].filter((word) => !before.includes(word));
      if (before[before.length - 1] === 'asvar') return { role: 'target' };
      if (before[before.length - 1] === 'context') return { role: 'value' };
      return { role: before.includes('with') || before.includes('count') ? 'value' : 'word', words };
    },
  },
  language: {
    read(reading) {
      if (reading.words.length > 0) addValue(reading, reading.words[0]);
      if (reading.words.length !== 1) fail(reading, `'${reading.name.text}' takes one argument: a language.`);
    },
    block: blockUntil('endlanguage'),
  },
};

/** Reads what is written as `tag as name`. */
export function readAsName(reading: Reading) {
  const words = plainWords(reading);
  addWord(reading, words[0]);
  addWord(reading, words[1], 'target');
  if (words.length !== 2 || words[0].text !== 'as') {
    fail(reading, `'${reading.name.text}' is written as '${reading.name.text} as name'.`);
  }
}

/** What follows in `tag as name`. */
export function expectAsName(before: readonly string[]): Expectation {
  return before.length === 1 ? { role: 'target' } : { role: 'word', words: before.length === 0 ? ['as'] : [] };
}

function expectForAsName(before: readonly string[]): Expectation {
  if (before.length === 1) return { role: 'value' };
  if (before.length === 3) return { role: 'target' };
  return { role: 'word', words: before.length === 0 ? ['for'] : before.length === 2 ? ['as'] : [] };
}

function readForAsName(reading: Reading) {
  const { words } = reading;
  addWord(reading, words[0]);
  if (words.length > 1) addValue(reading, words[1]);
  addWord(reading, words[2]);
  addWord(reading, words[3], 'target');
  if (words.length !== 4 || words[0].text !== 'for' || words[2].text !== 'as') {
    fail(reading, `'${reading.name.text}' is written as '${reading.name.text} for value as name'.`);
  }
}

function readTranslate(reading: Reading) {
  const tag = reading.name.text;
  const [message, ...queue] = reading.words;
  if (message === undefined) return fail(reading, `'${tag}' needs a text to translate.`);
  addValue(reading, message);
  const seen = new Set<string>();
  while (queue.length > 0) {
    const option = queue.shift()!;
    if (!['noop', 'context', 'as'].includes(option.text)) {
      return fail(reading, `Behind the text only 'noop', 'context' and 'as' can follow, not '${option.text}'.`, option);
    }
    addWord(reading, option);
    if (seen.has(option.text)) return fail(reading, `'${option.text}' is given twice.`, option);
    seen.add(option.text);
    if (option.text === 'noop') continue;
    const value = queue.shift();
    if (value === undefined) return fail(reading, `Behind '${option.text}' an argument is missing.`, option);
    if (option.text === 'as') addWord(reading, value, 'target');
    else if (value.text === 'as' || value.text === 'noop')
      return fail(reading, "Behind 'context' its text is missing.", value);
    else addValue(reading, value);
  }
}

function readBlockTranslate(reading: Reading) {
  const queue = [...reading.words];
  const seen = new Set<string>();
  while (queue.length > 0) {
    const option = queue.shift()!;
    if (seen.has(option.text)) return fail(reading, `'${option.text}' is given twice.`, option);
    seen.add(option.text);
    const problem = readOption(reading, option, queue);
    if (problem !== undefined) return fail(reading, problem, option);
  }
}

function readOption(reading: Reading, option: Word, queue: Word[]): string | undefined {
  if (!['with', 'count', 'context', 'trimmed', 'asvar'].includes(option.text)) {
    return `'${option.text}' is no option of '${reading.name.text}': there are 'with', 'count', 'context', 'trimmed' and 'asvar'.`;
  }
  addWord(reading, option);
  if (option.text === 'trimmed') return undefined;
  if (option.text === 'with' || option.text === 'count') {
    const names = new Set(takeAssignments(reading, queue, true).map((name) => name.text));
    if (option.text === 'with')
      return names.size === 0 ? "Behind 'with' comes at least one assignment, as in 'name=value'." : undefined;
    return names.size === 1 ? undefined : "Behind 'count' comes exactly one assignment, as in 'counter=list|length'.";
  }
  const value = queue.shift();
  if (value === undefined) return `Behind '${option.text}' an argument is missing.`;
  if (option.text === 'asvar') addWord(reading, value, 'target');
  else addValue(reading, value);
  return undefined;
}

function messageBlock(name: string, reading?: Reading): Block {
  const ends = [`end${name}`];
  const counts = reading?.arguments.some(
    ({ role, start, end }) => role === 'word' && reading.source.slice(start, end) === 'count',
  );
  if (counts === false) return { branches: [], ends, content: 'message' };
  return { branches: ['plural'], ends, after: { plural: [] }, content: 'message' };
}
