import { carriageReturn, hash, lineEnd, logicalLine, newline, skipSpaces } from './logicalLines';

/** What of a function's body is to be parsed: nothing, those lines for which `isTelling` holds, or the whole. */
export type Kept = 'nothing' | 'lines' | 'whole';

/** Asked in the order of the text, with the offsets of a body or of a line. */
export interface SkimOptions {
  readonly keeps: (start: number, end: number) => Kept;
  readonly isTelling: (start: number, end: number) => boolean;
  /** What is kept outside of functions. */
  readonly outside: 'whole' | 'lines';
}

/** What is left of a text, and where in it that stood. */
export interface Skimmed {
  readonly text: string;
  /** The offset in the whole text of an offset in what is left. */
  readonly offsetOf: (offset: number) => number;
}

/**
 * Leaves out the bodies of functions that nobody will look into, because most of a file's text is there and parsing it is
 * most of the work; comments and empty lines as well. Of a body `...` stays, so that the function ends where it did.
 */
export function skim(text: string, { keeps, isTelling, outside }: SkimOptions): Skimmed {
  // With both tabs and spaces at line starts, how deep a line stands depends on the size of a tab.
  if (text.includes('\n\t') && text.includes('\n ')) return whole(text);
  const rest = new Rest(text);
  let open: OpenBody | undefined;
  /** The indentation of the last line outside of functions. */
  let last = -1;
  const leaveOut = (line: Line): void => {
    if (!isTelling(line.start, line.end)) rest.replace(line.start, line.end, line.isFirst ? '...\n' : '\n');
  };
  const close = (): void => {
    if (open === undefined) return;
    const { start, end, margin, lines } = open;
    open = undefined;
    const kept = end - start < shortest + margin.length ? 'whole' : keeps(start, end);
    if (kept === 'whole') return;
    if (kept === 'nothing') {
      rest.replace(start, end - 1, `${margin}...`);
      rest.replace(end - 1, end, '\n');
      return;
    }
    // The last line tells where the function ends.
    for (const line of lines.slice(0, -1)) leaveOut(line);
  };
  for (let at = 0; at < text.length; ) {
    const first = skipSpaces(text, at);
    const code = text.charCodeAt(first);
    if (code === newline || code === carriageReturn || code === hash) {
      const end = lineEnd(text, first) + 1;
      if (open === undefined) rest.replace(at, end, '');
      at = end;
      continue;
    }
    const indent = first - at;
    if (open && indent <= open.indent) close();
    if (open) open.margin ||= text.slice(at, first);
    const line = logicalLine(text, first);
    if (line === undefined) return whole(text);
    if (open) {
      open.end = line.end;
      if (!line.endsWithColon && !isNeeded(text, first))
        open.lines.push({ start: first, end: line.end, isFirst: indent > open.last });
      open.last = indent;
    } else {
      if (line.endsWithColon && isDefinition(text, first))
        open = { indent, last: indent, start: line.end, end: line.end, margin: '', lines: [] };
      else if (outside === 'lines' && !line.endsWithColon && !isNeeded(text, first))
        leaveOut({ start: first, end: line.end, isFirst: indent !== last });
      last = indent;
    }
    at = line.end;
  }
  close();
  return rest.skimmed();
}

/** A text of which nothing is left out. */
export function whole(text: string): Skimmed {
  return { text, offsetOf: (offset) => offset };
}

/** A text while parts of it are left out, from its start to its end. */
class Rest {
  private readonly parts: string[] = [];
  private length = 0;
  private copied = 0;
  /** The offsets in what is left from which on offsets are shifted, and by how much. */
  private readonly cuts: number[] = [];
  private readonly shifts: number[] = [];

  constructor(private readonly text: string) {}

  /** Puts `by` in the place of a part behind the last one; that starts where the part did, and what follows where it ended. */
  replace(start: number, end: number, by: string): void {
    this.add(this.text.slice(this.copied, start));
    this.copied = start;
    this.shift();
    this.add(by);
    this.copied = end;
    this.shift();
  }

  skimmed(): Skimmed {
    const { cuts, shifts } = this;
    this.add(this.text.slice(this.copied));
    let last = 0;
    return {
      text: this.parts.join(''),
      offsetOf(offset) {
        // Who asks goes through the text from its start to its end, by and large.
        while (last > 0 && cuts[last - 1] > offset) last--;
        while (last < cuts.length && cuts[last] <= offset) last++;
        return last === 0 ? offset : offset + shifts[last - 1];
      },
    };
  }

  private add(part: string): void {
    if (part === '') return;
    this.parts.push(part);
    this.length += part.length;
  }

  private shift(): void {
    const by = this.copied - this.length;
    if (by === (this.shifts.at(-1) ?? 0)) return;
    if (this.cuts.at(-1) === this.length) this.shifts[this.shifts.length - 1] = by;
    else {
      this.cuts.push(this.length);
      this.shifts.push(by);
    }
  }
}

/** The body of a function that is being read, up to the end of its last statement so far. */
interface OpenBody {
  /** Of the line with `def`. */
  readonly indent: number;
  readonly start: number;
  end: number;
  /** What stands before its first statement. */
  margin: string;
  /** The indentation of its last line so far. */
  last: number;
  /** Its statements of one logical line each. */
  readonly lines: Line[];
}

/** A statement; the first one of a block, or behind one, must leave something behind. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly isFirst: boolean;
}

/** In UTF-16 units: less is not worth the trouble. */
const shortest = 45;

function isDefinition(text: string, at: number): boolean {
  return text.startsWith('def ', at) || text.startsWith('async def ', at);
}

/** Whether a line may be part of a statement of several lines, or tell what names mean. */
function isNeeded(text: string, at: number): boolean {
  neededStart.lastIndex = at;
  return neededStart.test(text);
}

const neededStart =
  /(?:if|elif|else|for|while|with|try|except|finally|def|class|async|match|case|import|from|nonlocal|global)\b|@/y;
