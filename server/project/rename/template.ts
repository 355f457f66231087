import { resolveTemplateName } from '../../templates/relativeName';
import { join } from '../../text/paths';
import type { Occurrence } from '../kind';
import { isOwnFile } from '../ownFiles';
import { templateFileOf } from '../templates/templateTree';
import type { FileView } from '../view';
import { moveTemplates } from './moves';
import { type Refusal, type Renameable, type Renaming, refusedAsForeign, refusedName } from './renaming';

/** A template is renamed with its file, wherever it is named; its name may be relative to the template that it stands in. */
export function renameTemplate(view: FileView, { range, name }: Occurrence): Renameable | Refusal {
  const { project, path } = view;
  const use = view.uses.find((one) => one.kind === 'template' && one.start === range.start);
  const file = use && templateFileOf(project, path, use);
  if (file === undefined && project.templates().virtual.has(name))
    return { refused: `'${name}' is no file of this workspace and cannot be renamed here.` };
  if (file === undefined) return { refused: `No template is named '${name}', so there is nothing to rename.` };
  if (!isOwnFile(project, file)) return refusedAsForeign(project, name, file);
  const written = use!.name.replace(/(?<=.)#[^/]*$/, '');
  return {
    range: { start: range.start, end: range.start + written.length },
    name: written,
    to(newName): Renaming | Refusal {
      const wrong = refusedName(newName, /^[^'"\\%{}#\n]*[^'"\\%{}#\n/]$/, 'A template');
      if (wrong) return wrong;
      const own = view.template?.name;
      const resolved = own === undefined ? { name: newName } : resolveTemplateName(own, newName, 'include');
      if (!('name' in resolved) || !/^[^./]/.test(resolved.name))
        return { refused: `'${newName}' cannot be the name of a template.` };
      const to = join(file.slice(0, -name.length - 1), resolved.name);
      if (project.files.isFile(to) || project.templates().files.has(resolved.name))
        return { refused: `There is already a template '${resolved.name}'.` };
      return moveTemplates(project, [{ from: file, to }], { withVariables: true });
    },
  };
}
