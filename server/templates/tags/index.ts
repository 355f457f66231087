import type { Tag } from '../library';
import { addValue, addWord, fail, keywordOf, type Reading } from '../reading';
import { cacheTags } from './cache';
import { adminLogTags, flatpagesTags } from './contrib';
import { defaultTags } from './defaulttags';
import { type Block, blockUntil, type Expectation, type Grammar } from './grammar';
import { i18nTags } from './i18n';
import { loaderTags } from './loaderTags';
import { readBySignature } from './signature';
import { staticTags } from './static';
import { l10nTags, tzTags } from './switches';

const MODULES: Readonly<Record<string, Readonly<Record<string, Grammar>>>> = {
  'django.template.defaulttags': defaultTags,
  'django.template.loader_tags': loaderTags,
  'django.templatetags.i18n': i18nTags,
  'django.templatetags.l10n': l10nTags,
  'django.templatetags.tz': tzTags,
  'django.templatetags.cache': cacheTags,
  'django.templatetags.static': staticTags,
  'django.contrib.flatpages.templatetags.flatpages': flatpagesTags,
  'django.contrib.admin.templatetags.log': adminLogTags,
};

const GRAMMARS: ReadonlyMap<string, Grammar> = new Map(
  Object.entries(MODULES).flatMap(([module, tags]) =>
    Object.entries(tags).map(([name, grammar]): [string, Grammar] => [`${module}.${name}`, grammar]),
  ),
);

/** The grammar of a tag that Django itself defines, by the function it is registered with; else undefined. */
export function grammarOf(tag: Tag | undefined): Grammar | undefined {
  return tag?.kind === 'compiled' ? GRAMMARS.get(tag.function) : undefined;
}

/** The dotted paths of the functions that have a grammar. */
export function grammarFunctions(): Iterable<string> {
  return GRAMMARS.keys();
}

/**
 * Reads the arguments of a tag of any kind. Nothing is reported of what others' compile functions take, nor where the
 * name may stand for another tag than the known one.
 */
export function readTag(reading: Reading): void {
  const { tag, errors, state } = reading;
  const grammar = grammarOf(tag);
  const before = errors.length;
  if (grammar !== undefined) grammar.read(reading);
  else if (tag?.refuses !== undefined) {
    const message = `The tag '${reading.name.text}' always fails: ${tag.refuses}`;
    fail(reading, message, reading.name, 'broken-tag', { name: tag.name });
  } else if (tag !== undefined && tag.kind !== 'compiled') {
    readBySignature(reading, tag.signature, tag.kind !== 'inclusion');
  } else readFreely(reading);
  if (tag !== undefined && state.scope.doubtful.has(tag)) errors.length = before;
}

/** The block that a tag opens, once its arguments are read. Undefined where it opens none, or where that is not known. */
export function blockOf(reading: Reading): Block | undefined {
  return blockFor(reading.tag, reading.name.text, reading);
}

/** The block of a tag, whatever its arguments: all tags that can continue or close it. */
export function widestBlock(tag: Tag, name: string): Block | undefined {
  return blockFor(tag, name);
}

function blockFor(tag: Tag | undefined, name: string, reading?: Reading): Block | undefined {
  const grammar = grammarOf(tag);
  if (grammar !== undefined) return typeof grammar.block === 'function' ? grammar.block(name, reading) : grammar.block;
  if (tag?.kind === 'simple_block' && tag.block === undefined) return blockUntil(`end${tag.name}`);
  if (tag?.block === undefined || tag.block.ends.length === 0) return undefined;
  if (tag.selfCloses && reading?.source[reading.contents.end - 1] === '/') return undefined;
  return { branches: tag.block.branches, ends: tag.block.ends, content: tag.block.raw ? 'raw' : undefined };
}

/** What can be written as the next argument of a tag. */
export function expectationOf(tag: Tag | undefined, before: readonly string[]): Expectation {
  const grammar = grammarOf(tag);
  if (grammar !== undefined) return grammar.expects?.(before) ?? { role: 'value' };
  return { role: before[before.length - 1] === 'as' ? 'target' : 'value', words: ['as'] };
}

function readFreely(reading: Reading) {
  const { words } = reading;
  const errors = reading.errors.length;
  for (const [i, word] of words.entries()) {
    const pair = keywordOf(word);
    if (word.text === 'as' && i === words.length - 2) addWord(reading, word);
    else if (words[i - 1]?.text === 'as' && i === words.length - 1) addWord(reading, word, 'target');
    else addValue(reading, pair?.value ?? word, 'value', pair?.keyword);
  }
  reading.errors.length = errors;
}
