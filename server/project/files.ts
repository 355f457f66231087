import type { AssignedNames } from '../facts/assigned';
import type { TemplateFacts } from '../facts/facts';
import type { Use } from '../facts/uses';
import type { Unit } from '../python/syntax';
import type { Path } from '../text/paths';

/** The entries of a folder: names, and whether each is a folder itself. */
export type Directory = ReadonlyMap<string, boolean>;

/** What the queries read of the world's files. Whatever has not been read yet is noted as wanted, and undefined until it is. */
export interface Files {
  /** The entries of a folder; undefined where there is none, or it is not read yet. */
  directory(path: Path): Directory | undefined;
  /** Whether there is a file. */
  isFile(path: Path): boolean;
  isDirectory(path: Path): boolean;
  /** The module unit of a Python file, without any function's body. */
  module(path: Path): Unit | undefined;
  /** Whether a file has been read, or found to be unreadable. */
  isRead(path: Path): boolean;
  /** The body of a function of a Python file. */
  body(path: Path, id: string): Unit | undefined;
  /** The names in a file that something elsewhere defines. */
  uses(path: Path): readonly Use[];
  /** The names that a Python file gives to routes. */
  routeNames(path: Path): readonly string[];
  /** The attributes that a Python file gives to objects. */
  assigned(path: Path): AssignedNames;
  /** What a template declares. */
  template(path: Path): TemplateFacts['declared'] | undefined;
  /** The text of a file, for those few that are read whole: open documents, templates, configuration files. */
  text(path: Path): string | undefined;
}
