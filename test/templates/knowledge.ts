import type { Filter, Library, Signature, Tag } from '../../server/templates/library';
import type { Knowledge } from '../../server/templates/scope';
import { standardKnowledge } from '../../server/templates/standard';

/** What Django itself defines, as far as the tests use it, and a library `shop` with tags of every kind. */
export const knowledge: Knowledge = {
  builtins: [
    library(
      [...djangoTags('django.template.')],
      [
        filter('upper', 0, 0),
        filter('length', 0, 0),
        filter('safe', 0, 0),
        filter('default', 1, 1),
        filter('date', 0, 1),
      ],
    ),
  ],
  libraries: new Map([
    ...['i18n', 'l10n', 'tz', 'cache', 'static'].map((name): [string, Library] => [
      name,
      library([...djangoTags(`django.templatetags.${name}.`)], []),
    ]),
    [
      'shop',
      library(
        [
          tag('price', 'simple', { signature: signature(['product', 'currency=']) }),
          tag('stars', 'inclusion', { signature: { ...signature(['rating']), varkw: 'options' } }),
          tag('panel', 'simple_block', { signature: signature(['title=']) }),
          tag('tabs', 'compiled', { block: { branches: ['tab'], ends: ['endtabs'] } }),
          tag('code', 'compiled', { block: { branches: [], ends: ['endcode'], raw: true } }),
          tag('banner', 'compiled', {}),
          tag('mystery', 'compiled', { certain: false }),
          tag('old', 'compiled', { refuses: 'Use price.' }),
        ],
        [filter('money', 0, 1)],
      ),
    ],
    ['vague', { ...library([], []), certain: false }],
  ]),
  certain: true,
};

export function tag(name: string, kind: Tag['kind'], more: Partial<Tag>): Tag {
  return { name, kind, function: `shop.templatetags.shop.${name}`, certain: true, ...more };
}

/** A signature of positional parameters; those with a default end with `=`. */
function signature(parameters: readonly string[]): Signature {
  return {
    parameters: parameters.map((text) => ({
      name: text.replace('=', ''),
      hasDefault: text.endsWith('='),
      keywordOnly: false,
    })),
  };
}

function filter(name: string, least: number, most: number): Filter {
  return { name, function: `filters.${name}`, arguments: { least, most } };
}

function library(tags: readonly Tag[], filters: readonly Filter[]): Library {
  return {
    tags: new Map(tags.map((each) => [each.name, each])),
    filters: new Map(filters.map((each) => [each.name, each])),
    certain: true,
  };
}

function djangoTags(prefix: string): Tag[] {
  return [...standardKnowledge.builtins[0].tags.values()].filter((each) => each.function.startsWith(prefix));
}
