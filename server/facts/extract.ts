import type { Path } from '../text/paths';
import type { FileFacts } from './facts';
import { extractPython } from './python';
import type { PartReader } from './pythonParts';
import { extractTemplate } from './template';

/**
 * What the index keeps of a file: as Python by its name's end, as a template otherwise. Pure; never fails.
 * @param bodies ids of functions whose bodies somebody asked for
 * @param edited reads the texts of this file that is being edited
 */
export function extract(path: Path, text: string, bodies?: ReadonlySet<string>, edited?: PartReader): FileFacts {
  if (path.endsWith('.py')) return edited?.(text, bodies ?? new Set()) ?? extractPython(text, bodies);
  const { declared, uses } = extractTemplate(path, text);
  return { kind: 'template', declared, uses };
}
