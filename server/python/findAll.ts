/**
 * `re.findall` for a pattern that means the same in Python and here: without groups, of ASCII for ASCII. Undefined for any
 * other, and for texts too long to be a name.
 */
export function findAll(pattern: string, text: string): readonly string[] | undefined {
  if (/[($]/.test(pattern) || ![pattern, text].every((one) => /^[\x20-\x7e]{0,200}$/.test(one))) return undefined;
  try {
    return [...text.matchAll(new RegExp(pattern, 'gu'))].map(([found]) => found);
  } catch {
    return undefined;
  }
}
