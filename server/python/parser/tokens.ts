import { OperatorType } from '@zzzen/pyright-internal/dist/parser/tokenizerTypes';
import { keywords, type Word, wordOf } from './words';

/** What kind of token is read. A bracket, comma and the like has its character's code; a keyword its number from `words.ts`. */
export const Kind = {
  end: 0,
  newline: 1,
  indent: 2,
  dedent: 3,
  name: 4,
  number: 5,
  string: 6,
  /** See `Tokens.operator`. */
  operator: 7,
  ellipsis: 8,
  arrow: 9,
  openParenthesis: 40,
  closeParenthesis: 41,
  comma: 44,
  dot: 46,
  colon: 58,
  semicolon: 59,
  assign: 61,
  openBracket: 91,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** Thrown at whatever is not plainly Python, for another parser to look at. */
export const surprise = new Error('This is no Python that the parser knows.');

const newline = 10;
const carriageReturn = 13;
const backslash = 92;

/**
 * The tokens of a Python text, one at a time: the fields tell of the current one. Throws `surprise` at what no token of
 * Python's looks like, and where tabs and spaces are mixed at the starts of lines.
 */
export class Tokens {
  kind: number = Kind.newline;
  start = 0;
  end = 0;
  /** Where the token before this one ended. */
  before = 0;
  /** Of a name or a keyword. */
  word: Word = keywords.class;
  operator: OperatorType = OperatorType.Add;
  /** Of a string: its letters before the quotes. */
  prefixLength = 0;
  /** Of a string: 1 or 3. */
  quoteLength = 0;
  /** Of a string: whether it has a backslash or a carriage return. */
  isEscaped = false;
  /** How far the current line is indented, in UTF-16 units. */
  margin = 0;
  protected readonly text: string;
  private at = 0;
  private depth = 0;
  private readonly indents: number[] = [0];
  private dedents = 0;
  private isLineStart = true;
  private indentation = 0;

  constructor(text: string) {
    this.text = text;
    this.next();
  }

  /** Goes on to the next token. */
  next(): void {
    this.before = this.end;
    if (this.dedents > 0) {
      this.dedents--;
      this.kind = Kind.dedent;
      return;
    }
    if (this.isLineStart) {
      this.isLineStart = false;
      if (this.startLine()) return;
    }
    this.read();
  }

  /** Goes on at an offset where a line starts, behind lines that nobody reads. */
  protected skipTo(offset: number): void {
    this.at = offset;
    this.end = offset;
    this.isLineStart = true;
    this.next();
  }

  /** Where the next token is read from; right after a newline the start of the next line. */
  protected get position(): number {
    return this.at;
  }

  /** Finds the indentation of the next line with code; true where that is a token of its own. */
  private startLine(): boolean {
    const { text } = this;
    let indent = 0;
    let lineStart = this.at;
    for (let i = this.at; ; i++) {
      const code = text.charCodeAt(i);
      if (code === 32) indent++;
      else if (code === 9) indent = indent - (indent % 8) + 8;
      else if (code === 12) indent = 0;
      else if (code === newline || code === carriageReturn) {
        indent = 0;
        lineStart = i + 1;
      } else if (code === 35) {
        i = lineEnd(text, i) - 1;
      } else {
        this.at = i;
        break;
      }
    }
    if (this.at >= text.length) {
      this.start = this.end = text.length;
      this.kind = Kind.end;
      if (this.indents.length === 1) return true;
      this.dedents = this.indents.length - 2;
      this.indents.length = 1;
      this.kind = Kind.dedent;
      this.isLineStart = true;
      return true;
    }
    this.margin = this.at - lineStart;
    if (indent > 0) this.checkIndentation(text.charCodeAt(lineStart), lineStart);
    const current = this.indents[this.indents.length - 1];
    if (indent === current) return false;
    this.start = this.end = this.at;
    if (indent > current) {
      this.indents.push(indent);
      this.kind = Kind.indent;
      return true;
    }
    let count = 0;
    while (this.indents[this.indents.length - 1] > indent) {
      this.indents.pop();
      count++;
    }
    if (this.indents[this.indents.length - 1] !== indent) throw surprise;
    this.dedents = count - 1;
    this.kind = Kind.dedent;
    return true;
  }

  private checkIndentation(first: number, lineStart: number): void {
    if (this.indentation === 0) this.indentation = first;
    if (first !== this.indentation) throw surprise;
    for (let i = lineStart; i < this.at; i++) if (this.text.charCodeAt(i) !== first) throw surprise;
  }

  private read(): void {
    const { text } = this;
    let i = this.at;
    let code: number;
    for (;;) {
      code = text.charCodeAt(i);
      if (code === 32 || code === 9 || code === 12) i++;
      else if (code === 35) i = lineEnd(text, i);
      else if (code === newline || code === carriageReturn) {
        if (this.depth === 0) {
          this.start = i;
          this.at = this.end = code === carriageReturn && text.charCodeAt(i + 1) === newline ? i + 2 : i + 1;
          this.kind = Kind.newline;
          this.isLineStart = true;
          return;
        }
        i++;
      } else if (code === backslash) {
        const after = text.charCodeAt(i + 1);
        if (after === newline) i += 2;
        else if (after === carriageReturn) i += text.charCodeAt(i + 2) === newline ? 3 : 2;
        else throw surprise;
      } else break;
    }
    this.start = i;
    if (isNameStart[code] === 1 || code >= 128) {
      this.readWord(i);
      return;
    }
    if (code >= 48 && code <= 57) {
      this.readNumber(i);
      return;
    }
    switch (code) {
      case 34:
      case 39:
        this.readString(i, i);
        return;
      case 40:
      case 91:
      case 123:
        this.depth++;
        this.punctuation(code, i + 1);
        return;
      case 41:
      case 93:
      case 125:
        if (--this.depth < 0) throw surprise;
        this.punctuation(code, i + 1);
        return;
      case 44:
      case 59:
        this.punctuation(code, i + 1);
        return;
      case 46: {
        const after = text.charCodeAt(i + 1);
        if (after >= 48 && after <= 57) this.readNumber(i);
        else if (after === 46 && text.charCodeAt(i + 2) === 46) this.punctuation(Kind.ellipsis, i + 3);
        else this.punctuation(code, i + 1);
        return;
      }
      default:
        this.readOperator(code, i);
    }
  }

  private punctuation(kind: number, end: number): void {
    this.kind = kind;
    this.at = this.end = end;
  }

  private readWord(start: number): void {
    const { text } = this;
    let i = start;
    for (;;) {
      const code = text.charCodeAt(i);
      if (isNamePart[code] === 1) i++;
      else if (code >= 128) {
        if (!letter.test(String.fromCodePoint(text.codePointAt(i)!))) throw surprise;
        i += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
      } else break;
    }
    const after = text.charCodeAt(i);
    if ((after === 34 || after === 39) && i - start <= 2 && prefix.test(text.slice(start, i))) {
      this.readString(start, i);
      return;
    }
    this.word = wordOf(text, start, i);
    this.kind = this.word.kind;
    this.at = this.end = i;
  }

  private readNumber(start: number): void {
    number.lastIndex = start;
    const match = number.exec(this.text);
    if (match === null || /^0[\d_]*[1-9]/.test(match[0])) throw surprise;
    this.punctuation(Kind.number, start + match[0].length);
    if (isNamePart[this.text.charCodeAt(this.end)] === 1) throw surprise;
  }

  private readString(start: number, quoteAt: number): void {
    const { text } = this;
    const quote = text.charCodeAt(quoteAt);
    const isTriple = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote;
    this.prefixLength = quoteAt - start;
    this.quoteLength = isTriple ? 3 : 1;
    this.isEscaped = false;
    this.kind = Kind.string;
    for (let i = quoteAt + this.quoteLength; ; ) {
      const code = text.charCodeAt(i);
      if (code === quote) {
        if (!isTriple || (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote)) {
          this.at = this.end = i + this.quoteLength;
          return;
        }
        i++;
      } else if (code === backslash) {
        this.isEscaped = true;
        i += text.charCodeAt(i + 1) === carriageReturn && text.charCodeAt(i + 2) === newline ? 3 : 2;
      } else if (code === newline || code === carriageReturn) {
        if (!isTriple) throw surprise;
        if (code === carriageReturn) this.isEscaped = true;
        i++;
      } else if (i >= text.length) throw surprise;
      else i++;
    }
  }

  private readOperator(code: number, start: number): void {
    const { text } = this;
    const second = text.charCodeAt(start + 1);
    if (code === 58 && second !== 61) return this.punctuation(Kind.colon, start + 1);
    if (code === 61 && second !== 61) return this.punctuation(Kind.assign, start + 1);
    if (code === 45 && second === 62) return this.punctuation(Kind.arrow, start + 2);
    for (let length = 3; length > 0; length--) {
      const found = operatorsByText.get(text.slice(start, start + length));
      if (found === undefined) continue;
      this.operator = found;
      this.punctuation(Kind.operator, start + length);
      return;
    }
    throw surprise;
  }
}

export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

const letter = /[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]/u;
const prefix = /^(?:[rbuft]|br|rb|fr|rf|tr|rt)$/i;
const number =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?)/y;

