import { addWord, fail, plainWords, type Reading } from '../reading';
import type { Expectation, Grammar } from './grammar';

/** The tags of `django.contrib.flatpages.templatetags.flatpages`, by the name of their function. */
export const flatpagesTags: Readonly<Record<string, Grammar>> = {
  get_flatpages: { read: readFlatpages, expects: (before) => expectAfter(before, ['for', 'as']) },
};

/** The tags of `django.contrib.admin.templatetags.log`, by the name of their function. */
export const adminLogTags: Readonly<Record<string, Grammar>> = {
  get_admin_log: {
    read: readAdminLog,
    expects: (before) => expectAfter(before, before.length === 1 ? ['as'] : before.length === 3 ? ['for_user'] : []),
  },
};

function expectAfter(before: readonly string[], words: readonly string[]): Expectation {
  return before[before.length - 1] === 'as' ? { role: 'target' } : { role: 'value', words };
}

/** Django counts the words from the end: `['prefix'] [for user] as name`. */
function readFlatpages(reading: Reading) {
  const { words } = reading;
  const tag = reading.name.text;
  const prefix = words.length % 2 === 1 ? 1 : 0;
  if (prefix === 1) addWord(reading, words[0], 'value');
  if (words.length - prefix === 4) {
    addWord(reading, words[prefix]);
    addWord(reading, words[prefix + 1], 'value');
  }
  addWord(reading, words[words.length - 2]);
  addWord(reading, words[words.length - 1], 'target');
  const as = words[words.length - 2]?.text === 'as';
  const user = words.length < 4 || words[words.length - 4].text === 'for';
  if (words.length < 2 || words.length > 5 || !as || !user) {
    fail(reading, `'${tag}' is written as '${tag} [prefix] [for user] as name'.`);
  }
}

function readAdminLog(reading: Reading) {
  const words = plainWords(reading);
  const roles = ['value', 'word', 'target', 'word', 'value'] as const;
  for (const [i, role] of roles.entries()) addWord(reading, words[i], role);
  const [limit, as, , user] = words;
  if (words.length < 3) fail(reading, "'get_admin_log' is written as 'get_admin_log limit as name [for_user user]'.");
  else if (!/^\p{Nd}+$/u.test(limit.text)) fail(reading, 'The limit must be a number.', limit);
  else if (as.text !== 'as') fail(reading, "Behind the limit 'as' must follow.", as);
  else if (user !== undefined && user.text !== 'for_user')
    fail(reading, "Behind the name only 'for_user' can follow.", user);
}
