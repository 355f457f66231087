import type { Check, Diagnostic, Severity } from '../project/finding';
import type { FileView } from '../project/view';

/** The user's word on a rule: its severity, or that it is off. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** What the rules find in a file, in the order of the text. */
export function diagnostics(view: FileView, checks: readonly Check[], settings: RuleSettings): Diagnostic[] {
  return checks
    .filter(({ rule }) => settings[rule] !== 'off')
    .flatMap((check) => {
      const severity = settings[check.rule];
      return check.run(view).map((finding) => ({
        ...finding,
        rule: check.rule,
        severity: severity && severity !== 'off' ? severity : check.severity,
      }));
    })
    .filter((diagnostic) => !isSilenced(view.text, diagnostic))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** `{# djangology: ignore[rule] #}` or `# djangology: ignore[rule]` on the line, or alone on the line above it, silences a rule; without brackets all rules. */
function isSilenced(text: string, { range, rule }: Diagnostic): boolean {
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const end = text.indexOf('\n', range.start);
  const line = text.slice(start, end < 0 ? text.length : end);
  const above = text.slice(text.lastIndexOf('\n', start - 2) + 1, Math.max(0, start - 1)).trim();
  return silences(line, rule) || (/^(?:\{#|#)/.test(above) && silences(above, rule));
}

function silences(line: string, rule: string): boolean {
  const match = /#\s*djangology:\s*ignore(?:\[([^\]]*)\])?/.exec(line);
  return match !== null && (match[1] === undefined || match[1].split(',').some((one) => one.trim() === rule));
}