const isNameStart = new Uint8Array(128);
const isNamePart = new Uint8Array(128);
for (const one of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_')
  isNameStart[one.charCodeAt(0)] = isNamePart[one.charCodeAt(0)] = 1;
for (const one of '0123456789') isNamePart[one.charCodeAt(0)] = 1;

const operatorsByText: ReadonlyMap<string, OperatorType> = new Map([
  ['+', OperatorType.Add],
  ['+=', OperatorType.AddEqual],
  ['-', OperatorType.Subtract],
  ['-=', OperatorType.SubtractEqual],
  ['*', OperatorType.Multiply],
  ['*=', OperatorType.MultiplyEqual],
  ['/', OperatorType.Divide],
  ['/=', OperatorType.DivideEqual],
  ['//', OperatorType.FloorDivide],
  ['//=', OperatorType.FloorDivideEqual],
  ['%', OperatorType.Mod],
  ['%=', OperatorType.ModEqual],
  ['**', OperatorType.Power],
  ['**=', OperatorType.PowerEqual],
  ['|', OperatorType.BitwiseOr],
  ['|=', OperatorType.BitwiseOrEqual],
  ['&', OperatorType.BitwiseAnd],
  ['&=', OperatorType.BitwiseAndEqual],
  ['^', OperatorType.BitwiseXor],
  ['^=', OperatorType.BitwiseXorEqual],
  ['~', OperatorType.BitwiseInvert],
  ['<<', OperatorType.LeftShift],
  ['<<=', OperatorType.LeftShiftEqual],
  ['>>', OperatorType.RightShift],
  ['>>=', OperatorType.RightShiftEqual],
  ['@', OperatorType.MatrixMultiply],
  ['@=', OperatorType.MatrixMultiplyEqual],
  ['==', OperatorType.Equals],
  ['!=', OperatorType.NotEquals],
  ['<', OperatorType.LessThan],
  ['<=', OperatorType.LessThanOrEqual],
  ['>', OperatorType.GreaterThan],
  ['>=', OperatorType.GreaterThanOrEqual],
  [':=', OperatorType.Walrus],
]);
