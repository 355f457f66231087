import { type ClassValue, nowhere, type Ref, type Value } from '../../python/values';
import type { Types } from '../types/types';
import type { Route } from '../urls/routes';
import type { View } from '../urls/view';
import { templatesOfView } from './renderings';

/** A class-based view as a route uses it. */
export interface UsedView {
  readonly value: ClassValue | Ref;
  readonly given: ReadonlyMap<string, Value>;
}

/** The views of all routes, each once for each way in which it is used. */
export function routedViews(
  routes: readonly Route[],
  ofRoute: (view: View) => RoutedView | undefined,
): readonly RoutedView[] {
  const found = new Map<string, RoutedView>();
  for (const { view } of routes) {
    const one = view && ofRoute(view);
    if (one && !found.has(one.key)) found.set(one.key, one);
  }
  return [...found.values()];
}

/** Of each class as many views as are looked into: very many of one class show much the same. */
export function fewOfEach(views: readonly UsedView[]): readonly UsedView[] {
  const counts = new Map<UsedView['value'], number>();
  return views.filter(({ value }) => {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    return count <= mostOfOne;
  });
}

const mostOfOne = 6;

/** Views by the names of their templates. */
export function viewsByTemplate(views: readonly RoutedView[]): ReadonlyMap<string, readonly UsedView[]> {
  const found = new Map<string, UsedView[]>();
  for (const { used, templates } of views)
    for (const name of templates) {
      const known = found.get(name);
      if (known) known.push(used);
      else found.set(name, [used]);
    }
  return found;
}

/** A class-based view as a route uses it, with what tells it from other uses and the names of its templates. */
export interface RoutedView {
  readonly key: string;
  readonly used: UsedView;
  readonly templates: readonly string[];
}

/** Whether two are used in the same way, and give the same templates. */
export function isSameUse(a: RoutedView | undefined, b: RoutedView | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.key === b.key && a.used.value === b.used.value && a.templates.join() === b.templates.join();
}

/** A view as a route uses it; undefined for one that is no class (django.views.generic.base.View.as_view). */
export function routedView({ value, given: own, dotted, place }: View, types: Types): RoutedView | undefined {
  if (value.kind !== 'class' && value.kind !== 'ref') return undefined;
  const given = own ?? new Map<string, Value>();
  const shown = [...given].map(([name, one]) => `${name}=${one.kind === 'literal' ? one.value : one.kind}`);
  const self = {
    kind: 'call',
    callee: value,
    args: [],
    keywords: given,
    attributes: new Map(given),
    place: place ?? nowhere,
  } as const;
  const templates = templatesOfView({ kind: 'instance', class: value, self }, types);
  return { key: `${dotted} ${shown.join()}`, used: { value, given }, templates };
}
