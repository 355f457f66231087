/** Whether Python's `str.isspace` (and so `str.split`, `str.strip` and `\s`) takes the UTF-16 unit for white space. */
export function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** The offset behind the run of Python's word characters (`\w`) that starts at `from`, at most `end`. */
export function skipWord(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (!isAsciiWord(code)) break;
      at++;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      if (at + character.length > end || !/[\p{L}\p{N}]/u.test(character)) break;
      at += character.length;
    }
  }
  return at;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAsciiWord(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
