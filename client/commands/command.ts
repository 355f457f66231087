import type { LogOutputChannel, Uri } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Projects } from '../projects';

/** What a command has to work with. */
export interface CommandContext {
  readonly client: BaseLanguageClient;
  readonly projects: Projects;
  readonly log: LogOutputChannel;
  /** The folder with the language server's cache. */
  readonly storage: Uri;
}

/** Does what the user asked for. It may throw: the table reports that. */
export type Command = (context: CommandContext) => unknown;
