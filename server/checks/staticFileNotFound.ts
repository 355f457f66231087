import { type Use, usesOfKind } from '../facts/uses';
import { type Check, didYouMean, type Finding } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import type { Project } from '../project/project';
import type { StaticFiles } from '../project/staticFiles';
import { isTestCode } from '../project/tests/testCode';
import { once } from '../text/once';
import { suggestPath } from '../text/suggest';

/** A path in `{% static %}` that no finder finds. */
export const staticFileNotFound: Check = {
  rule: 'static-file-not-found',
  severity: 'warning',
  run(view) {
    const { project } = view;
    if (view.template?.name === undefined || isTestCode(project, view.path)) return [];
    const uses = usesOfKind(view.uses, 'static').filter((use) => use.required && use.by === 'static');
    if (uses.length === 0 || !project.isComplete() || !usesFinders(project)) return [];
    const known = project.staticFiles();
    const missing = once((path: string) => lookUp(known, path));
    return uses.flatMap((use) => finding(missing(use.name), use));
  },
};

/** Without the app, `{% static %}` puts STATIC_URL before any path. */
function usesFinders(project: Project): boolean {
  const app = project.apps().list.find(({ name }) => name === 'django.contrib.staticfiles');
  return app !== undefined && app.maybe === undefined && project.staticFiles().certain;
}

function finding(missing: Missing | undefined, use: Use): Finding[] {
  if (missing === undefined) return [];
  const { name, other } = missing;
  const message = `There is no static file '${name}'.${didYouMean(other)}`;
  return [{ range: use, message, fixes: useInstead(use, other) }];
}

/** A path without a file, and the one that was most likely meant. */
interface Missing {
  readonly name: string;
  readonly other: string | undefined;
}

function lookUp(known: StaticFiles, path: string): Missing | undefined {
  const name = path.replace(/[?#].*$/, '').replace(/^\/+/, '');
  if (name === '' || name.endsWith('/') || known.files.has(name) || known.virtual.has(name)) return undefined;
  const names = [...known.files.keys()];
  if (names.some((one) => one.startsWith(`${name}/`) || isSourceOf(one, name))) return undefined;
  const other = suggestPath(name, names);
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  // A folder without any file may be what a build makes.
  if (other === undefined && (folder === '' || !names.some((one) => one.startsWith(folder)))) return undefined;
  return { name, other };
}

/** Whether a build may make the file of this one: it has the same name and another extension, wherever it lies. */
function isSourceOf(other: string, name: string): boolean {
  const stem = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.min)?\.\w+$/, '');
  const isSource = /\.(?:s[ac]ss|less|styl|[cm]?tsx?|jsx|coffee|vue|svelte)$/.test(other);
  return isSource && /\.(?:css|[cm]?js|map)$/.test(name) && stem(other) === stem(name);
}
