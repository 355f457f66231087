import { resolve } from '../../python/resolve';
import type { FunctionParameter } from '../../python/syntax';
import { dottedOf, type FunctionValue, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Filter, Signature } from '../../templates/library';

/** The parameters of a shortcut tag that a template fills; undefined where the function cannot be read (django.template.library.parse_bits). */
export function tagSignature(
  target: Value,
  kind: 'simple' | 'inclusion' | 'simple_block',
  takesContext: boolean,
  name: string,
  world: World,
): Signature | undefined {
  const own = target.kind === 'function' && isTransparent(target, world) ? target.statement.parameters : undefined;
  if (own === undefined) return undefined;
  const [positional, rest] = [
    own.filter((one) => !one.star && !one.keywordOnly),
    own.filter((one) => one.star || one.keywordOnly),
  ];
  const implied = [...(takesContext ? ['context'] : []), ...(kind === 'simple_block' ? ['content'] : [])];
  const wrong = implied.some((expected, i) => positional[i]?.name !== expected);
  const parameters = [...(wrong ? positional : positional.slice(implied.length)), ...rest.filter((one) => !one.star)];
  return {
    parameters: parameters.map((one) => ({
      name: one.name,
      hasDefault: one.default !== undefined,
      keywordOnly: one.keywordOnly === true,
    })),
    ...starred(own),
    ...(wrong && { error: missingParameter(name, implied, takesContext) }),
  };
}

function starred(parameters: readonly FunctionParameter[]): { varargs?: string; varkw?: string } {
  const varargs = parameters.find((one) => one.star === 1 && one.name !== '')?.name;
  const varkw = parameters.find((one) => one.star === 2)?.name;
  return { ...(varargs !== undefined && { varargs }), ...(varkw !== undefined && { varkw }) };
}

function missingParameter(name: string, implied: readonly string[], takesContext: boolean): string {
  const wanted = implied.map((one, i) => `${i === 0 ? 'a first' : 'a second'} argument of '${one}'`).join(' and ');
  return `'${name}' ${takesContext ? 'is decorated with takes_context=True so it ' : ''}must have ${wanted}`;
}

/** How many arguments a filter takes besides the value; undefined where the function cannot be read (FilterExpression.args_check). */
export function filterArguments(target: Value, world: World): Filter['arguments'] {
  if (target.kind !== 'function' || !isTransparent(target, world)) return undefined;
  const positional = target.statement.parameters.filter((one) => !one.star && !one.keywordOnly);
  const required = positional.filter((one) => one.default === undefined).length;
  if (target.statement.parameters.some((one) => one.star === 1)) return undefined;
  return { least: Math.max(0, required - 1), most: Math.max(0, positional.length - 1) };
}

/** Whether every decorator leaves the signature as it is: Django unwraps what functools.wraps wrapped. */
function isTransparent(target: FunctionValue, world: World): boolean {
  return target.decorators.every((decorator) => {
    const callee = decorator.kind === 'call' ? decorator.callee : decorator;
    if (callee.kind === 'member') return registering.has(callee.name);
    const resolved = likeliest(resolve(callee, world));
    const path = dottedOf(resolved) ?? dottedOf(callee) ?? '';
    if (
      transparent.has(path.slice(path.lastIndexOf('.') + 1)) &&
      (path.startsWith('django.') || path.startsWith('functools.'))
    )
      return true;
    return callee.kind === 'ref' && registering.has(callee.dotted.slice(callee.dotted.lastIndexOf('.') + 1));
  });
}

const registering = new Set([
  'filter',
  'tag',
  'simple_tag',
  'simple_block_tag',
  'inclusion_tag',
  'filter_function',
  'tag_function',
]);
const transparent = new Set([
  'stringfilter',
  'mark_safe',
  'keep_lazy',
  'keep_lazy_text',
  'lru_cache',
  'cache',
  'wraps',
]);
