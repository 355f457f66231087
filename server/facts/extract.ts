import type { Path } from '../text/paths';
import type { FileFacts } from './facts';
import { extractPython } from './python';
import { extractTemplate } from './template';

/** What the index keeps of a file: as Python by its name's end, as a template otherwise. Pure; never fails. */
export function extract(path: Path, text: string, bodies?: ReadonlySet<string>): FileFacts {
  if (path.endsWith('.py')) return extractPython(text, bodies);
  const { declared, uses } = extractTemplate(path, text);
  return { kind: 'template', declared, uses };
}
