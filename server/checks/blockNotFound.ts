import { type Check, didYouMean, type Finding } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import { ancestorsOf } from '../project/templates/templateTree';
import { isTestCode } from '../project/tests/testCode';
import { suggest } from '../text/suggest';

/** A block of a child template that none of the templates above it has: Django drops it without a word. */
export const blockNotFound: Check = {
  rule: 'block-not-found',
  severity: 'warning',
  run(view) {
    const { project, template, path } = view;
    if (template?.name === undefined || isTestCode(project, path)) return [];
    const blocks = project.files.template(path)?.blocks ?? [];
    if (blocks.length === 0) return [];
    const ancestors = ancestorsOf(project, path);
    if (ancestors === undefined || ancestors.length === 0) return [];
    const known = new Set(ancestors.flatMap((one) => project.files.template(one)!.blocks.map(({ name }) => name)));
    // What stands inside another block is shown with it.
    const outer = blocks.filter(
      ({ whole }) => !blocks.some((one) => one.whole.start < whole.start && whole.end <= one.whole.end),
    );
    return outer
      .filter(({ name }) => name !== '' && !known.has(name))
      .map((block): Finding => {
        const other = suggest(
          block.name,
          [...known].filter((name) => !blocks.some((one) => one.name === name)),
        );
        return {
          range: { start: block.start, end: block.end },
          message: `No template above this one has a block '${block.name}', so what it holds is never shown.${didYouMean(other)}`,
          fixes: useInstead(block, other),
        };
      });
  },
};
