import type { TemplateParser } from '../templates/tree';
import type { Path } from '../text/paths';
import type { FileFacts } from './facts';
import { extractPython } from './python';
import type { PartReader } from './pythonParts';
import { extractTemplate } from './template';

/** What reads a text faster that differs little from the one before, by the language of the file. */
export interface EditedReaders {
  readonly python?: PartReader | undefined;
  readonly template?: TemplateParser | undefined;
}

/**
 * What the index keeps of a file: as Python by its name's end, as a template otherwise. Pure; never fails.
 * @param bodies ids of functions whose bodies somebody asked for
 * @param edited what reads the texts of this file that is being edited
 */
export function extract(path: Path, text: string, bodies?: ReadonlySet<string>, edited: EditedReaders = {}): FileFacts {
  if (path.endsWith('.py')) return edited.python?.(text, bodies ?? new Set()) ?? extractPython(text, bodies);
  const { declared, uses } = extractTemplate(path, text, edited.template);
  return { kind: 'template', declared, uses };
}
