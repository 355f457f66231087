import type { Check, Finding } from '../project/findings/finding';
import { type IgnoreComment, ignoreComments, silences } from '../project/findings/ignores';
import { deleteWithLine } from '../text/edits';

/** A comment that silences a rule which has nothing to say there. It stands last among the rules, and sees what they found. */
export const unusedIgnore: Check = {
  rule: 'unused-ignore',
  severity: 'hint',
  run: () => [],
  runAfter(view, { found, isOn }) {
    if (!view.project.isComplete()) return [];
    const isUsed = (comment: IgnoreComment, rule?: string) =>
      found.some((one) => (rule === undefined || one.rule === rule) && silences(comment, one.rule, one.range.start));
    return ignoreComments(view.text).flatMap((comment): Finding[] => {
      const { rules } = comment;
      const unused = rules?.filter(({ rule }) => isOn(rule) && rule !== 'unused-ignore' && !isUsed(comment, rule));
      if (rules === undefined ? isUsed(comment) : unused!.length === 0) return [];
      if (rules !== undefined && unused!.length < rules.length)
        return unused!.map((one) => ({
          range: one,
          message: `The rule '${one.rule}' has nothing to say here.`,
          tag: 'unnecessary',
        }));
      return [
        {
          range: comment,
          message:
            rules?.length === 1
              ? `The rule '${rules[0].rule}' has nothing to say here: the comment silences nothing.`
              : 'No rule has anything to say here: the comment silences nothing.',
          tag: 'unnecessary',
          fixes: [{ title: 'Remove the comment', edits: [deleteWithLine(view.text, comment)] }],
        },
      ];
    });
  },
};
