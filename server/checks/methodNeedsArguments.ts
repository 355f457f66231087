import type { Check } from '../project/findings/finding';
import { variableFaults } from '../project/findings/variableFaults';
import { showType } from '../project/types/type';

/** A method that needs arguments: a template cannot give any, so Django shows nothing. */
export const methodNeedsArguments: Check = {
  rule: 'method-needs-arguments',
  severity: 'warning',
  run: (view) =>
    variableFaults(view, 'needs arguments', ({ name, owner }) => ({
      range: { start: name.start, end: name.end },
      message: `'${name.text}' of ${showType(owner)} needs arguments, which a template cannot give: nothing is shown here.`,
    })),
};
