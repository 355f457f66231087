import { findMember, isFramework } from '../../python/resolve';
import { runMethod } from '../../python/run';
import { type Call, type ClassValue, type Dict, dottedOf, literal, type Value } from '../../python/values';
import { classPaths } from '../types/instances';
import { listOf, plain, type Type, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { namesOf, type Rendering } from './renderings';
import { stringsOf } from './viewTemplates';

const dict = (entries: Readonly<Record<string, Type>>): Type => ({
  kind: 'dict',
  entries: new Map(Object.entries(entries).map(([name, type]) => [name, { type: () => type, place: undefined }])),
  rest: () => unknownType,
});

/** What `get_context()` of Django's widgets puts under `widget` (django.forms.widgets). */
const widget: Readonly<Record<string, Type>> = {
  name: plain('str'),
  is_hidden: plain('bool'),
  required: plain('bool'),
  value: unknownType,
  attrs: dict({ id: plain('str') }),
  template_name: plain('str'),
};
const added: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  Input: { type: plain('str') },
  ChoiceWidget: { optgroups: listOf(() => listOf(() => unknownType, 'tuple')) },
  MultiWidget: { subwidgets: listOf(() => dict(widget)) },
  ClearableFileInput: {
    checkbox_name: plain('str'),
    checkbox_id: plain('str'),
    is_initial: plain('bool'),
    input_text: plain('str'),
    initial_text: plain('str'),
    clear_checkbox_label: plain('str'),
  },
};

/** What `get_context()` of Django gives for a widget; undefined for all else (django.forms.widgets.Widget.get_context). */
export function widgetContext(self: Value | undefined, types: Types): Dict | undefined {
  if (self?.kind !== 'call' || self.callee.kind !== 'class') return undefined;
  const paths = classPaths(self.callee, types);
  const names = new Map(Object.entries(widget));
  for (const [name, more] of Object.entries(added))
    if (paths.has(`django.forms.widgets.${name}`)) for (const [key, type] of Object.entries(more)) names.set(key, type);
  const owner = {};
  const entries = [...names].map(([name, type]) => ({ key: literal(name), value: types.valueOf(type) }));
  const inner: Dict = { kind: 'dict', entries, depth: 0, owner };
  return { kind: 'dict', entries: [{ key: literal('widget'), value: inner }], depth: 0, owner };
}

/** What a widget's class renders: its `template_name` (django.forms.widgets.Widget.render). */
export function widgetRenderings(value: ClassValue, types: Types): Rendering[] {
  if (!classPaths(value, types).has('django.forms.widgets.Widget')) return [];
  const templates = stringsOf(findMember(value, 'template_name', types.world)?.value, types);
  if (templates.length === 0) return [];
  const self: Call = types.instanceOf(value);
  const own = findMember(value, 'get_context', types.world);
  const args = [types.valueOf(plain('str')), types.valueOf(unknownType), types.valueOf(dict({}))];
  const run =
    own && !isFramework(own.owner.module)
      ? runMethod(own, self, types.world, { args, keywords: new Map() })
      : undefined;
  const context = run?.value ?? widgetContext(self, types);
  return [
    { by: dottedOf(value)!, place: value.place, templates, ...namesOf(context, run?.effects ?? [], self, types) },
  ];
}
