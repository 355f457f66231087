import type { FileFacts, PythonFacts, TemplateFacts } from '../facts/facts';
import { hash } from '../text/hash';
import type { Path } from '../text/paths';
import type { Directory } from './files';

/** The keys of what queries read of files, and fingerprints of what they read: the same in each run. */
export const fileKey = (path: Path) => `file\n${path}`;
export const directoryKey = (path: Path) => `directory\n${path}`;
export const textKey = (path: Path) => `text\n${path}`;

/** For a folder that nobody needed to read, because the one around it lacks it. */
export const unread = 'unread';

/** The fingerprint of a section of a file's facts; of a file that is not there that of an empty one. */
export function sectionPrint(facts: FileFacts | undefined, name: string): string {
  const python = pythonOf(facts);
  if (name === 'module') return python?.outline.module.fingerprint ?? '';
  if (name.startsWith('body:')) return python?.outline.bodies[name.slice(5)]?.fingerprint ?? '';
  // Nothing but what is read has a fingerprint.
  if (name === 'isRead') return name;
  if (name === 'uses') return hash(JSON.stringify(facts?.uses ?? []));
  if (name === 'routeNames') return hash(JSON.stringify(python?.routeNames ?? []));
  if (name === 'assigned') return hash(JSON.stringify(python?.assigned) ?? '');
  return hash(JSON.stringify(templateOf(facts)?.declared) ?? '');
}

/** One fingerprint of several sections of a file's facts. */
export function filePrint(facts: FileFacts | undefined, sections: readonly string[]): string {
  return hash(`${facts === undefined} ${sections.map((name) => sectionPrint(facts, name)).join('\n')}`);
}

/** The fingerprint of a text; empty for a file that is not there. */
export function textPrint(text: string | undefined): string {
  return text === undefined ? '' : hash(text);
}

/** The fingerprint of a listing; empty for a folder that is not there. */
export function directoryPrint(entries: Directory | undefined): string {
  return entries === undefined ? '' : hash(JSON.stringify([...entries]));
}

/** The facts, if they are those of a Python file. */
export function pythonOf(facts: FileFacts | undefined): PythonFacts | undefined {
  return facts?.kind === 'python' ? facts : undefined;
}

/** The facts, if they are those of a template. */
export function templateOf(facts: FileFacts | undefined): TemplateFacts | undefined {
  return facts?.kind === 'template' ? facts : undefined;
}
