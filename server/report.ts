import type { CheckedFile } from './checkProject';
import type { Diagnostic } from './project/findings/finding';
import { lineIndex } from './text/lineIndex';
import { relative } from './text/paths';

/** One finding with its place; lines and columns count from 1, columns and offsets in UTF-16 units. */
interface Row {
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: { readonly line: number; readonly column: number; readonly offset: number };
  readonly rule: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly fixes: readonly string[];
}

const writers: Record<string, (rows: readonly Row[], version: string) => string> = {
  text: textReport,
  json: (rows) => `${JSON.stringify(rows, null, 1)}\n`,
  sarif: sarifReport,
  github: githubReport,
};

export const formats: readonly string[] = Object.keys(writers);

/** What `check` found, in one of the formats; files are named relative to the root. */
export function report(format: string, found: readonly CheckedFile[], root: string, version: string): string {
  const rows = found.flatMap((file) => rowsOf(file, root));
  rows.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start.offset - b.start.offset));
  return writers[format](rows, version);
}

function rowsOf({ path, text, diagnostics }: CheckedFile, root: string): Row[] {
  const lines = lineIndex(text);
  const place = (offset: number) => {
    const { line, character } = lines.position(offset);
    return { line: line + 1, column: character + 1, offset };
  };
  return diagnostics.map(({ range, rule, severity, message, fixes }) => ({
    file: relative(path, root),
    start: place(range.start),
    end: place(range.end),
    rule,
    severity,
    message,
    fixes: (fixes ?? []).map(({ title }) => title),
  }));
}

function textReport(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ file, start, severity, rule, message }) =>
      `${file}:${start.line}:${start.column}: ${severity}: ${message} [${rule}]`,
  );
  const files = new Set(rows.map(({ file }) => file)).size;
  const total =
    rows.length === 0
      ? 'No problems found.'
      : `${rows.length} problem${rows.length === 1 ? '' : 's'} in ${files} file${files === 1 ? '' : 's'}.`;
  return `${[...lines, total].join('\n')}\n`;
}

/** Workflow commands of GitHub Actions, which become annotations. */
function githubReport(rows: readonly Row[]): string {
  const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const level = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;
  return rows
    .map(({ file, start, end, severity, rule, message }) => {
      const place = `file=${property(file)},line=${start.line},endLine=${end.line}${start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : ''}`;
      return `::${level[severity]} ${place},title=${property(rule)}::${escaped(message)}\n`;
    })
    .join('');
}

/** SARIF 2.1.0, as code scanning services read it. */
function sarifReport(rows: readonly Row[], version: string): string {
  const level = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;
  const rules = [...new Set(rows.map(({ rule }) => rule))].sort();
  const results = rows.map(({ file, start, end, severity, rule, message }) => ({
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: level[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
          region: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
            charOffset: start.offset,
            charLength: end.offset - start.offset,
          },
        },
      },
    ],
  }));
  const driver = { name: 'Djangology', version, rules: rules.map((id) => ({ id })) };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}
