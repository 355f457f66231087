import type { Check, Finding, Fix } from '../project/findings/finding';
import { formsWithoutToken } from '../project/findings/postForms';
import type { Project } from '../project/project';
import { isTestCode } from '../project/tests/testCode';
import type { FileView } from '../project/view';
import { asItems, asString } from '../python/values';
import type { Range } from '../text/range';

/** A form that is sent to the site itself by POST and has no `{% csrf_token %}`. */
export const missingCsrfToken: Check = {
  rule: 'missing-csrf-token',
  severity: 'warning',
  run(view) {
    const { template, project, path } = view;
    if (template?.name === undefined || isTestCode(project, path) || !/\.x?html?$/.test(path)) return [];
    if (template.tree.errors.length > 0 || !/<form\b/i.test(view.text)) return [];
    const forms = formsWithoutToken(template.tree);
    return forms.length > 0 && isProtected(project) ? forms.map((form) => finding(form, view)) : [];
  },
};

/** Without its middleware Django asks for no token. */
function isProtected(project: Project): boolean {
  const items = asItems(project.settings().value('MIDDLEWARE'));
  return items?.some(({ value }) => asString(value) === 'django.middleware.csrf.CsrfViewMiddleware') ?? false;
}

function finding({ start, end }: Range, { text }: FileView): Finding {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const next = /^[ \t]*\r?\n([ \t]*)/.exec(text.slice(end));
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = next ? (next[1].length > line.length ? next[1] : `${/^[ \t]*/.exec(line)![0]}  `) : undefined;
  const fix: Fix = {
    title: "Add '{% csrf_token %}'",
    edits: [
      { start: end, end, text: indent === undefined ? '{% csrf_token %}' : `${newline}${indent}{% csrf_token %}` },
    ],
  };
  return {
    range: { start, end: start + '<form'.length },
    message: "The form has no '{% csrf_token %}': Django refuses what it sends.",
    fixes: [fix],
  };
}
