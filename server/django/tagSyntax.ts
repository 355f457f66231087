/** A way in which a tag of Django is written: its pieces in order. */
export interface TagForm {
  readonly pieces: readonly TagPiece[];
}

/** A word of the tag's own syntax, or something to fill in. */
export interface TagPiece {
  readonly text: string;
  readonly isWord: boolean;
  /** Whether several of it may follow each other. */
  readonly repeats: boolean;
  /** What stands around it for people: `[` before an optional piece, and `]`. */
  readonly before: string;
  readonly after: string;
  /** One line of Markdown. */
  readonly documentation?: string;
}

/**
 * How the tags of Django with a grammar of their own are written, by the dotted path of their function; undefined for any other.
 * `quiet` are those that hardly need to be told.
 */
export function tagSyntaxOf(
  dotted: string,
): { readonly forms: readonly TagForm[]; readonly quiet: boolean } | undefined {
  return table.get(dotted);
}

/** Reads `<item>… in <list> [reversed]`: pieces in `<>` are to be filled in, those in `[]` may be left out. */
function readForm(written: string, documentation: Readonly<Record<string, string>>): TagForm {
  const pieces = written.split(' ').map((part): TagPiece => {
    const [, before, inner, dots, after] = /^(\[*)(<[^>]+>|[^\][…]+)(…?)(\]*)$/.exec(part)!;
    const isWord = !inner.startsWith('<');
    const text = isWord ? inner : inner.slice(1, -1);
    const own = documentation[text];
    return { text, isWord, repeats: dots !== '', before, after: dots + after, ...(own && { documentation: own }) };
  });
  return { pieces };
}

const asName = { name: 'The variable that gets the result, instead of it being shown.' };

const defaultTags: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  autoescape: ['<on|off>', { 'on|off': 'Whether variables inside have their HTML escaped.' }],
  cycle: [
    '<value>… [as <name>] [silent]',
    {
      value: 'Shown one after the other, a new one each time the tag is reached.',
      name: 'Gives the cycle a name, so that other places can show its current value or take the next.',
      silent: 'Shows nothing here.',
    },
  ],
  do_filter: ['<filters>', { filters: 'One or more filters, joined by `|`, for everything inside.' }],
  do_for: [
    '<item>… in <list> [reversed]',
    {
      item: 'The name of one element; several, separated by commas, unpack each element.',
      list: 'What is gone through. `dict.items` gives pairs.',
      reversed: 'Goes through it from its end.',
    },
  ],
  do_with: ['<name=value>…', { 'name=value': 'A name for a value, known up to the end of the block.' }],
  firstof: ['<value>… [as <name>]', { value: 'The first one that is not empty or false is shown.', ...asName }],
  ifchanged: [
    '[<value>…]',
    { value: 'Shown if one of these changed since the last round; without any, if the content did.' },
  ],
  load: [
    '<library>… | <tag>… from <library>',
    {
      library: 'A tag library of Django, of an installed app or of `OPTIONS["libraries"]`.',
      tag: 'Only this tag or filter of the library.',
    },
  ],
  lorem: [
    '[<count>] [<w|p|b>] [random]',
    {
      count: 'How many words or paragraphs; 1 by default.',
      'w|p|b': '`w` for words, `p` for paragraphs in `<p>`, `b` for plain paragraphs.',
      random: 'Not the usual beginning.',
    },
  ],
  now: [
    '<format> [as <name>]',
    {
      format: 'A date format in quotes, such as `"j F Y"`, or the name of a setting such as `"SHORT_DATE_FORMAT"`.',
      ...asName,
    },
  ],
  partial_func: ['<name>', { name: 'A partial that `{% partialdef %}` defines in this template.' }],
  partialdef_func: ['<name> [inline]', { name: 'What the partial is called.', inline: 'Also shows it here.' }],
  regroup: [
    '<list> by <attribute> as <name>',
    {
      list: 'A list that is sorted by the attribute already.',
      attribute: 'The attribute, key or method that is equal within a group.',
      name: 'The variable for the groups; each has a `grouper` and a `list`.',
    },
  ],
  resetcycle: ['[<name>]', { name: 'The name of a cycle; without it the last one.' }],
  templatetag: [
    '<part>',
    {
      part: 'What to write: `openblock` is `{%`, `openvariable` is `{{`, `openbrace` is `{`, `opencomment` is `{#`; `close…` their ends.',
    },
  ],
  url: [
    '<route> [<argument>…] [as <name>]',
    {
      route: 'The name of a route, in quotes.',
      argument: 'A value for a parameter of the route, in order or as `name=value`.',
      name: 'The variable that gets the URL; empty where there is none, instead of an error.',
    },
  ],
  widthratio: [
    '<value> <maximum> <width> [as <name>]',
    {
      value: 'Where it is between 0 and the maximum.',
      maximum: 'The greatest value.',
      width: 'What the maximum becomes.',
      ...asName,
    },
  ],
};

