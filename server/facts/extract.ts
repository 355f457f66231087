import type { TemplateParser } from '../templates/tree';
import type { Path } from '../text/paths';
import type { FileFacts } from './facts';
import { extractPython } from './python';
import type { PartReader } from './pythonParts';
import { extractTemplate } from './template';

export interface ExtractOptions {
  /** Ids of functions whose bodies somebody asked for. */
  readonly bodies?: ReadonlySet<string>;
  /** What reads a text faster that differs little from the one before. */
  readonly python?: PartReader | undefined;
  readonly template?: TemplateParser | undefined;
  /** Hears of what trips us up, which may be later. */
  readonly failed?: (error: unknown) => void;
}

/** What the index keeps of a file: as Python by its name's end, as a template otherwise. Pure. */
export function extract(path: Path, text: string, options: ExtractOptions = {}): FileFacts {
  const { bodies, python, template, failed } = options;
  if (path.endsWith('.py')) return python?.(text, bodies ?? new Set()) ?? extractPython(text, bodies, failed);
  const { declared, uses } = extractTemplate(path, text, template);
  return { kind: 'template', declared, uses };
}
