import type { Occurrence } from '../kind';
import { isOwnFile } from '../ownFiles';
import { blockFamily, hasBlock } from '../templates/inheritance';
import { relatives } from '../templates/templateTree';
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

/** A block is renamed in all templates that extend each other and have it. */
export function renameBlock({ project, path }: FileView, { range, name }: Occurrence): Renameable | Refusal {
  const family = blockFamily(project, path, name);
  const foreign = [...family.paths].find((one) => !isOwnFile(project, one));
  if (foreign !== undefined) return refusedAsForeign(project, name, foreign);
  return {
    range,
    name,
    to(newName): Renaming | Refusal {
      const wrong = refusedName(newName, /^[^\s%{}'"#|]+$/, 'A block');
      if (wrong) return wrong;
      const around = new Set([...family.paths].flatMap((one) => [one, ...relatives(project, one)]));
      const taken = [...around].find((one) => hasBlock(project, one, newName));
      if (taken !== undefined) {
        const other = project.templates().names.get(taken) ?? taken;
        return { refused: `There is already a block '${newName}', in '${other}'.` };
      }
      const places = [...family.paths].sort().flatMap((one) =>
        project.files
          .uses(one)
          .filter((use) => use.kind === 'block' && use.name === name && use.by !== 'endpartialdef')
          .map(({ start, end }) => ({ path: one, range: { start, end } })),
      );
      const changes = overwrite(project, places, name, newName);
      if (isRefusal(changes)) return changes;
      const unseen = family.open
        .filter((one) => isOwnFile(project, one))
        .map((one) => ({
          why: `Extends a template that is not known: '${name}' may be a block of it`,
          place: { path: one, range: extendsOf(one) },
        }));
      return { changes, moves: [], unseen };
    },
  };

  function extendsOf(one: string) {
    const match = /\{%-?\s*extends\b[^%]*%\}/.exec(project.files.text(one) ?? '');
    return { start: match?.index ?? 0, end: match ? match.index + match[0].length : 0 };
  }
}
