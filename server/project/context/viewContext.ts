import { djangoViews } from '../../django/views';
import { findMember, isFramework, linearized, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import {
  asString,
  type Call,
  type ClassValue,
  type Dict,
  type DictItem,
  dottedOf,
  isNone,
  likeliest,
  literal,
  type Place,
  type Ref,
  unknown,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { Instance } from '../types/type';
import type { Types } from '../types/types';
import { attributeOfView, callOn, rowsOfView, textOfView, viewPaths } from '../types/viewMethods';
import { djangoTemplateNames } from './viewTemplates';
import { widgetContext } from './widgets';

/** The world in which `get_context_data()` of Django's own views gives what it puts into a context, and `get_template_names()` the names. */
export function worldOfViews(world: World, types: () => Types): World {
  const own: World = {
    ...world,
    // What is asked for its type need not be run a second time, on all that has happened before.
    started: undefined,
    knownCall(dotted, call) {
      const [self] = call.args;
      if (dotted.endsWith('.get_context_data') && isFramework(dotted) && self?.kind === 'call')
        return contextData(self, call, types(), dotted.slice(0, -'.get_context_data'.length));
      if (dotted.endsWith('.get_template_names') && isFramework(dotted) && self?.kind === 'call')
        return templateNames(self, types());
      if (dotted.endsWith('.get_context') && dotted.startsWith('django.forms.')) return widgetContext(self, types());
      return world.knownCall(dotted, call);
    },
  };
  return own;
}

function templateNames(self: Call, types: Types): Value | undefined {
  const type = likeliest(resolve(self.callee, types.world));
  if (type.kind !== 'class') return undefined;
  const names = djangoTemplateNames({ kind: 'instance', class: type, self }, types);
  return { kind: 'list', items: names.map((name) => ({ value: literal(name) })), depth: 0, owner: {} };
}

/**
 * What Django's own `get_context_data()` methods give for a view, after those of the project that call them.
 * @param after the class whose method is called: what the project's classes behind it add is there as well
 */
export function contextData(
  self: Call,
  { keywords, place }: Partial<Pick<Call, 'keywords' | 'place'>>,
  types: Types,
  after?: string,
): Dict {
  const type = likeliest(resolve(self.callee, types.world));
  const owner = {};
  const entries = new Map<string, { key?: Place; value: Value }>();
  const put = (name: string, value: Value, key?: Place): void => void entries.set(name, { value, key });
  for (const [name, value] of keywords ?? []) put(name, value, place);
  if (!entries.has('view')) put('view', self);
  if (type.kind === 'class' || type.kind === 'ref') {
    const view: Instance = { kind: 'instance', class: type, self };
    for (const [name, one] of extraContext(view, types)) put(name, one.value, one.key);
    const paths = viewPaths(type, types);
    addObject(view, self, paths, types, put);
    addList(view, self, paths, types, put);
    if (paths.includes('django.views.generic.edit.FormMixin') && !entries.has('form'))
      put('form', callOn(self, 'get_form'));
    for (const name of djangoNames(paths, types))
      if (!entries.has(name)) put(name, unknown('Django computes it', self.place));
    if (type.kind === 'class' && after !== undefined)
      for (const entry of addedBehind(type, after, self, keywords ?? new Map(), types)) {
        const name = asString(entry.key);
        const key = entry.key.kind === 'literal' ? entry.key.place : undefined;
        if (name !== undefined && !entries.has(name)) put(name, entry.value, key);
      }
  }
  return {
    kind: 'dict',
    entries: [...entries].map(([name, { key, value }]) => ({ key: literal(name, key), value })),
    depth: 0,
    owner,
  };
}

type Put = (name: string, value: Value, key?: Place) => void;

/** django.views.generic.base.ContextMixin.get_context_data */
function* extraContext(view: Instance, types: Types): Iterable<[string, { key?: Place; value: Value }]> {
  const given = attributeOfView(view, 'extra_context', types);
  const dict = given && likeliest(resolve(given, types.world));
  if (dict?.kind !== 'dict') return;
  for (const { key, value } of dict.entries) {
    const name = asString(resolve(key, types.world));
    if (name !== undefined) yield [name, { value, key: key.kind === 'literal' ? key.place : undefined }];
  }
}

/** django.views.generic.detail.SingleObjectMixin.get_context_data */
function addObject(view: Instance, self: Call, paths: readonly string[], types: Types, put: Put): void {
  if (!paths.includes('django.views.generic.detail.SingleObjectMixin')) return;
  const own = self.attributes?.get('object');
  if (own === undefined && paths.includes('django.views.generic.edit.BaseCreateView')) return;
  // What is None only perhaps is an object in the templates that show it.
  if (own?.kind === 'literal' && isNone(own)) return;
  const object = own ?? callOn(self, 'get_object');
  put('object', object);
  const name = objectName(view, self, types);
  if (name) put(name, object, placeOfName(view, name, types));
}

/** django.views.generic.list.MultipleObjectMixin.get_context_data */
function addList(view: Instance, self: Call, paths: readonly string[], types: Types, put: Put): void {
  if (!paths.includes('django.views.generic.list.MultipleObjectMixin')) return;
  const list = self.attributes?.get('object_list') ?? callOn(self, 'get_queryset');
  const page = (name: string): Value => ({
    kind: 'call',
    callee: { kind: 'ref', dotted: `django.core.paginator.${name}` },
    args: [list],
    keywords: new Map(),
    place: self.place,
  });
  put('paginator', page('Paginator'));
  put('page_obj', page('Page'));
  put('is_paginated', literal(false));
  put('object_list', list);
  const name = objectName(view, self, types);
  const own = textOfView(view, 'context_object_name', types);
  if (name)
    put(
      own === name || hasOwn(view, 'get_context_object_name', types) ? name : `${name}_list`,
      list,
      placeOfName(view, name, types),
    );
}

/** Where `context_object_name` gives the name. */
function placeOfName(view: Instance, name: string, types: Types): Place | undefined {
  const given = attributeOfView(view, 'context_object_name', types);
  const found = given && likeliest(resolve(given, types.world));
  return found?.kind === 'literal' && found.value === name ? found.place : undefined;
}

function hasOwn(view: Instance, name: string, types: Types): boolean {
  const found = view.class.kind === 'class' ? findMember(view.class, name, types.world) : undefined;
  return found !== undefined && !isFramework(found.owner.module);
}

/** `get_context_object_name()`: the project's own, `context_object_name`, or the name of the model. */
function objectName(view: Instance, self: Call, types: Types): string | undefined {
  const found =
    view.class.kind === 'class' ? findMember(view.class, 'get_context_object_name', types.world) : undefined;
  if (found && !isFramework(found.owner.module)) {
    const given = { args: [unknown('the object', self.place)], keywords: new Map() };
    return asString(runMethod(found, self, types.world, given)?.value);
  }
  const named = textOfView(view, 'context_object_name', types);
  if (named) return named;
  const label = rowsOfView(view, types)?.label;
  return label?.slice(label.lastIndexOf('.') + 1).toLowerCase();
}

/** The names that Django's views compute otherwise. */
function djangoNames(paths: readonly string[], types: Types): string[] {
  const views = djangoViews(types.version());
  const isCreate = paths.includes('django.views.generic.edit.BaseCreateView');
  return [...new Set(paths.flatMap((path) => views.get(path)?.context ?? []))].filter(
    (name) => !(isCreate && name === 'object'),
  );
}

/** What classes of the project add that stand behind Django's in the method resolution order. */
function addedBehind(
  type: ClassValue,
  after: string,
  self: Call,
  keywords: ReadonlyMap<string, Value>,
  types: Types,
): readonly DictItem[] {
  const line: readonly (ClassValue | Ref)[] = linearized(type, types.world);
  const start = line.findIndex((one) => dottedOf(one) === after);
  const next = line
    .slice(start + 1)
    .find((one) => one.kind === 'class' && !isFramework(one.module) && one.members.has('get_context_data'));
  if (start < 0 || next?.kind !== 'class') return [];
  const value = next.members.get('get_context_data')!;
  const made = runMethod({ value, owner: next }, self, types.world, { args: [], keywords })?.value;
  const dict = made && likeliest(made);
  return dict?.kind === 'dict' ? dict.entries : [];
}
