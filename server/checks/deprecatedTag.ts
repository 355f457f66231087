import { deprecatedForms } from '../django/oldForms';
import type { Check, Finding } from '../project/findings/finding';
import { modernize } from '../project/findings/modernize';
import { registeredAt } from '../project/libraries/scopes';

/** A tag or filter that a coming version of Django no longer has. */
export const deprecatedTag: Check = {
  rule: 'deprecated-tag',
  severity: 'warning',
  run(view) {
    const { template } = view;
    if (template?.name === undefined) return [];
    const forms = deprecatedForms(view.project.django().version);
    if (forms.length === 0) return [];
    return view.uses.flatMap((use): Finding[] => {
      const form = forms.find(({ kind, name }) => kind === use.kind && name === use.name);
      if (form === undefined) return [];
      // A library of the project may have one of the same name.
      const entries = form.kind === 'tag' ? 'tags' : 'filters';
      const isDjangos =
        form.kind === 'library' ||
        registeredAt(view, entries, use.name, use.start)?.library.module.startsWith('django.') === true;
      if (!isDjangos) return [];
      return [
        {
          range: { start: use.start, end: use.end },
          message: `Django ${form.removed} no longer has the ${form.kind} '${form.name}': ${form.instead}.`,
          tag: 'deprecated',
          fixes: modernize(template.tree, form, use),
        },
      ];
    });
  },
};
