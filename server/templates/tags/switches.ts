import { addValue, addWord, fail, type Reading } from '../reading';
import { blockUntil, type Grammar } from './grammar';
import { expectAsName, readAsName } from './i18n';

/** The tags of `django.templatetags.l10n`, by the name of their function. */
export const l10nTags: Readonly<Record<string, Grammar>> = { localize_tag: switchUntil('endlocalize') };

/** The tags of `django.templatetags.tz`, by the name of their function. */
export const tzTags: Readonly<Record<string, Grammar>> = {
  localtime_tag: switchUntil('endlocaltime'),
  timezone_tag: {
    read(reading) {
      if (reading.words.length > 0) addValue(reading, reading.words[0]);
      if (reading.words.length !== 1) fail(reading, `'${reading.name.text}' takes one argument: a time zone.`);
    },
    block: blockUntil('endtimezone'),
  },
  get_current_timezone_tag: { read: readAsName, expects: expectAsName },
};

/** A block that takes `on`, `off` or nothing. */
function switchUntil(end: string): Grammar {
  return {
    read(reading: Reading) {
      const { words } = reading;
      for (const word of words) addWord(reading, word);
      if (words.length > 1 || (words.length === 1 && !['on', 'off'].includes(words[0].text))) {
        fail(reading, `'${reading.name.text}' takes 'on' or 'off'.`, words[0]);
      }
    },
    block: blockUntil(end),
    expects: (before) => ({ role: 'word', words: before.length === 0 ? ['on', 'off'] : [] }),
  };
}
