import { checks } from './checks/checks';
import { diagnostics } from './features/diagnostics';
import type { Diagnostic } from './project/findings/finding';
import type { Project } from './project/project';
import { viewFile } from './project/view';
import type { Path } from './text/paths';

/** What the rules found in one file; files without findings are left out. */
export interface CheckedFile {
  readonly path: Path;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Every rule on every template and Python file of a project, sorted by path. */
export function checkProject(project: Project): CheckedFile[] {
  const paths = [...new Set([...project.ownTemplates(), ...project.pythonFiles()])].sort();
  return paths.flatMap((path): CheckedFile[] => {
    if (isJinja(path)) return [];
    // Most Python files use no name that a rule looks at; their text need not be read.
    if (path.endsWith('.py') && project.files.uses(path).length === 0) return [];
    const view = viewFile(project, path);
    const found = view ? diagnostics(view, checks, {}) : [];
    return found.length === 0 ? [] : [{ path, text: view!.text, diagnostics: found }];
  });
}

/** Whether a file says that it is of Jinja: a generator keeps such templates among those of Django, which does not load them. */
function isJinja(path: Path): boolean {
  return /\.(?:j2|jinja2?)$/.test(path);
}
