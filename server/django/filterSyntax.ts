/** What a filter of Django takes behind its colon. */
export interface FilterArgument {
  readonly name: string;
  /** One line of Markdown. */
  readonly documentation: string;
}

/** The argument of a filter of Django, by the dotted path of its function; undefined for any other, and for one that takes none. */
export function filterArgumentOf(dotted: string): FilterArgument | undefined {
  const row = table[dotted.replace(/^django\.template\.defaultfilters\./, '')];
  return row && { name: row[0], documentation: row[1] };
}

const width = 'How wide the result is, in characters.';
const format =
  'Characters that stand for parts of a date, such as `"j F Y"`, or the name of a setting such as `"SHORT_DATE_FORMAT"`.';
const sortKey = 'The key or attribute that is compared; for lists, the number of the item.';
const autoescape = 'Whether the value is escaped first; set by Django itself.';

const table: Readonly<Record<string, readonly [string, string]>> = {
  add: ['other', 'Added to the value: as numbers where both are, else as texts or lists.'],
  center: ['width', width],
  cut: ['text', 'Removed wherever it occurs.'],
  date: ['format', format],
  default: ['fallback', 'Taken where the value is empty or false.'],
  default_if_none: ['fallback', 'Taken where the value is `None`, and only then.'],
  dictsort: ['key', sortKey],
  dictsortreversed: ['key', sortKey],
  divisibleby: ['number', 'What the value is divided by.'],
  floatformat: [
    'digits',
    'How many digits follow the point: `2` always two, `-2` two or, for whole numbers, none. In quotes `g` groups thousands and `u` ignores the language.',
  ],
  get_digit: ['position', 'Which digit, counted from the right: 1 is the last.'],
  join: ['separator', 'What stands between the items.'],
  json_script: ['id', 'The `id` of the `<script>` element.'],
  length_is: ['length', 'What the length is compared with.'],
  linebreaks_filter: ['autoescape', autoescape],
  linebreaksbr: ['autoescape', autoescape],
  linenumbers: ['autoescape', autoescape],
  ljust: ['width', width],
  pluralize: [
    'endings',
    'The ending for more than one, `"s"` by default; or those for one and for more, as in `"y,ies"`.',
  ],
  rjust: ['width', width],
  slice_filter: ['slice', 'What Python writes between brackets, as in `":5"`.'],
  stringformat: ['format', 'A format of Python\'s `%` operator without its `%`, as in `"03d"`.'],
  time: ['format', 'Characters that stand for parts of a time, such as `"H:i"`, or `"TIME_FORMAT"`.'],
  timesince_filter: ['until', 'Counted up to this date instead of now.'],
  timeuntil_filter: ['from', 'Counted from this date instead of now.'],
  truncatechars: ['length', 'How many characters are left, the ellipsis included.'],
  truncatechars_html: ['length', 'How many characters are left, elements not counted.'],
  truncatewords: ['count', 'How many words are left.'],
  truncatewords_html: ['count', 'How many words are left, elements not counted.'],
  unordered_list: ['autoescape', autoescape],
  urlencode: ['safe', 'Characters that are not encoded; `/` by default.'],
  urlize: ['autoescape', autoescape],
  urlizetrunc: ['limit', 'How long the text of a link may be.'],
  wordwrap: ['width', 'How long a line may be.'],
  yesno: ['texts', 'What is shown for true, false and, if given, `None`, as in `"yes,no,maybe"`.'],
  'django.templatetags.tz.do_timezone': ['zone', 'A time zone: its name or an object.'],
  'django.contrib.humanize.templatetags.humanize.intcomma': [
    'use_l10n',
    'Whether the number is grouped as the language does.',
  ],
  'django.contrib.humanize.templatetags.humanize.naturalday': ['format', format],
};
