/** A character of a date format, as django.utils.dateformat reads it. */
export interface DateCharacter {
  readonly character: string;
  /** A few words. */
  readonly meaning: string;
  /** What it gives for the example: Wednesday, 4 March 2026, 15:07:09, in Berlin. */
  readonly example: string;
  /** Whether it tells of a time: plain dates refuse it, and plain times take nothing else (TimeFormat, DateFormat). */
  readonly isTime: boolean;
}

/** The characters that stand for parts of a date, those that are used most first. */
export const dateCharacters: readonly DateCharacter[] = [
  day('j', 'day of the month', '4'),
  day('d', 'day of the month, two digits', '04'),
  day('F', 'month', 'March'),
  day('M', 'month, three letters', 'Mar'),
  day('m', 'month as a number, two digits', '03'),
  day('n', 'month as a number', '3'),
  day('Y', 'year', '2026'),
  day('y', 'year, two digits', '26'),
  day('l', 'day of the week', 'Wednesday'),
  day('D', 'day of the week, three letters', 'Wed'),
  time('H', 'hour from 00 to 23', '15'),
  time('i', 'minutes, two digits', '07'),
  time('s', 'seconds, two digits', '09'),
  time('G', 'hour from 0 to 23', '15'),
  time('g', 'hour from 1 to 12', '3'),
  time('h', 'hour from 01 to 12', '03'),
  time('A', 'AM or PM', 'PM'),
  time('a', 'a.m. or p.m.', 'p.m.'),
  time('P', 'hour, minutes unless they are zero, a.m. or p.m.; midnight and noon by name', '3:07 p.m.'),
  time('f', 'hour from 1 to 12, minutes unless they are zero', '3:07'),
  day('N', 'month as newspapers of the Associated Press shorten it', 'March'),
  day('b', 'month, three small letters', 'mar'),
  day('E', 'month as some languages write it in a date', 'March'),
  day('S', 'English ending of the day of the month', 'th'),
  day('c', 'ISO 8601', '2026-03-04T15:07:09.000123+01:00'),
  day('r', 'as in e-mails', 'Wed, 04 Mar 2026 15:07:09 +0100'),
  time('e', 'name of the time zone', 'CET'),
  time('T', 'name of the time zone, short', 'CET'),
  time('O', 'distance to Greenwich in hours', '+0100'),
  time('Z', 'distance to Greenwich in seconds', '3600'),
  day('U', 'seconds since 1970', '1772633229'),
  time('u', 'microseconds, six digits', '000123'),
  day('W', 'week of the year', '10'),
  day('o', 'year that the week belongs to', '2026'),
  day('w', 'day of the week as a number, Sunday is 0', '3'),
  day('z', 'day of the year', '63'),
  day('t', 'number of days in the month', '31'),
  day('L', 'whether it is a leap year', 'False'),
  day('I', 'whether it is daylight saving time, 1 or 0', '0'),
];

/** Formats that many write, dates first. */
export const commonDateFormats: readonly string[] = [
  'Y-m-d',
  'j F Y',
  'F j, Y',
  'j M Y',
  'd.m.Y',
  'd/m/Y',
  'm/d/Y',
  'l j F Y',
  'j F',
  'F Y',
  'Y-m-d H:i',
  'j F Y H:i',
  'd.m.Y H:i',
  'H:i',
  'H:i:s',
  'g:i A',
];

/** The settings whose names may stand for a format (django.utils.formats.FORMAT_SETTINGS), with what they are for. */
export const dateFormatSettings: ReadonlyMap<string, { readonly meaning: string; readonly isTime: boolean }> = new Map([
  ['DATE_FORMAT', { meaning: 'a date, as the language writes it', isTime: false }],
  ['SHORT_DATE_FORMAT', { meaning: 'a short date, as the language writes it', isTime: false }],
  ['DATETIME_FORMAT', { meaning: 'a date with its time, as the language writes it', isTime: true }],
  ['SHORT_DATETIME_FORMAT', { meaning: 'a short date with its time, as the language writes it', isTime: true }],
  ['TIME_FORMAT', { meaning: 'a time, as the language writes it', isTime: true }],
  ['YEAR_MONTH_FORMAT', { meaning: 'a month with its year, as the language writes it', isTime: false }],
  ['MONTH_DAY_FORMAT', { meaning: 'a month with its day, as the language writes it', isTime: false }],
]);

function day(character: string, meaning: string, example: string): DateCharacter {
  return { character, meaning, example, isTime: false };
}

function time(character: string, meaning: string, example: string): DateCharacter {
  return { character, meaning, example, isTime: true };
}

/** A piece of a format: a character with a meaning, or text that is shown as it is (behind a backslash or not). */
export interface DateFormatPiece {
  readonly written: string;
  readonly shown: string;
  readonly meaning?: DateCharacter;
}

/** The pieces of a format, as django.utils.dateformat.Formatter.format splits it. */
export function dateFormatPieces(format: string): DateFormatPiece[] {
  return format.split(meaningful).flatMap((written, i): DateFormatPiece[] => {
    if (written === '') return [];
    const meaning = i % 2 === 1 ? byCharacter.get(written) : undefined;
    return meaning
      ? [{ written, shown: meaning.example, meaning }]
      : [{ written, shown: written.replace(/\\(.)/g, '$1') }];
  });
}

/** A character means nothing behind a backslash, whatever stands before that. */
const meaningful = new RegExp(`(?<!\\\\)([${dateCharacters.map(({ character }) => character).join('')}])`);

/** What a format gives for the example. */
export function dateExample(format: string): string {
  return dateFormatPieces(format)
    .map(({ shown }) => shown)
    .join('');
}

const byCharacter = new Map(dateCharacters.map((one) => [one.character, one]));
