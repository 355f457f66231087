import {
  commonDateFormats,
  dateCharacters,
  dateExample,
  dateFormatPieces,
  dateFormatSettings,
} from '../django/dateFormats';
import { explainFilterValue, filterValuesOf } from '../django/filterValues';
import { filterArgumentAt, typeAt } from '../project/context/filterPlaces';
import type { Completion, Kind } from '../project/kind';
import { registeredAt } from '../project/libraries/scopes';
import { rangeOf } from '../project/places';
import type { Project } from '../project/project';
import { optionsOfType } from '../project/types/type';
import type { FileView, Target } from '../project/view';
import { asString, likeliest, placeOf } from '../python/values';
import { allNodes } from '../templates/nodes';
import { type Range, touches } from '../text/range';

/** What filters and `{% now %}` take in a form of their own: date formats, endings, numbers of digits. */
export const format: Kind = {
  kind: 'format',
  at(view, offset) {
    const found = formatAt(view, offset);
    return found && { range: found, name: found.text };
  },
  definitions({ project }, { name }) {
    const place = dateFormatSettings.has(name) ? placeOf(project.settings().value(name) ?? unset) : undefined;
    const range = place && rangeOf(project.files, place);
    return range ? [{ path: place.path, range }] : [];
  },
  references: () => [],
  describe(view, { range, name }) {
    const found = formatAt(view, range.start);
    if (found === undefined) return undefined;
    return describe(view.project, found.function, name);
  },
  fits: ({ kind, slot }) => kind === 'text' || slot?.filter !== undefined,
  complete(view, target, offset) {
    const dotted = functionAt(view, target, offset);
    if (dotted === undefined) return [];
    const how = dateFunctions.get(dotted);
    return how === undefined ? ofValues(dotted, target) : ofDates(view, how, target, offset);
  },
};

const unset = { kind: 'unknown', reason: '' } as const;

/** The functions of filters and tags that take date formats, and whether a plain time is what they show. */
const dateFunctions: ReadonlyMap<string, 'date' | 'time'> = new Map([
  ['django.template.defaultfilters.date', 'date'],
  ['django.template.defaultfilters.time', 'time'],
  ['django.contrib.humanize.templatetags.humanize.naturalday', 'date'],
  ['django.template.defaulttags.now', 'date'],
] as const);

/** The function that takes what is being typed. */
function functionAt(view: FileView, { slot }: Target, offset: number): string | undefined {
  if (slot?.filter !== undefined) return registeredAt(view, 'filters', slot.filter, offset)?.entry.function;
  return slot?.quote && slot.tag?.before.length === 0 ? slot.tag.tag?.function : undefined;
}

interface Format extends Range {
  readonly text: string;
  /** The function that takes it. */
  readonly function: string;
}

/** The format at an offset: a string, or a number. */
function formatAt(view: FileView, offset: number): Format | undefined {
  const found = filterArgumentAt(view, offset);
  const argument = found?.filter.argument;
  if (found && argument && argument.kind !== 'variable') {
    const dotted = registeredAt(view, 'filters', found.filter.name.text, offset)?.entry.function;
    const { start, end } = argument.kind === 'string' ? argument.inside : argument;
    return dotted === undefined ? undefined : { start, end, text: view.text.slice(start, end), function: dotted };
  }
  for (const node of view.template ? allNodes(view.template.tree) : []) {
    if (node.start > offset) return undefined;
    if (node.kind !== 'tag' || node.tag?.function !== 'django.template.defaulttags.now') continue;
    const [word] = node.opening.arguments;
    if (word === undefined || !touches(word, offset)) continue;
    // Django drops the first and the last character, whatever they are.
    const [start, end] = [word.start + 1, word.end - 1];
    return start > end ? undefined : { start, end, text: view.text.slice(start, end), function: node.tag.function };
  }
  return undefined;
}

