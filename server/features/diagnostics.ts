import type { Check, Diagnostic, Severity } from '../project/finding';
import { ignoreComments, silences } from '../project/ignores';
import type { FileView } from '../project/view';

/** The user's word on a rule: its severity, or that it is off. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** What the rules find in a file, in the order of the text. */
export function diagnostics(view: FileView, checks: readonly Check[], settings: RuleSettings): Diagnostic[] {
  const found: Diagnostic[] = [];
  const isOn = (rule: string) => settings[rule] !== 'off';
  for (const check of checks) {
    if (!isOn(check.rule)) continue;
    const severity = (settings[check.rule] as Severity | undefined) ?? check.severity;
    found.push(...check.run(view, { found, isOn }).map((finding) => ({ ...finding, rule: check.rule, severity })));
  }
  const comments = ignoreComments(view.text);
  return found
    .filter(({ rule, range }) => !comments.some((comment) => silences(comment, rule, range.start)))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
