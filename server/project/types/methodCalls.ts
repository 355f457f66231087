import { findMember, isFramework, isProperty, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import { asString, type Call, likeliest, type Member, type Value } from '../../python/values';
import { annotationType } from './annotation';
import { attributeOf } from './attributes';
import { calledType } from './calledType';
import { callOfFunction } from './functionCalls';
import { classPaths, instanceOf } from './instances';
import { itemOf } from './items';
import { queryResult } from './querysets';
import { listOf, noneType, plain, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';
import { viewMethod } from './viewMethods';

/** What the call of a method gives. */
export function callOfMethod(
  owner: Type,
  name: string,
  call: Call,
  member: Member | undefined,
  types: Types,
): Type | undefined {
  if (owner.kind === 'union') {
    // None has no methods: where one is called, there is another value.
    const options = owner.options.filter(({ kind }) => kind !== 'none');
    return types.effort.share(options.length, () =>
      unionOf(options.map((option) => callOfMethod(option, name, call, member, types) ?? unknownType)),
    );
  }
  const found = member?.found;
  if (found && found.value.kind === 'function' && !isFramework(found.owner.module)) {
    const self = member.of.kind === 'call' ? member.of : undefined;
    return ofFunction({ ...found, value: found.value }, self ?? types.instanceOf(found.owner), call, types);
  }
  if (owner.kind === 'queryset') {
    const model = types.models().byLabel.get(owner.label);
    const manager = owner.manager ?? model?.managers[0]?.name ?? 'objects';
    const own = found ? undefined : types.managerMembers(owner.label, manager).get(name);
    const value = own && likeliest(own.value);
    if (own && value?.kind === 'function')
      return ofFunction({ owner: own.owner, value }, types.valueOf(owner, own.owner), call, types);
    return queryResult(owner, name, call, types);
  }
  if (owner.kind === 'class') {
    if (name === 'as_view') return undefined;
    const attribute = attributeOf(owner, name, types)?.type();
    if (attribute?.kind === 'class') return calledType(attribute, types);
    if (attribute?.kind !== 'function')
      return owner.value.kind === 'ref' ? callOfFunction(`${owner.value.dotted}.${name}`, call, types) : undefined;
    const declared = annotationType(attribute.value.statement.returns, attribute.value, types);
    if (declared) return declared;
    const method = owner.value.kind === 'class' ? findMember(owner.value, name, types.world) : undefined;
    if (method === undefined || isFramework(method.owner.module)) return undefined;
    return types.effort.run(() => {
      const made = runMethod(method, owner.value as Value, types.world, call)?.value;
      return made ? types.typeOf(made) : unknownType;
    });
  }
  if (owner.kind === 'instance') {
    const special = ofInstance(owner, name, call, types);
    if (special) return special;
    if (found) {
      // What Django's own class gives is not that of the method which overrides it.
      return viewMethod(owner, name, types);
    }
    const method = owner.class.kind === 'class' ? findMember(owner.class, name, types.world) : undefined;
    if (method?.value.kind === 'function' && !isFramework(method.owner.module) && owner.class.kind === 'class')
      return ofFunction({ ...method, value: method.value }, owner.self ?? types.instanceOf(owner.class), call, types);
  }
  if (owner.kind === 'model') {
    const model = types.models().byLabel.get(owner.label);
    const method = model && findMember(model.value, name, types.world);
    if (model && method?.value.kind === 'function' && !isFramework(method.owner.module) && !isProperty(method.value))
      return ofFunction({ ...method, value: method.value }, types.instanceOf(model.value), call, types);
  }
  if (owner.kind === 'list') {
    if (name === 'pop') return itemOf(owner, types);
    if (name === 'index' || name === 'count') return plain('int');
    return /^(?:copy|union|intersection|difference)$/.test(name) ? owner : undefined;
  }
  if (owner.kind === 'dict' && (name === 'get' || name === 'pop' || name === 'setdefault')) {
    const key = asString(call.args[0] && resolve(call.args[0], types.world));
    const entry = key === undefined ? undefined : owner.entries.get(key)?.type();
    return (
      entry ?? (owner.rest ? unionOf([owner.rest(), call.args[1] ? types.typeOf(call.args[1]) : noneType]) : undefined)
    );
  }
  if (owner.kind === 'plain') return plainMethod(owner.name, name);
  const attribute = attributeOf(owner, name, types)?.type();
  return attribute && attribute.kind !== 'unknown' ? calledType(attribute, types) : undefined;
}

function ofFunction(
  method: {
    readonly owner: NonNullable<Member['found']>['owner'];
    readonly value: Extract<Value, { kind: 'function' }>;
  },
  self: Call,
  call: Call,
  types: Types,
): Type {
  if (call.args.length === 0 && call.keywords.size === 0) return types.methodResult(self, method);
  const declared = annotationType(method.value.statement.returns, method.value, types, self);
  if (declared) return declared;
  return types.effort.run(() => {
    const made = runMethod(method, self, types.world, call)?.value;
    return made && made !== call ? types.typeOf(made) : unknownType;
  });
}

function ofInstance(
  owner: Extract<Type, { kind: 'instance' }>,
  name: string,
  call: Call,
  types: Types,
): Type | undefined {
  const paths = classPaths(owner.class, types);
  if (paths.has('django.core.paginator.Paginator') && /^a?(?:page|get_page)$/.test(name))
    return instanceOf('django.core.paginator.Page', owner.item);
  if (paths.has('django.forms.models.BaseModelForm') && name === 'save')
    return attributeOf(owner, 'instance', types)?.type();
  const isRequestData =
    paths.has('django.http.request.QueryDict') || paths.has('django.utils.datastructures.MultiValueDict');
  if (isRequestData && name === 'get')
    return unionOf([plain('str'), call.args[1] ? types.typeOf(call.args[1]) : noneType]);
  if (isRequestData && name === 'getlist') return listOf(() => plain('str'));
  return undefined;
}

function plainMethod(type: string, name: string): Type | undefined {
  if (type === 'str') {
    if (/^(?:split|rsplit|splitlines)$/.test(name)) return listOf(() => plain('str'));
    if (/^(?:startswith|endswith|is\w+)$/.test(name)) return plain('bool');
    if (/^(?:find|rfind|index|count)$/.test(name)) return plain('int');
    return name === 'encode' ? plain('bytes') : plain('str');
  }
  if (/^(?:isoformat|strftime|ctime)$/.test(name)) return plain('str');
  if (/^(?:replace|astimezone)$/.test(name)) return plain(type);
  if (type === 'datetime' && (name === 'date' || name === 'time')) return plain(name);
  return undefined;
}
