import { resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import { type Call, type FunctionValue, likeliest, type Place, type Value } from '../../python/values';
import type { Libraries } from '../libraries/libraries';
import { annotationType } from '../types/annotation';
import { type Type, unknownType } from '../types/type';
import type { Types } from '../types/types';

/** The functions of inclusion tags, by the template that each renders (django.template.library.InclusionNode.render). */
export function inclusionTags({ builtins, byName }: Libraries): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const library of [...builtins, ...byName.values()])
    for (const { template, function: dotted } of library.tags.values())
      if (template !== undefined && !found.get(template)?.includes(dotted))
        found.set(template, [...(found.get(template) ?? []), dotted]);
  return found;
}

/** What the function of an inclusion tag gives to its template (django.template.library.InclusionNode.render). */
export function inclusionNames(dotted: string, given: (key: string) => Type | undefined, types: Types): Inclusion {
  const names = new Map<string, { value: Value; place: Place | undefined }>();
  const target = likeliest(resolve({ kind: 'ref', dotted }, types.world));
  if (target.kind !== 'function') return { names, certain: false };
  const made = callResult(target, inclusionCall(target, dotted, given, types), types.world);
  const context = made && resolve(made, types.world);
  const likely = context && likeliest(context);
  if (likely?.kind !== 'dict') return { names, certain: false };
  for (const { key, value } of likely.entries)
    if (key.kind === 'literal' && typeof key.value === 'string') names.set(key.value, { value, place: key.place });
  return { names, certain: context === likely && names.size === likely.entries.length };
}

interface Inclusion {
  readonly names: ReadonlyMap<string, { readonly value: Value; readonly place: Place | undefined }>;
  /** Whether these are all names that the function gives. */
  readonly certain: boolean;
}

/** The call of an inclusion tag with what templates give to it, which is looked for only when somebody asks. */
function inclusionCall(
  target: FunctionValue,
  dotted: string,
  given: (key: string) => Type | undefined,
  types: Types,
): Call {
  const args: Value[] = [];
  const keywords = new Map<string, Value>();
  let position = 0;
  for (const [
    i,
    { name, star, keywordOnly, default: byDefault, annotation },
  ] of target.statement.parameters.entries()) {
    if (name === '' || star) continue;
    if (i === 0 && name === 'context') {
      args.push(types.valueOf({ kind: 'dict', entries: new Map(), rest: () => unknownType }));
      continue;
    }
    const key = `${dotted} ${keywordOnly ? Number.POSITIVE_INFINITY : position++} ${name}`;
    const declared = annotationType(annotation, target, types);
    if (byDefault !== undefined || keywordOnly) {
      if (given(key) !== undefined) keywords.set(name, types.valueOf(declared ?? (() => given(key) ?? unknownType)));
    } else args.push(types.valueOf(declared ?? (() => given(key) ?? unknownType)));
  }
  return { kind: 'call', callee: target, args, keywords, place: target.place };
}
