import { addValue, addWord, fail, type Reading } from '../reading';
import type { Word } from '../words';

const INFIX = new Set(['or', 'and', 'in', 'not in', 'is', 'is not', '==', '!=', '>', '>=', '<', '<=']);

/** The words that Django's `{% if %}` takes for operators. */
export const CONDITION_WORDS: readonly string[] = ['and', 'or', 'not', 'in', 'is', '==', '!=', '>', '>=', '<', '<='];

/**
 * Reads the condition of `{% if %}` and `{% elif %}`. `django.template.smartif.IfParser` accepts exactly what alternates
 * between values, each with any number of `not` before it, and infix operators: precedence refuses nothing.
 */
export function readCondition(reading: Reading) {
  const { words } = reading;
  let expectsValue = true;
  let failed = false;
  const refuse = (word: Word, message: string) => {
    if (!failed) fail(reading, message, word);
    failed = true;
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const pair = `${word.text} ${words[i + 1]?.text}`;
    const operator = pair === 'is not' || pair === 'not in' ? pair : word.text;
    if (operator === pair) addWord(reading, words[i++]);
    if (operator === 'not') {
      addWord(reading, word);
      if (!expectsValue) refuse(word, "'not' cannot stand between two values; 'and not' or 'or not' can.");
    } else if (INFIX.has(operator)) {
      addWord(reading, words[i]);
      if (expectsValue) refuse(word, `There is no value before '${operator}'.`);
      expectsValue = true;
    } else {
      const wrong = addValue(reading, word).errors.length > 0;
      failed ||= wrong;
      if (!expectsValue) refuse(word, `'${word.text}' follows a value: an operator is missing between them.`);
      expectsValue = false;
    }
  }
  if (!expectsValue || failed) return;
  const last = words[words.length - 1];
  fail(reading, last === undefined ? 'The condition is missing.' : `There is no value after '${last.text}'.`, last);
}
