import type { Outline } from '../python/outline';
import type { AssignedNames } from './assigned';
import type { TemplateDeclarations } from './template';
import type { Use } from './uses';

/** What the index keeps of one file. Made by a pure function of its text; never changed afterwards. */
export type FileFacts = PythonFacts | TemplateFacts;

export interface PythonFacts {
  readonly kind: 'python';
  readonly outline: Outline;
  /** The names that calls of `path()` and the like give to routes, without namespaces. */
  readonly routeNames: readonly string[];
  readonly assigned: AssignedNames;
  readonly uses: readonly Use[];
}

export interface TemplateFacts {
  readonly kind: 'template';
  readonly declared: TemplateDeclarations;
  readonly uses: readonly Use[];
}
