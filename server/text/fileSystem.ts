import type { Path } from './paths';

/** What a folder holds under one name. A symbolic link counts as what it points to. */
export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  readonly isSymbolicLink?: boolean;
}

/** What can be told of a file without reading it. */
export interface FileStat {
  /** In bytes. */
  readonly size: number;
  /** Time of the last change, in ms since the epoch. */
  readonly modified: number;
}

/** The world's files, as the server sees them: on disk, or behind the client where there is no disk. */
export interface FileSystem {
  /** The text of a file (UTF-8, a byte order mark removed), or undefined where there is none or it cannot be read. */
  readFile(path: Path): Promise<string | undefined>;
  /** The entries of a folder, or undefined where there is none. */
  readDirectory(path: Path): Promise<DirectoryEntry[] | undefined>;
  /** Size and time of a file, or undefined where there is none. */
  stat(path: Path): Promise<FileStat | undefined>;
  /** The same as `readFile` and `readDirectory`, at once, where that is possible. */
  readonly now?: {
    readFile(path: Path): string | undefined;
    readDirectory(path: Path): DirectoryEntry[] | undefined;
  };
  /** The path with all symbolic links resolved; the path itself where that is not possible. */
  realPath(path: Path): Promise<Path>;
}