const otherTags: typeof defaultTags = {
  'django.template.loader_tags.do_block': [
    '<name>',
    { name: 'What the block is called; templates that extend this one replace it by that name.' },
  ],
  'django.template.loader_tags.do_extends': [
    '<template>',
    { template: 'The name of the parent in quotes, or a variable.' },
  ],
  'django.template.loader_tags.do_include': [
    '<template> [with <name=value>…] [only]',
    {
      template: 'The name of a template in quotes, or a variable.',
      'name=value': 'A further variable for the included template.',
      only: 'It sees nothing but these.',
    },
  ],
  'django.templatetags.static.do_static': [
    '<path> [as <name>]',
    { path: 'A static file, by its path below the folders of static files.', ...asName },
  ],
  'django.templatetags.static.get_static_prefix': ['[as <name>]', asName],
  'django.templatetags.static.get_media_prefix': ['[as <name>]', asName],
  'django.templatetags.cache.do_cache': [
    '<seconds> <fragment> [<vary>…] [using=alias]',
    {
      seconds: 'How long the content is kept; `None` for ever.',
      fragment: 'What the piece is called in the cache.',
      vary: 'A value for which there is a copy of its own.',
    },
  ],
  'django.templatetags.i18n.do_translate': [
    '<text> [noop] [context <context>] [as <name>]',
    {
      text: 'A text in quotes, or a variable.',
      noop: 'Marks the text, and shows it as it is.',
      context: 'Tells equal texts apart for translators.',
      ...asName,
    },
  ],
  'django.templatetags.i18n.do_block_translate': [
    '[with <name=value>…] [count <name=number>] [context <context>] [trimmed] [asvar <name>]',
    {
      'name=value': 'A name for a value that the text shows.',
      'name=number': 'The number that decides between the singular and what follows `{% plural %}`.',
      trimmed: 'Joins lines, and drops the white space around them.',
      context: 'Tells equal texts apart for translators.',
      ...asName,
    },
  ],
  'django.templatetags.i18n.do_get_language_info': [
    'for <code> as <name>',
    { code: 'A language, such as `"de"`.', ...asName },
  ],
  'django.templatetags.i18n.do_get_language_info_list': [
    'for <codes> as <name>',
    { codes: 'A list of languages.', ...asName },
  ],
  'django.templatetags.i18n.do_get_available_languages': ['as <name>', asName],
  'django.templatetags.i18n.do_get_current_language': ['as <name>', asName],
  'django.templatetags.i18n.do_get_current_language_bidi': ['as <name>', asName],
  'django.templatetags.i18n.language': ['<code>', { code: 'The language for everything inside.' }],
  'django.templatetags.l10n.localize_tag': [
    '[<on|off>]',
    { 'on|off': 'Whether numbers and dates inside are written as the language writes them.' },
  ],
  'django.templatetags.tz.localtime_tag': [
    '[<on|off>]',
    { 'on|off': 'Whether times inside are changed to the current time zone.' },
  ],
  'django.templatetags.tz.timezone_tag': [
    '<zone>',
    { zone: 'The time zone for everything inside: its name, or a variable.' },
  ],
  'django.templatetags.tz.get_current_timezone_tag': ['as <name>', asName],
  'django.contrib.flatpages.templatetags.flatpages.get_flatpages': [
    '[<start>] [for <user>] as <name>',
    {
      start: 'What the URLs of the pages start with.',
      user: 'Whose pages are listed besides the public ones.',
      ...asName,
    },
  ],
  'django.contrib.admin.templatetags.log.get_admin_log': [
    '<count> as <name> [for_user <user>]',
    { count: 'How many entries.', user: 'Whose entries: a user, or the key of one.', ...asName },
  ],
};

/** Tags that take what any reader knows. */
const quietTags: typeof defaultTags = {
  'django.template.defaulttags.do_if': [
    '<condition>',
    { condition: 'Values, joined by `and`, `or`, `not`, `in`, `is`, `==`, `<` and the like.' },
  ],
  'django.template.defaulttags.comment': ['[<note>]', { note: 'Why it is left out.' }],
  'django.template.defaulttags.verbatim': [
    '[<name>]',
    { name: 'Lets the content have an `{% endverbatim %}` of its own.' },
  ],
};

const table = new Map(
  [
    ...Object.entries(defaultTags).map(([name, row]) => [`django.template.defaulttags.${name}`, row, false] as const),
    ...Object.entries(otherTags).map(([name, row]) => [name, row, false] as const),
    ...Object.entries(quietTags).map(([name, row]) => [name, row, true] as const),
  ].map(([dotted, [written, documentation], quiet]) => {
    const forms = written.split(' | ').map((form) => readForm(form, documentation));
    return [dotted, { forms, quiet }] as const;
  }),
);
