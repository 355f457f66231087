/** A value that is often given to a filter. */
export interface FilterValue {
  readonly text: string;
  /** Whether it is written without quotes. */
  readonly isNumber: boolean;
  /** A few words, or an example. */
  readonly meaning: string;
}

/** What is often given to a filter of Django, by the dotted path of its function. */
export function filterValuesOf(dotted: string): readonly FilterValue[] {
  return table[dotted.replace(/^django\.template\.defaultfilters\./, '')] ?? [];
}

/** What a text means to a filter of Django as its argument, part by part; undefined where that is not told here. */
export function explainFilterValue(dotted: string, text: string): readonly (readonly [string, string])[] | undefined {
  const parts = text.split(',');
  switch (dotted.replace(/^django\.template\.defaultfilters\./, '')) {
    case 'pluralize':
      // More than two parts give nothing at all.
      if (parts.length > 2) return undefined;
      return parts.length === 1
        ? [
            ['one', ''],
            ['none, or more', parts[0]],
          ]
        : [
            ['one', parts[0]],
            ['none, or more', parts[1]],
          ];
    case 'yesno':
      // Django needs two parts, and takes the second for None where there is no third.
      if (parts.length < 2) return undefined;
      return [
        ['true', parts[0]],
        ['false', parts[1]],
        ['`None`', parts[2] ?? parts[1]],
      ];
    case 'floatformat': {
      const found = /^(-?)(\d+)?(g?)(u?)$|^(-?)(\d+)?(u?)(g?)$/.exec(text);
      if (found === null) return undefined;
      const digits = found[2] ?? found[6];
      const isAlways = (found[1] ?? found[5]) !== '-' && digits !== undefined;
      const number = Number(digits ?? 1);
      const shown = number === 1 ? 'one digit' : `${number} digits`;
      return [
        ['behind the point', number === 0 ? 'nothing' : isAlways ? shown : `${shown}, unless all are zero`],
        ...(text.includes('u')
          ? [['language', 'ignored'] as const]
          : text.includes('g')
            ? [['thousands', 'grouped'] as const]
            : []),
      ];
    }
    default:
      return undefined;
  }
}

function texts(rows: Readonly<Record<string, string>>): FilterValue[] {
  return Object.entries(rows).map(([text, meaning]) => ({ text, meaning, isNumber: false }));
}

const table: Readonly<Record<string, readonly FilterValue[]>> = {
  floatformat: [
    { text: '2', isNumber: true, meaning: '34.2 → 34.20' },
    { text: '1', isNumber: true, meaning: '34.26 → 34.3' },
    { text: '0', isNumber: true, meaning: '34.26 → 34' },
    { text: '-2', isNumber: true, meaning: '34.2 → 34.20, 34.0 → 34' },
    ...texts({
      '2g': '6666.6 → 6,666.60',
      g: '6666.6 → 6,666.6',
      '2u': 'two digits, whatever the language',
      u: 'whatever the language',
    }),
  ],
  pluralize: texts({ es: 'glass, glasses', 'y,ies': 'city, cities', 'is,are': 'one is, two are' }),
  yesno: texts({ 'yes,no': 'true, false', 'yes,no,maybe': 'true, false, None', 'on,off': 'true, false' }),
  stringformat: texts({
    d: '7',
    '03d': '007',
    '.2f': '7.00',
    s: 'as text',
    '+d': '+7',
    x: 'ff for 255',
    e: '7.000000e+00',
  }),
  slice_filter: texts({
    ':5': 'the first five',
    '1:': 'without the first',
    ':-1': 'without the last',
    '::2': 'every other',
  }),
};
