/**
 * What client and server say to each other beside the Language Server Protocol: the only file of server/ that client/
 * may import. Only types and method names. Files are named by their URI (LSP's `DocumentUri`) unless it says otherwise.
 */

/** What the client gives to the server in `initialize`, as `initializationOptions`. All of it may be missing in another editor. */
export interface InitializationOptions {
  /** A folder on disk (a file path) for the disk cache. Absent where there is no disk. */
  readonly storagePath?: string;
  /** URL of dist/html.js, for a server in a web worker, which cannot find it by itself. */
  readonly htmlScript?: string;
  /** The client's command that lists what can be completed, for what is still to be chosen in what a completion has written. */
  readonly suggestCommand?: string;
  /** Whether the user trusts the workspace. Nothing of a workspace that is not trusted may run. */
  readonly trusted?: boolean;
  /** What the editor knows of Python environments by now; later ones come by `environmentsChanged`. */
  readonly environments?: readonly Environment[];
}

/** The Python environment that the editor (VS Code's Python extension) has chosen for a workspace folder. */
export interface Environment {
  /** URI of the workspace folder. */
  readonly folder: string;
  /** File path of the interpreter. */
  readonly python: string;
  /** `sys.prefix` as a file path, where the editor knows it. */
  readonly prefix?: string;
}

/** A Django project of the workspace, as far as it is known at the moment. */
export interface Project {
  /** URI of the folder that holds manage.py, or where none is, the folder that Python imports the settings from. */
  readonly root: string;
  /** What the user calls it: the folder's name, longer where two projects share it. */
  readonly name: string;
  /** URI of manage.py. */
  readonly managePy?: string;
  /** Dotted name, as in DJANGO_SETTINGS_MODULE. */
  readonly settingsModule?: string;
  /** File path of the interpreter of the project's environment. */
  readonly python?: string;
  /** The version of Django: of the installed one, or else the one whose data stands in for it. */
  readonly django?: { readonly version: string; readonly installed: boolean };
  /** Whether all files have been read. While they have not, answers may be missing, and never wrong. */
  readonly complete: boolean;
  /** How many things could not be resolved. */
  readonly unresolved: number;
}

/** Something that reading the files could not decide, and why. */
export interface Unresolved {
  /** What it is: a sentence for the user, such as `include(build_urls())`. */
  readonly what: string;
  /** Why it is not known: a sentence for the user. */
  readonly reason: string;
  /** Where it stands, as LSP's Location. */
  readonly location?: { readonly uri: string; readonly range: Range };
}

/** LSP's Range: lines and UTF-16 characters from 0. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Server → client, whenever something of it changed: what the language status item shows. */
export interface Status {
  readonly projects: readonly Project[];
  /** What the server is doing right now, for people ("Reading 1,204 files"); absent when it rests. */
  readonly busy?: string;
}

/** One name in a folder, as the client sees it. A symbolic link counts as what it points to. */
export interface FileEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  readonly isSymbolicLink: boolean;
}

/** Size in bytes and time of the last change in ms since the epoch. */
export interface FileStatus {
  readonly size: number;
  readonly modified: number;
}

/** Requests of the client: `[parameters] → result`. */
export const ClientRequest = {
  /** `[] → Project[]`: every project of the workspace, once discovery is done. */
  projects: 'djangology/projects',
  /** `[{ root }] → Unresolved[]`: everything the project with this root URI could not resolve. */
  unresolved: 'djangology/unresolved',
  /** `[{ uri, position, typed }] → string | null`: the snippet to write behind the `>`, `/` or `=` that was typed in HTML. */
  autoInsert: 'djangology/autoInsert',
} as const;

/** The command of a code lens, which the client runs: `[uri, position, Location[]]`, as LSP has them. */
export const showLocationsCommand = 'djangology.showLocations';

/** Notifications of the client. */
export const ClientNotification = {
  /** `{ environments: Environment[] }`: all of them, each time one changed. */
  environmentsChanged: 'djangology/environments',
} as const;

/** Notifications of the server. */
export const ServerNotification = {
  /** `Status` */
  status: 'djangology/status',
} as const;

/** Requests of a server that has no disk: the client reads for it. Each takes `{ uri }` and answers null where there is no such thing. */
export const ServerRequest = {
  /** `→ string | null`: the text, UTF-8, without a byte order mark. */
  readFile: 'djangology/readFile',
  /** `→ FileEntry[] | null` */
  readDirectory: 'djangology/readDirectory',
  /** `→ FileStatus | null` */
  stat: 'djangology/stat',
} as const;
