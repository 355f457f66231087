import { addValue, addWord, fail } from '../reading';
import { blockUntil, type Grammar } from './grammar';

/** The tags of `django.templatetags.cache`, by the name of their function. */
export const cacheTags: Readonly<Record<string, Grammar>> = {
  do_cache: {
    read(reading) {
      const { words } = reading;
      if (words.length > 0) addValue(reading, words[0]);
      addWord(reading, words[1], 'text');
      if (words.length < 2) return fail(reading, "'cache' needs a time in seconds and a name for the fragment.");
      const last = words[words.length - 1];
      const using = words.length > 2 && last.text.startsWith('using=');
      for (const word of words.slice(2, using ? -1 : undefined)) addValue(reading, word);
      if (!using) return;
      const equals = last.start + 'using'.length;
      addValue(reading, { start: equals + 1, end: last.end }, 'value', {
        start: last.start,
        end: equals,
        text: 'using',
      });
    },
    block: blockUntil('endcache'),
    expects: (before) =>
      before.length === 1 ? { role: 'text' } : { role: 'value', words: before.length > 1 ? ['using='] : [] },
  },
};
