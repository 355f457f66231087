import os from 'node:os';
import path from 'node:path';

/** The folder for caches that no editor keeps: that of the operating system for this user. A file path. */
export function userCacheFolder(variables: NodeJS.ProcessEnv = process.env): string {
  const home = os.homedir();
  if (process.platform === 'win32')
    return path.join(variables.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'djangology', 'Cache');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches', 'djangology');
  return path.join(variables.XDG_CACHE_HOME || path.join(home, '.cache'), 'djangology');
}
