import { addValue, addWord, fail, plainWords, type Reading, takeAssignments } from '../reading';
import { resolveTemplateName } from '../relativeName';
import type { Word } from '../words';
import { closeNamed } from './defaulttags';
import { blockUntil, type Grammar } from './grammar';

/** The tags of `django.template.loader_tags`, by the name of their function. */
export const loaderTags: Readonly<Record<string, Grammar>> = {
  do_block: {
    isBound: true,
    read: readBlock,
    block: blockUntil('endblock'),
    next: closeNamed,
    expects: (before) => ({ role: before.length === 0 ? 'block' : 'word' }),
  },
  do_extends: {
    isBound: true,
    read(reading) {
      const { words } = reading;
      if (words.length > 0) addValue(reading, words[0], 'template');
      if (words.length !== 1) fail(reading, `'${reading.name.text}' takes one argument: the template to extend.`);
      else checkRelative(reading, words[0], 'extends');
    },
    expects: (before) => ({ role: before.length === 0 ? 'template' : 'word' }),
  },
  do_include: {
    isBound: true,
    read: readInclude,
    expects(before) {
      if (before.length === 0) return { role: 'template' };
      const words = ['with', 'only'].filter((word) => !before.slice(1).includes(word));
      return before.slice(1).includes('with') ? { role: 'value', words, isNamed: true } : { role: 'word', words };
    },
  },
};

function readBlock(reading: Reading) {
  const words = plainWords(reading);
  const { blocks } = reading.state;
  addWord(reading, words[0], 'block');
  if (words.length !== 1) return fail(reading, `'${reading.name.text}' takes one argument: the name of the block.`);
  const [name] = words;
  if (!blocks.has(name.text)) blocks.set(name.text, name);
  else
    fail(reading, `There is already a block '${name.text}' in this template.`, name, 'duplicate-block', {
      name: name.text,
    });
}

function readInclude(reading: Reading) {
  const [template, ...queue] = reading.words;
  if (template === undefined) return fail(reading, `'${reading.name.text}' needs the name of a template.`);
  addValue(reading, template, 'template');
  const seen = new Set<string>();
  while (queue.length > 0) {
    const option = queue.shift()!;
    if (option.text !== 'with' && option.text !== 'only') {
      const hint = /^\w+=/.test(option.text) && !seen.has('with') ? " Variables follow the word 'with'." : '';
      return fail(
        reading,
        `Behind the template only 'with' and 'only' can follow, not '${option.text}'.${hint}`,
        option,
      );
    }
    addWord(reading, option);
    if (seen.has(option.text)) return fail(reading, `'${option.text}' is given twice.`, option);
    seen.add(option.text);
    if (option.text === 'only') continue;
    if (takeAssignments(reading, queue, false).length === 0) {
      return fail(reading, "Behind 'with' comes at least one assignment, as in 'name=value'.", queue[0] ?? option);
    }
  }
  checkRelative(reading, template, 'include');
}

/** django.template.loader_tags.construct_relative_path */
function checkRelative(reading: Reading, word: Word, by: 'extends' | 'include') {
  const from = reading.state.name;
  const written = word.text.replace(/^['"]+|['"]+$/g, '');
  if (from === undefined || !/^\.\.?\//.test(written)) return;
  if (from === null) return fail(reading, `'${written}' is relative to a template that has no name.`, word);
  const resolved = resolveTemplateName(from, written, by);
  if ('name' in resolved) return;
  const why = {
    outside: `'${written}' leads out of the folder of templates that '${from}' is in.`,
    itself: `'${written}' is this template itself, which it cannot extend.`,
  };
  fail(reading, why[resolved.problem], word);
}
