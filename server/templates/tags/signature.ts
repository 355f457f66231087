import type { Signature } from '../library';
import { addValue, fail, keywordOf, quoteList, type Reading, takeTarget } from '../reading';

/**
 * Reads the arguments of a simple, simple block or inclusion tag, and checks them against the function's parameters as
 * `django.template.library.parse_bits` does; without a signature only the values themselves are checked.
 */
export function readBySignature(reading: Reading, signature: Signature | undefined, takesTarget: boolean) {
  const tag = reading.name.text;
  if (signature?.error !== undefined) {
    return fail(reading, `The tag '${tag}' cannot be used: ${signature.error}`, reading.name, 'broken-tag', {
      name: tag,
    });
  }
  const words = takesTarget ? takeTarget(reading, reading.words) : reading.words;
  const positional = signature?.parameters.filter((parameter) => !parameter.keywordOnly) ?? [];
  const names = new Set(signature?.parameters.map((parameter) => parameter.name));
  let missing = positional.map((parameter) => parameter.name);
  const missingKeywords = new Set(
    signature?.parameters
      .filter((parameter) => parameter.keywordOnly && !parameter.hasDefault)
      .map((parameter) => parameter.name),
  );
  const given = new Set<string>();
  for (const word of words) {
    const pair = keywordOf(word);
    addValue(reading, pair?.value ?? word, 'value', pair?.keyword);
    if (pair !== undefined) {
      const name = pair.keyword.text;
      if (signature !== undefined && !names.has(name) && signature.varkw === undefined) {
        return fail(reading, `'${tag}' has no parameter '${name}'.`, pair.keyword, 'invalid-arguments', { name });
      }
      if (given.has(name))
        return fail(reading, `'${name}' is given twice.`, pair.keyword, 'invalid-arguments', { name });
      given.add(name);
      missing = missing.filter((parameter) => parameter !== name);
      missingKeywords.delete(name);
      continue;
    }
    if (given.size > 0) return fail(reading, 'A value without a name cannot follow one with a name.', word);
    if (missing.length > 0) missing.shift();
    else if (signature !== undefined && signature.varargs === undefined) {
      return fail(reading, `'${tag}' takes ${count(positional.length)}: this one is too many.`, word);
    }
  }
  if (signature === undefined) return;
  const defaults = positional.filter((parameter) => parameter.hasDefault).length;
  const lacking = [...(defaults === 0 ? missing : missing.slice(0, -defaults)), ...missingKeywords];
  if (lacking.length === 0) return;
  const message = `'${tag}' needs ${lacking.length === 1 ? 'a value' : 'values'} for ${quoteList(lacking).replace(' or ', ' and ')}.`;
  fail(reading, message, reading.name, 'invalid-arguments', { name: lacking[0] });
}

function count(values: number): string {
  return values === 0 ? 'no value without a name' : values === 1 ? 'one value' : `${values} values`;
}
