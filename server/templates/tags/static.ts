import { addValue, addWord, fail, plainWords, type Reading } from '../reading';
import { afterAs } from './defaulttags';
import type { Grammar } from './grammar';
import { expectAsName } from './i18n';

/** The tags of `django.templatetags.static`, by the name of their function. */
export const staticTags: Readonly<Record<string, Grammar>> = {
  get_static_prefix: { read: readPrefix, expects: expectAsName },
  get_media_prefix: { read: readPrefix, expects: expectAsName },
  do_static: {
    read: readStatic,
    expects: (before) =>
      before.length === 0 ? { role: 'static' } : (afterAs(before) ?? { role: 'word', words: ['as'] }),
  },
};

function readPrefix(reading: Reading) {
  const words = plainWords(reading);
  addWord(reading, words[0]);
  addWord(reading, words[1], 'target');
  if (words.length > 0 && words[0].text !== 'as')
    fail(reading, `Behind '${reading.name.text}' only 'as' can follow.`, words[0]);
  else if (words.length === 1) fail(reading, "Behind 'as' the name of a variable is missing.", words[0]);
}

/** Django takes the fourth word for the variable when the word before the last is `as`, and ignores other words. */
function readStatic(reading: Reading) {
  const { words } = reading;
  if (words.length === 0) return fail(reading, `'${reading.name.text}' needs the path of a file.`);
  addValue(reading, words[0], 'static');
  if (words.length < 2 || words[words.length - 2].text !== 'as') return;
  if (words.length < 3) return fail(reading, 'The path of the file is missing.', words[0]);
  addWord(reading, words[words.length - 2]);
  addWord(reading, words[2], 'target');
}