function describe(project: Project, dotted: string, text: string): string | undefined {
  const how = dateFunctions.get(dotted);
  if (how === undefined) {
    const rows = explainFilterValue(dotted, text);
    return rows && table(rows.map(([when, shown]) => [when, shown === '' ? 'nothing' : shown]));
  }
  const setting = dateFormatSettings.get(text);
  if (setting) {
    const value = settingText(project, text);
    const own = value === undefined ? '' : `\n\nThe settings say \`${value}\`: ${dateExample(value)}`;
    return `**${text}** — ${setting.meaning}${own}`;
  }
  const pieces = dateFormatPieces(text);
  if (pieces.length === 0) return undefined;
  const isWrong = (isTime: boolean) => how === 'time' && !isTime;
  const rows = pieces.flatMap(({ written, shown, meaning }): string[][] => {
    if (meaning === undefined)
      return written.trim() === '' ? [] : [[`\`${written}\``, written === shown ? 'as it is' : `\`${shown}\``, '']];
    const { meaning: said, example, isTime } = meaning;
    return isWrong(isTime)
      ? [[`\`${written}\``, `${said}, which a time does not have: nothing is shown`, '']]
      : [[`\`${written}\``, said, example]];
  });
  const refused = pieces.some(({ meaning }) => meaning && isWrong(meaning.isTime));
  return `**${text}**${refused ? '' : ` — ${dateExample(text)}`}\n\n${table(rows)}`;
}

/** A table of Markdown without a head. */
function table(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(Array(columns).fill('')), line(Array(columns).fill('---')), ...rows.map(line)].join('\n');
}

function settingText(project: Project, name: string): string | undefined {
  const value = project.settings().value(name);
  return value && asString(likeliest(value));
}

/** What is often given to a filter; with quotes where none are there. */
function ofValues(dotted: string, { slot, replace }: Target): Completion[] {
  const isInString = slot?.quote !== '' && slot?.quote !== undefined;
  return filterValuesOf(dotted).flatMap(({ text, isNumber, meaning }, i) =>
    isInString && isNumber
      ? []
      : {
          label: text,
          kind: 'value',
          detail: meaning,
          insert: isInString || isNumber ? text : `"${text}"`,
          replace,
          rank: 0,
          order: i,
        },
  );
}

/** Whole formats where nothing is written yet or what is written is their start, then single characters. */
function ofDates(view: FileView, how: 'date' | 'time', { slot, replace }: Target, offset: number): Completion[] {
  const isInString = slot?.quote !== '' && slot?.quote !== undefined;
  const typed = isInString ? slot.prefix : '';
  const hasTime = how === 'time' || !isPlainDate(view, offset);
  const hasDate = how === 'date';
  const isFit = (format: string) =>
    dateFormatPieces(format).every(({ meaning }) => meaning === undefined || (meaning.isTime ? hasTime : hasDate));
  const whole = (text: string, detail: string, rank: number, order: number, documentation?: string): Completion => ({
    label: text,
    kind: 'value',
    detail,
    insert: isInString ? text : `"${text}"`,
    replace,
    rank,
    order,
    ...(documentation && { documentation: () => documentation }),
  });
  const formats = commonDateFormats
    .filter((text) => text.startsWith(typed) && isFit(text))
    .map((text, i) => whole(text, dateExample(text), 0, i));
  const settings = [...dateFormatSettings]
    .filter(
      ([name, { isTime }]) => name.startsWith(typed) && (how === 'time' ? name === 'TIME_FORMAT' : hasTime || !isTime),
    )
    .map(([name, { meaning }], i) => whole(name, meaning, 1, i, describe(view.project, dateTag, name)));
  if (!isInString) return [...formats, ...settings];
  const here = { start: offset, end: offset };
  const characters = dateCharacters
    .filter(({ isTime }) => (isTime ? hasTime : hasDate))
    .map(({ character, meaning, example }, i) => ({
      label: character,
      kind: 'value' as const,
      detail: `${meaning}: ${example}`,
      insert: character,
      replace: here,
      rank: 2,
      order: i,
    }));
  return [...formats, ...settings, ...characters];
}

const dateTag = 'django.template.defaulttags.now';

/** Whether the value is a date without a time: Django refuses to show its hours. */
function isPlainDate(view: FileView, offset: number): boolean {
  const found = filterArgumentAt(view, offset);
  const options = found ? optionsOfType(typeAt(view, found.before, offset)).filter(({ kind }) => kind !== 'none') : [];
  return options.length > 0 && options.every((one) => one.kind === 'plain' && one.name === 'date');
}
