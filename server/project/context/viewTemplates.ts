import { resolve } from '../../python/resolve';
import { asItems, asString, optionsOf, type Value } from '../../python/values';
import type { Instance } from '../types/type';
import type { Types } from '../types/types';
import { attributeOfView, rowsOfView, textOfView, viewPaths } from '../types/viewMethods';

/** The names of templates that Django's own `get_template_names()` gives (django.views.generic.base, detail and list). */
export function djangoTemplateNames(view: Instance, types: Types): readonly string[] {
  const paths = viewPaths(view.class, types);
  const given = attributeOfView(view, 'template_name', types);
  const named = stringsOf(given, types);
  const name = named.length > 0 ? named : [textOfView(view, 'template_name', types)].filter((one) => one !== undefined);
  const isSingle = paths.includes('django.views.generic.detail.SingleObjectTemplateResponseMixin');
  const isList = paths.includes('django.views.generic.list.MultipleObjectTemplateResponseMixin');
  if ((name.length > 0 && !isList) || (!isSingle && !isList)) return name;
  const label = rowsOfView(view, types)?.label;
  const suffix = textOfView(view, 'template_name_suffix', types) ?? '';
  if (label === undefined) return name;
  const [app, model] = label.split('.');
  return [...name, `${app}/${model.toLowerCase()}${suffix}.html`];
}

/** The strings that a value is, or that are in it. */
export function stringsOf(value: Value | undefined, types: Types): string[] {
  if (value === undefined) return [];
  return optionsOf(resolve(value, types.world)).flatMap((option) => {
    const items = asItems(option);
    const found = items ? items.map((item) => asString(resolve(item.value, types.world))) : [asString(option)];
    return found.filter((one) => one !== undefined);
  });
}
