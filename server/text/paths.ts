/**
 * Paths name files inside the server: absolute, with `/` between the parts and no `/` at the end.
 * A file of the disk is named by its file path (`/home/a/b.py`, `c:/a/b.py`), a file of any other
 * file system by its whole URI (`vscode-vfs://github/owner/repo/a.py`).
 */
export type Path = string;

/** Joins relative parts to a path and resolves `.` and `..`. An absolute part starts afresh, as in Python's `os.path.join`. */
export function join(base: Path, ...parts: string[]): Path {
  // A name of a folder's listing needs no more, and that is what nearly always comes.
  if (parts.length === 1 && isName(parts[0]) && !base.endsWith('/')) return `${base}/${parts[0]}`;
  let joined = base;
  for (const part of parts) joined = isAbsolute(part) ? part : part === '' ? joined : `${joined}/${part}`;
  return normalize(joined);
}

/** Whether a text is one part of a path, and stands for itself. */
function isName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !part.includes('/');
}

/** The folder that holds the path; a root holds itself. */
export function dirname(path: Path): Path {
  const root = rootOf(path);
  const cut = path.lastIndexOf('/');
  return cut < root.length ? root.replace(/(?<=.)\/$/, '') || '/' : path.slice(0, cut);
}

/** The last part of the path. */
export function basename(path: Path): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether the path is the folder or lies below it. */
export function isInside(path: Path, folder: Path): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The path as seen from the folder, when it lies below it; else the path as it is. */
export function relative(path: Path, folder: Path): string {
  if (path === folder) return '';
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

export function isAbsolute(path: string): boolean {
  return rootOf(path) !== '';
}

/** Resolves `.`, `..`, double and trailing slashes. */
export function normalize(path: Path): Path {
  const root = rootOf(path);
  const parts: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const rest = parts.join('/');
  return rest === '' ? (root.length > 1 ? root.replace(/\/$/, '') : root) : root + rest;
}

function rootOf(path: string): string {
  return /^(?:[a-zA-Z]:\/|[a-zA-Z][\w+.-]+:\/\/[^/]*\/?|\/)/.exec(path)?.[0] ?? '';
}
