import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session';

/** One request of LSP or our own protocol, and the feature that answers it. */
export interface Feature {
  readonly method: string;
  readonly capability?: ServerCapabilities;
  // Each method has parameters of its own; the table is checked against LSP where it is written.
  // biome-ignore lint/suspicious/noExplicitAny: the parameters' type follows from the method's name
  handle(session: Session, params: any): Promise<unknown>;
}

/**
 * The documents that hold templates. Where an editor takes the first provider's word, or folds by indentation only where there
 * is none, one for Python files would stand in the way of others.
 */
export const templateDocuments = [{ language: 'html' }, { language: 'django-html' }];
