import { join } from '../../text/paths';
import { componentFile, componentName, projectCotton } from '../components/cottonComponents';
import type { Occurrence } from '../kind';
import { isOwnFile } from '../ownFiles';
import type { FileView } from '../view';
import { moveTemplates } from './moves';
import { type Refusal, type Renameable, type Renaming, refusedAsForeign, refusedName } from './renaming';
import { renameAttribute } from './variable';

/** A component is renamed with its file, wherever a tag names it. */
export function renameComponent({ project, text }: FileView, { range, name }: Occurrence): Renameable | Refusal {
  const cotton = projectCotton(project);
  if (cotton === undefined) return { refused: 'No component is named here.' };
  if (name.includes(' ')) {
    const [component, attribute] = name.split(' ');
    const owner = componentFile(project, component);
    if (owner === undefined) return { refused: `No component is named '${component}', so there is nothing to rename.` };
    return renameAttribute(project, owner, attribute, range, text.slice(range.start, range.end));
  }
  const file = componentFile(project, name);
  const template = file && project.templates().names.get(file);
  if (file === undefined || template === undefined)
    return { refused: `No component is named '${name}', so there is nothing to rename.` };
  if (!isOwnFile(project, file)) return refusedAsForeign(project, name, file);
  return {
    range,
    name,
    to(newName): Renaming | Refusal {
      const wrong = refusedName(newName, /^[\w-]+(?:\.[\w-]+)*$/, 'A component');
      if (wrong) return wrong;
      if (['vars', 'slot', 'component'].includes(newName))
        return { refused: `'${newName}' means something else to django-cotton.` };
      const folder = template.startsWith(`${cotton.folder}/`) ? cotton.folder : 'cotton';
      const path = newName.replace(/\./g, '/');
      const isIndex = template.endsWith('/index.html') && componentName(project, template) !== undefined;
      const stem = cotton.snakeCased || folder === 'cotton' ? path.replace(/-/g, '_') : path;
      const target = `${folder}/${stem}${isIndex ? '/index' : ''}.html`;
      const to = join(file.slice(0, -template.length - 1), target);
      if (target === template) return { refused: `'${newName}' is the same component as '${name}'.` };
      if (project.files.isFile(to) || project.templates().files.has(target))
        return { refused: `There is already a template '${target}'.` };
      return moveTemplates(project, [{ from: file, to }], { withVariables: true });
    },
  };
}
