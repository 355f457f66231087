import { type Diagnostic, DiagnosticCategory } from '@zzzen/pyright-internal/dist/common/diagnostic';
import { DiagnosticSink } from '@zzzen/pyright-internal/dist/common/diagnosticSink';
import type { ModuleNode } from '@zzzen/pyright-internal/dist/parser/parseNodes';
import { ParseOptions, Parser } from '@zzzen/pyright-internal/dist/parser/parser';
import { repair } from './repair';
import { type Skimmed, whole } from './skim';

/** The syntax tree of a Python file, and whether the parser took the text as it is. */
export interface ParsedPython {
  readonly tree: ModuleNode;
  /** Whether the text has no syntax error. Where it has, the tree may be that of the repaired text (same offsets). */
  readonly valid: boolean;
  /** The offset in the file of an offset in the tree. */
  readonly offsetOf: (offset: number) => number;
}

/**
 * Parses Python source, any version from 3.8 on. Never fails: a broken text gives the tree of what could be understood.
 * This file and `tree.ts` are the only ones that know the parser package.
 */
export function parsePython(source: string | Skimmed): ParsedPython {
  const { text, offsetOf } = typeof source === 'string' ? whole(source) : source;
  try {
    const first = parseOnce(text);
    if (first.errors === 0) return { tree: first.tree, valid: true, offsetOf };
    const repaired = repair(text);
    return { tree: repaired === text ? first.tree : parseOnce(repaired).tree, valid: false, offsetOf };
  } catch {
    // Brackets nested by the thousand use up the stack of the parser. No Python would run such a file, either.
    return { tree: parseOnce('').tree, valid: false, offsetOf };
  }
}

function parseOnce(text: string): { tree: ModuleNode; errors: number } {
  const sink = new CountingSink();
  const results = new Parser().parseSourceFile(text, options, sink, noHash);
  return { tree: results.parserOutput.parseTree, errors: sink.errors };
}

/** The parser's messages are not for our users: only whether there is an error matters. */
class CountingSink extends DiagnosticSink {
  errors = 0;
  override addDiagnostic(diagnostic: Diagnostic): Diagnostic {
    if (diagnostic.category === DiagnosticCategory.Error) this.errors++;
    return diagnostic;
  }
}

const options = new ParseOptions();
/** The parser would compute one of each text. */
const noHash = { primary: 0, secondary: 0 };
