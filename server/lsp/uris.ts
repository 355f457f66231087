import { URI } from 'vscode-uri';
import type { Path } from '../text/paths';

/** The path by which the server knows a URI: the file's path for the disk, the whole URI, decoded, for anything else. */
export function pathOf(uri: string): Path {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== 'file') return `${parsed.scheme}://${parsed.authority}${parsed.path}`.replace(/(?<=.)\/$/, '');
  const path = parsed.fsPath.replaceAll('\\', '/').replace(/(?<=[^:])\/$/, '');
  return path;
}

/** The path of a file that is named as its own system names files: `C:\Python\python.exe`. */
export function pathOfFile(name: string): Path {
  return name.replaceAll('\\', '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}

/** The URI of a path that `pathOf` gave or that was joined from one. */
export function uriOf(path: Path): string {
  const other = /^([a-zA-Z][\w+.-]+):\/\/([^/]*)(.*)$/.exec(path);
  return other
    ? URI.from({ scheme: other[1], authority: other[2], path: other[3] }).toString()
    : URI.file(path).toString();
}
