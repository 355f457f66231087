/** What a filter is made for. */
export type FilterInput = 'text' | 'number' | 'date' | 'time' | 'list' | 'truth';

/** The kinds of values that a filter of Django is made for, by the dotted path of its function; undefined for one that takes anything. */
export function filterInputsOf(dotted: string): readonly FilterInput[] | undefined {
  return table.get(dotted.slice(dotted.lastIndexOf('.') + 1));
}

const names: Readonly<Record<FilterInput, string>> = {
  text:
    'addslashes capfirst center cut escape escapejs_filter first force_escape iriencode last length linebreaks_filter ' +
    'linebreaksbr linenumbers ljust lower make_list phone2numeric_filter rjust safe slice_filter slugify striptags title ' +
    'truncatechars truncatechars_html truncatewords truncatewords_html upper urlencode urlize urlizetrunc wordcount wordwrap',
  number:
    'add apnumber divisibleby filesizeformat floatformat get_digit intcomma intword ordinal pluralize stringformat',
  date: 'date do_timezone localtime naturalday naturaltime timesince_filter timeuntil_filter utc',
  time: 'time',
  list:
    'dictsort dictsortreversed escapeseq first join json_script last length pluralize random safeseq slice_filter ' +
    'unordered_list',
  truth: 'yesno',
};

const table = new Map<string, FilterInput[]>();
for (const [input, all] of Object.entries(names))
  for (const name of all.split(' ')) table.set(name, [...(table.get(name) ?? []), input as FilterInput]);
