import type { Occurrence } from '../kind';
import { isOwnFile } from '../ownFiles';
import { partialAt, partialsOf, partialUses } from '../templates/partials';
import type { FileView } from '../view';
import {
  isRefusal,
  overwrite,
  type Refusal,
  type Renameable,
  type Renaming,
  refusedAsForeign,
  refusedName,
} from './renaming';

/** A partial is renamed where it is defined, in `{% partial %}`, and behind the `#` of template names. */
export function renamePartial(view: FileView, { range }: Occurrence): Renameable | Refusal {
  const { project } = view;
  const found = partialAt(view, range.start);
  if (found === undefined) return { refused: 'No partial is named here.' };
  const { template, name } = found;
  if (!isOwnFile(project, template)) return refusedAsForeign(project, name, template);
  const definitions = partialsOf(project, template);
  if (!definitions.some((one) => one.name === name))
    return { refused: `No partial is named '${name}', so there is nothing to rename.` };
  return {
    range,
    name,
    to(newName): Renaming | Refusal {
      const wrong = refusedName(newName, /^[^\s%{}'"#/|]+$/, 'A partial');
      if (wrong) return wrong;
      if (definitions.some((one) => one.name === newName))
        return { refused: `There is already a partial '${newName}' in this template.` };
      const places = [...definitions.filter((one) => one.name === name), ...partialUses(project, template, name)];
      const changes = overwrite(project, places, name, newName);
      return isRefusal(changes) ? changes : { changes, moves: [], unseen: [] };
    },
  };
}
