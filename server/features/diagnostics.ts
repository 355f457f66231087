import type { Check, Diagnostic, Finding, Severity } from '../project/findings/finding';
import { ignoreComments, silences } from '../project/findings/ignores';
import type { Project } from '../project/project';
import { type FileView, viewFile } from '../project/view';
import { onceForEach } from '../text/once';
import type { Path } from '../text/paths';

/** The user's word on a rule: its severity, or that it is off. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** What the rules find in a file, in the order of the text; the same list as long as nothing has changed that they look at. */
export function diagnostics(
  { project, path }: FileView,
  checks: readonly Check[],
  settings: RuleSettings,
): readonly Diagnostic[] {
  let find = finding.get(settings);
  if (find?.checks !== checks) {
    find = { checks, in: (one, file) => findIn(viewFile(one, file), checks, settings) };
    finding.set(settings, find);
  }
  return project.answerAbout(path, find.in);
}

/** What looks for problems, by the settings that it does it with. */
const finding = new WeakMap<
  RuleSettings,
  { readonly checks: readonly Check[]; readonly in: (project: Project, path: Path) => readonly Diagnostic[] }
>();

function findIn(view: FileView | undefined, checks: readonly Check[], settings: RuleSettings): readonly Diagnostic[] {
  if (view === undefined) return [];
  const { project, path } = view;
  const found: Diagnostic[] = [];
  const isOn = (rule: string) => settings[rule] !== 'off';
  for (const check of checks) {
    const { rule } = check;
    if (!isOn(rule)) continue;
    const severity = (settings[rule] as Severity | undefined) ?? check.severity;
    const after = check.runAfter?.(view, { found, isOn }) ?? [];
    for (const finding of [...project.answerAbout(path, findingsOf(check)), ...after])
      found.push({ ...finding, rule, severity });
  }
  if (found.length === 0) return found;
  const comments = ignoreComments(view.text);
  return found
    .filter(({ rule, range }) => !comments.some((comment) => silences(comment, rule, range.start)))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** What a rule finds in a file, looked for again only when something has changed that this rule looked at. */
const findingsOf = onceForEach((check: Check) => (project: Project, path: Path): readonly Finding[] => {
  const view = viewFile(project, path);
  return view ? check.run(view) : [];
});
