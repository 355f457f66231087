import { djangoViews } from '../../django/views';
import { findMember, isFramework, isProperty, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import { asString, type Call, type ClassValue, isNone, nowhere, type Ref, type Value } from '../../python/values';
import { calledType } from './calledType';
import { classPaths, instanceOf } from './instances';
import { itemOf } from './items';
import { type Instance, optionsOfType, type QuerySet, type Type } from './type';
import type { Types } from './types';

/** What Django's own methods of generic views give (django.views.generic.detail, list and edit). */
export function viewMethod(view: Instance, name: string, types: Types): Type | undefined {
  switch (name) {
    case 'get_object':
      return itemOf(callOwn(view, 'get_queryset', types), types);
    case 'get_queryset':
      return rowsOfView(view, types);
    case 'get_form_class': {
      const given = attributeOfView(view, 'form_class', types);
      return given && !isNone(given) ? types.typeOf(given) : undefined;
    }
    case 'get_form': {
      const form = calledType(callOwn(view, 'get_form_class', types), types);
      const rows = rowsOfView(view, types);
      // The form that the view makes of `model` and `fields` is of that model.
      return form.kind === 'unknown' && rows
        ? instanceOf('django.forms.models.ModelForm', () => ({ kind: 'model', label: rows.label }))
        : form;
    }
    case 'get_paginator':
      return instanceOf('django.core.paginator.Paginator', () => itemOf(callOwn(view, 'get_queryset', types), types));
    default:
      return undefined;
  }
}

/** What a method of a view gives, the project's own before Django's. */
function callOwn(view: Instance, name: string, types: Types): Type {
  return types.typeOf(callOn(selfOf(view, types), name));
}

/** `self.name()`. */
export function callOn(self: Value, name: string, args: readonly Value[] = []): Call {
  return {
    kind: 'call',
    callee: { kind: 'member', of: self, name },
    args,
    keywords: new Map(),
    place: self.kind === 'call' ? self.place : nowhere,
  };
}

function selfOf(view: Instance, types: Types): Call {
  return view.self ?? (view.class.kind === 'class' ? types.instanceOf(view.class) : types.valueOf(view));
}

/**
 * The rows that `queryset` or `model` of a view mean (django.views.generic.detail.SingleObjectMixin.get_queryset and
 * django.views.generic.list.MultipleObjectMixin.get_queryset).
 */
export function rowsOfView(view: Instance, types: Types): QuerySet | undefined {
  const given = attributeOfView(view, 'queryset', types);
  if (given && !isNone(given)) {
    const rows = optionsOfType(types.typeOf(given)).find((one) => one.kind === 'queryset');
    if (rows?.kind === 'queryset') return { ...rows, isManager: false };
  }
  const model = attributeOfView(view, 'model', types);
  const named =
    model && !isNone(model) ? optionsOfType(types.typeOf(model)).find((one) => one.kind === 'class') : undefined;
  const found =
    named?.kind === 'class' && named.value.kind === 'class'
      ? types.models().byClass.get(`${named.value.module}.${named.value.qualifiedName}`)
      : undefined;
  if (found) return { kind: 'queryset', label: found.label, isManager: false };
  const form = attributeOfView(view, 'form_class', types);
  const label = form && formModel(form, types);
  return label === undefined ? undefined : { kind: 'queryset', label, isManager: false };
}

function formModel(value: Value, types: Types): string | undefined {
  const type = types.typeOf(value);
  const path =
    type.kind === 'class' && type.value.kind === 'class'
      ? `${type.value.module}.${type.value.qualifiedName}`
      : undefined;
  return types.forms().list.find((one) => one.class === path)?.model;
}

/**
 * An attribute of a view: what `as_view()` was given, else what the class has. Undefined where only Django's default is there
 * (django.views.generic.base.View.__init__).
 */
export function attributeOfView(view: Instance, name: string, types: Types): Value | undefined {
  const own = view.self?.attributes?.get(name);
  if (own) return own;
  const found = view.class.kind === 'class' ? findMember(view.class, name, types.world) : undefined;
  if (found?.value.kind !== 'function' || !isProperty(found.value)) return found?.value;
  return isFramework(found.owner.module) ? undefined : runMethod(found, selfOf(view, types), types.world)?.value;
}

/** The text of an attribute, Django's default where the view has none. */
export function textOfView(view: Instance, name: string, types: Types): string | undefined {
  const given = attributeOfView(view, name, types);
  if (given) return asString(resolve(given, types.world));
  for (const path of viewPaths(view.class, types)) {
    const value = djangoViews(types.version()).get(path)?.attributes.get(name);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** The classes of Django's that a view derives from, by the path that defines them, the nearest first. */
export function viewPaths(value: ClassValue | Ref, types: Types): readonly string[] {
  const views = djangoViews(types.version());
  const found: string[] = [];
  const add = (path: string): void => {
    const view = views.get(path);
    if (view === undefined || found.includes(view.path)) return;
    found.push(view.path);
    for (const base of view.bases) add(base);
  };
  for (const path of classPaths(value, types)) add(path);
  return found;
}
