import { findMember, isFramework, resolve } from '../../python/resolve';
import { type MethodCall, runFunction, runMethod, runOnInstance } from '../../python/run';
import type { FunctionParameter } from '../../python/syntax';
import {
  asString,
  type Call,
  type ClassValue,
  callOf,
  dottedOf,
  type FunctionValue,
  likeliest,
  nowhere,
  optionsOf,
  type Place,
  type Ref,
  type Value,
} from '../../python/values';
import { annotationType } from '../types/annotation';
import { type Instance, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { callOn, viewPaths } from '../types/viewMethods';
import { contextData } from './viewContext';
import { djangoTemplateNames, stringsOf } from './viewTemplates';

/** One way in which a template is rendered. */
export interface Rendering {
  /** What renders it: `shop.views.order_detail`. */
  readonly by: string;
  readonly place: Place | undefined;
  /** The names of the templates of which one is taken. */
  readonly templates: readonly string[];
  readonly names: ReadonlyMap<string, RenderedName>;
  /** Whether these are all the names that it gives. */
  readonly certain: boolean;
}

export interface RenderedName {
  readonly values: readonly Value[];
  /** Where the name is given; of several places the first. */
  readonly place: Place | undefined;
  /** Everywhere where it is. */
  readonly places: readonly Place[];
}

/** What a function renders, itself or through functions that it calls. */
export function functionRenderings(target: FunctionValue, types: Types): Rendering[] {
  const effects = runFunction(target, argumentsFor(target, 0, types), types.world)?.effects ?? [];
  return renderCalls(effects, dottedOf(target)!, target.place, undefined, types);
}

/** What a method renders that no view runs by itself. */
export function methodRenderings(target: FunctionValue, owner: ClassValue, types: Types): Rendering[] {
  const self = madeByCallers(owner, types);
  const given = { args: argumentsFor(target, 1, types), keywords: new Map() };
  const effects = runMethod({ value: target, owner }, self, types.world, given)?.effects ?? [];
  return renderCalls(effects, dottedOf(target)!, target.place, self, types);
}

function argumentsFor(target: FunctionValue, from: number, types: Types): Value[] {
  return target.statement.parameters
    .slice(from)
    .filter((parameter) => parameter.name !== '' && !parameter.star && !parameter.keywordOnly)
    .map((parameter) => argumentFor(parameter, target, dottedOf(target)!, types));
}

/** What stands for what a function is given: a request, what its annotation says, or something that nobody knows. */
function argumentFor(
  { name, annotation }: FunctionParameter,
  target: FunctionValue,
  dotted: string,
  types: Types,
): Value {
  const type = annotationType(annotation, target, types);
  if (type === undefined && name === 'request') return types.request();
  return types.valueOf(type ?? (() => types.givenTo(dotted)?.get(name)?.() ?? unknownType));
}

/**
 * What a class-based view renders: by Django's own methods, and where its own methods call `render()`
 * (django.views.generic.base.View.dispatch and TemplateResponseMixin.render_to_response).
 */
export function viewRenderings(value: ClassValue | Ref, given: ReadonlyMap<string, Value>, types: Types): Rendering[] {
  const by = dottedOf(value)!;
  const paths = viewPaths(value, types);
  const place = value.place ?? nowhere;
  const bare: Call = { kind: 'call', callee: value, args: [], keywords: new Map(), place, attributes: new Map(given) };
  const request = types.request();
  const attributes = (owner: object): ReadonlyMap<string, Value> =>
    new Map<string, Value>([
      ...given,
      ['request', request],
      ['args', { kind: 'list', items: [], depth: 0, owner }],
      ['kwargs', types.valueOf({ kind: 'dict', entries: new Map(), rest: () => unknownType })],
      ...(paths.includes('django.views.generic.detail.SingleObjectMixin') &&
      !paths.includes('django.views.generic.edit.BaseCreateView')
        ? ([['object', callOn(bare, 'get_object')]] as const)
        : []),
      ...(paths.includes('django.views.generic.list.MultipleObjectMixin')
        ? ([['object_list', callOn(bare, 'get_queryset')]] as const)
        : []),
    ]);
  const found: Rendering[] = [];
  let self: Call = { ...bare, attributes: new Map(attributes({})) };
  const common = [...ownInit(value, given, types), ...ownMethods(value, ['setup', 'dispatch'], request, types)];
  for (const verb of ['get', 'post']) {
    const own = ownMethods(value, [verb], request, types);
    if (verb === 'post' && own.length === 0) continue;
    const methods = [...common, ...own];
    const run = methods.length > 0 ? runOnInstance(bare, methods, attributes, types.world) : undefined;
    if (run?.value.kind !== 'call') continue;
    if (verb === 'get') self = run.value;
    found.push(...renderCalls(run.effects, by, place, run.value, types));
  }
  const view: Instance = { kind: 'instance', class: value, self };
  const templates = templatesOfView(view, types);
  if (templates.length === 0) return found;
  return [...found, defaultRendering(view, self, by, place, templates, types)];
}

/**
 * What a component of django-components gives to its template (django_components.component.Component._call_data_methods): what
 * `get_template_data(args, kwargs, slots, context)` or the older `get_context_data(…)` returns.
 */
export function componentRendering(value: ClassValue, template: string, types: Types): Rendering[] {
  const self = madeByCallers(value, types);
  for (const name of ['get_template_data', 'get_context_data']) {
    const method = findMember(value, name, types.world);
    if (method?.value.kind !== 'function' || method.owner.module.startsWith('django_components.')) continue;
    const given = { args: argumentsFor(method.value, 1, types), keywords: new Map() };
    const run = runMethod(method, self, types.world, given);
    if (run === undefined) return [];
    const { names } = namesOf(run.value, run.effects, self, types);
    return [{ by: dottedOf(value)!, place: value.place, templates: [template], names, certain: false }];
  }
  return [];
}

/** What a view renders through `render_to_response(self.get_context_data())`. */
function defaultRendering(
  view: Instance,
  self: Call,
  by: string,
  place: Place,
  templates: readonly string[],
  types: Types,
): Rendering {
  const own = view.class.kind === 'class' ? findMember(view.class, 'get_context_data', types.world) : undefined;
  const run = own && !isFramework(own.owner.module) ? runMethod(own, self, types.world) : undefined;
  const context = run?.value ?? contextData(self, {}, types);
  return { by, place, templates, ...namesOf(context, run?.effects ?? [], self, types) };
}

/** An instance of a class as the project makes it. */
function madeByCallers(value: ClassValue, types: Types): Call {
  const bare = callOf(value, value.place);
  const made = types.models().byClass.has(dottedOf(value)!) ? [] : ownInit(value, new Map(), types);
  const run = made.length > 0 ? runOnInstance(bare, made, () => new Map(), types.world) : undefined;
  return run?.value.kind === 'call' ? run.value : types.instanceOf(value);
}

/** The project's own `__init__`, with what `as_view()` was given (django.views.generic.base.View.as_view). */
function ownInit(value: ClassValue | Ref, given: ReadonlyMap<string, Value>, types: Types): MethodCall[] {
  const method = value.kind === 'class' ? findMember(value, '__init__', types.world) : undefined;
  if (value.kind !== 'class' || method?.value.kind !== 'function' || isFramework(method.owner.module)) return [];
  const keywords = new Map<string, Value>();
  for (const parameter of method.value.statement.parameters.slice(1))
    if (parameter.name !== '' && !parameter.star && parameter.default === undefined)
      keywords.set(parameter.name, argumentFor(parameter, method.value, dottedOf(value)!, types));
  return [{ method, given: { args: [], keywords: new Map([...keywords, ...given]) } }];
}

/** The methods of the project's own classes. */
function ownMethods(value: ClassValue | Ref, names: readonly string[], request: Call, types: Types): MethodCall[] {
  if (value.kind === 'ref') return [];
  return names.flatMap((name): MethodCall[] => {
    const method = findMember(value, name, types.world);
    if (method?.value.kind !== 'function' || isFramework(method.owner.module)) return [];
    const [, ...rest] = argumentsFor(method.value, 1, types);
    return [{ method, given: { args: [request, ...rest], keywords: new Map() } }];
  });
}

/**
 * The names of the templates that `get_template_names()` of a view gives
 * (django.views.generic.base.TemplateResponseMixin.get_template_names and those of detail and list).
 */
export function templatesOfView(view: Instance, types: Types): readonly string[] {
  const own = view.class.kind === 'class' ? findMember(view.class, 'get_template_names', types.world) : undefined;
  if (own && !isFramework(own.owner.module)) {
    const self = view.self ?? types.instanceOf(view.class as ClassValue);
    return stringsOf(runMethod(own, self, types.world)?.value, types);
  }
  return djangoTemplateNames(view, types);
}

/** Where a function that renders takes the template and the context (django.shortcuts, django.template). */
const renderers: Readonly<
  Record<string, { readonly template: number; readonly keyword: string; readonly context: number }>
> = {
  'django.shortcuts.render': { template: 1, keyword: 'template_name', context: 2 },
  'django.template.loader.render_to_string': { template: 0, keyword: 'template_name', context: 1 },
  'django.template.response.TemplateResponse': { template: 1, keyword: 'template', context: 2 },
  'django.template.response.SimpleTemplateResponse': { template: 0, keyword: 'template', context: 1 },
};

function renderCalls(
  effects: readonly Call[],
  by: string,
  place: Place,
  self: Call | undefined,
  types: Types,
): Rendering[] {
  return effects.flatMap((call): Rendering[] => {
    const made = (templates: readonly string[], context: Value | undefined): Rendering[] =>
      templates.length === 0 ? [] : [{ by, place, templates, ...namesOf(context, effects, self, types) }];
    const { callee } = call;
    const renderer = renderers[dottedOf(callee) ?? ''];
    if (renderer) {
      const template = call.keywords.get(renderer.keyword) ?? call.args[renderer.template];
      return made(stringsOf(template, types), call.keywords.get('context') ?? call.args[renderer.context]);
    }
    if (callee.kind !== 'member') return [];
    if (callee.name === 'render' && callee.of.kind === 'call' && isLoader(dottedOf(callee.of.callee)))
      return made(stringsOf(callee.of.args[0], types), call.keywords.get('context') ?? call.args[0]);
    if (callee.name === 'render_to_response' && self && callee.of.kind === 'call') {
      const type = likeliest(resolve(self.callee, types.world));
      if (type.kind !== 'class' && type.kind !== 'ref') return [];
      return made(templatesOfView({ kind: 'instance', class: type, self }, types), call.args[0]);
    }
    return [];
  });
}

function isLoader(dotted: string | undefined): boolean {
  return dotted === 'django.template.loader.get_template' || dotted === 'django.template.loader.select_template';
}

/** The names of a context; of one that could not be read those that are put into it. */
export function namesOf(
  context: Value | undefined,
  effects: readonly Call[],
  self: Call | undefined,
  types: Types,
): Pick<Rendering, 'names' | 'certain'> {
  const names = new Map<string, RenderedName>();
  if (context === undefined) return { names, certain: true };
  let certain = true;
  const put = (name: string, value: Value, place: Place | undefined): void => {
    const before = names.get(name);
    names.set(name, {
      values: [...(before?.values ?? []), value],
      place: before?.place ?? place,
      places: [...(before?.places ?? []), ...(place ? [place] : [])],
    });
  };
  const read = (value: Value): void => {
    for (const option of optionsOf(resolve(value, types.world))) {
      if (option.kind === 'dict') certain = readDict(option, put, types) && certain;
      else if (option.kind === 'call') {
        certain = false;
        if (self && isContextData(option)) read(contextData(self, option, types));
        for (const effect of effects) readEffect(effect, option, put, read, types);
      } else if (!(option.kind === 'literal' && option.value === null)) certain = false;
    }
  };
  read(context);
  return { names, certain };
}

type Put = (name: string, value: Value, place: Place | undefined) => void;

function readDict(dict: Extract<Value, { kind: 'dict' }>, put: Put, types: Types): boolean {
  let whole = true;
  for (const { key, value } of dict.entries) {
    const name = asString(resolve(key, types.world));
    if (name === undefined) whole = false;
    else put(name, value, (key.kind === 'literal' ? key.place : undefined) ?? placeOfCall(value));
  }
  return whole;
}

function placeOfCall(value: Value): Place | undefined {
  const likely = likeliest(value);
  return likely.kind === 'choice' ? undefined : likely.place;
}

/** `super().get_context_data()` of a view whose base cannot be read. */
function isContextData({ callee }: Call): boolean {
  return callee.kind === 'member' && callee.name === 'get_context_data';
}

/** `context["name"] = value` and `context.update(…)` of a context that is not known whole. */
function readEffect(effect: Call, context: Call, put: Put, read: (value: Value) => void, types: Types): void {
  const { callee, args } = effect;
  if (callee.kind !== 'member' || callee.of !== context) return;
  if (callee.name === '__setitem__' && args[0] && args[1]) {
    const name = asString(resolve(args[0], types.world));
    if (name !== undefined) put(name, args[1], args[0].kind === 'literal' ? args[0].place : undefined);
  } else if (callee.name === 'update') {
    if (args[0]) read(args[0]);
    for (const [name, value] of effect.keywords) put(name, value, effect.place);
  }
}
