import type { Check } from '../project/findings/finding';
import { variableFaults } from '../project/findings/variableFaults';
import { showType } from '../project/types/type';

/** A method that changes data (`alters_data`): Django does not call it in a template, and shows nothing. */
export const altersData: Check = {
  rule: 'alters-data',
  severity: 'warning',
  run: (view) =>
    variableFaults(view, 'alters data', ({ name, owner }) => ({
      range: { start: name.start, end: name.end },
      message: `'${name.text}' of ${showType(owner)} changes data: Django does not call it in a template, and shows nothing here.`,
    })),
};
