import { unitOf } from '../python/outline';
import { importedNames } from '../python/sites';
import type { PythonFacts } from './facts';
import { extractPart } from './pythonPart';
import { createPartReader } from './pythonParts';

/**
 * What the index keeps of a Python file: its outline, the bodies of functions that may matter, the names it uses.
 * @param wanted ids of further functions whose bodies somebody asked for
 */
export function extractPython(text: string, wanted: ReadonlySet<string> = new Set()): PythonFacts {
  const part = extractPart(text, wanted);
  // A statement that is broken is not to take others with it.
  const inParts = part.valid ? undefined : createPartReader()(text, wanted);
  if (inParts) return inParts;
  const { module, bodies } = part.outline;
  return {
    kind: 'python',
    valid: part.valid,
    outline: { module: unitOf(module.statements, module.ranges), bodies },
    ...part.uses(importedNames([part.imported])),
    assigned: part.assigned,
  };
}
