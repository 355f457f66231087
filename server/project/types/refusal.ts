import { djangoObjectBases, publicObjects } from '../../django/objects';
import { linearized } from '../../python/resolve';
import type { Statement } from '../../python/syntax';
import { type ClassValue, dottedOf, type FoundMember, type FunctionValue } from '../../python/values';
import type { Method } from './type';
import type { Types } from './types';

/** Why Django does not call a method in a template (django.template.base.Variable._resolve_lookup); undefined where it does. */
export function refusal(
  name: string,
  { value, owner }: FoundMember & { readonly value: FunctionValue },
  types: Types,
): Method['refused'] {
  if (altersData(name, owner, types)) return 'alters data';
  if (!value.decorators.every((one) => keepsSignature.test(dottedOf(one) ?? ''))) return undefined;
  const isStatic = value.decorators.some((one) => dottedOf(one) === 'builtins.staticmethod');
  const needed = value.statement.parameters.filter(
    (parameter) => parameter.name !== '' && !parameter.star && parameter.default === undefined,
  );
  return needed.length > (isStatic ? 0 : 1) ? 'needs arguments' : undefined;
}

const keepsSignature =
  /^(?:builtins\.(?:static|class)method|abc\.abstractmethod|functools\.(?:lru_cache|cache|wraps)|typing(?:_extensions)?\.override|django\.contrib\.admin\.(?:decorators\.)?display)$/;

/**
 * Whether `alters_data` is set on a method. A method that overrides one of Django's has its mark unless it says otherwise
 * (django.db.models.utils.AltersData).
 */
function altersData(name: string, owner: ClassValue, types: Types): boolean {
  const own = markOf(name, owner.statement.body);
  if (own !== undefined) return own;
  const line = linearized(owner, types.world);
  const marked = line.flatMap((one) => django(dottedOf(one)!));
  if (marked.includes(name)) return true;
  const overridden = line.find((one) => one !== owner && one.kind === 'class' && one.members.has(name));
  return marked.length > 0 && overridden?.kind === 'class' && markOf(name, overridden.statement.body) === true;
}

/** The marked methods of a class of Django and of what it derives from. */
function django(dotted: string): readonly string[] {
  const path = publicObjects[dotted] ?? dotted;
  const base = djangoObjectBases[path];
  return [...(altering[path] ?? []), ...(base ? django(base) : [])];
}

/** What a class body sets as `name.alters_data`. */
function markOf(name: string, body: readonly Statement[]): boolean | undefined {
  let mark: boolean | undefined;
  for (const statement of body) {
    if (statement.kind !== 'assign') continue;
    const [target] = statement.targets;
    if (target.kind !== 'attribute' || target.name !== 'alters_data') continue;
    if (target.of.kind === 'name' && target.of.name === name)
      mark = !(statement.value?.kind === 'constant' && statement.value.value === false);
  }
  return mark;
}

/** The classes of Django that derive from AltersData, and their marked methods. */
const altering: Readonly<Record<string, readonly string[]>> = {
  'django.db.models.base.Model': ['save', 'asave', 'delete', 'adelete', 'save_base'],
  'django.db.models.query.QuerySet':
    'create acreate bulk_create abulk_create bulk_update abulk_update get_or_create aget_or_create update_or_create aupdate_or_create delete adelete update aupdate'.split(
      ' ',
    ),
  'django.forms.models.BaseModelForm': ['save'],
  'django.forms.models.BaseModelFormSet': ['save'],
};
