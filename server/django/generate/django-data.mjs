/**
 * Makes server/django/data/*.json: what each release of Django defines, asked from the release itself.
 *
 *     npm run django-data            with python3
 *     PYTHON=python3.12 npm run django-data
 *
 * Every version of Python from 3.11 gives the same bytes. Releases are kept in .cache/django-data.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeVersions } from './merge.mjs';

/** The releases that stand for each version, oldest first. A new one goes in here, and nowhere else. */
const RELEASES = { 4.2: '4.2.30', '5.0': '5.0.14', 5.1: '5.1.15', 5.2: '5.2.19', '6.0': '6.0.10', 6.1: '6.1.3' };

/** What the environment needs besides: Django's own requirements, and psycopg for the fields of contrib.postgres. */
const REQUIREMENTS = ['asgiref==3.13.0', 'sqlparse==0.6.1', 'psycopg[binary]==3.3.9'];

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../.cache/django-data');

main();

function main() {
  const python = makeEnvironment(findPython());
  const versions = Object.keys(RELEASES).sort(byVersion);
  const dumps = versions.map((version) => {
    console.log(`Django ${RELEASES[version]}`);
    return dump(python, fetchRelease(python, RELEASES[version]));
  });
  for (const topic of Object.keys(dumps[0])) {
    const file = join(here, '../data', `${topic}.json`);
    writeFileSync(
      file,
      mergeVersions(
        versions,
        dumps.map((tables) => tables[topic]),
      ),
    );
  }
  writeFileSync(join(here, '../data/versions.json'), `${JSON.stringify(versions)}\n`);
}

/** A Python that is new enough, by PYTHON or on PATH. */
function findPython() {
  const wanted = process.env.PYTHON
    ? [process.env.PYTHON]
    : ['python3', 'python3.13', 'python3.12', 'python3.11', 'python'];
  for (const name of wanted) {
    try {
      const script = 'import sys; print(sys.version_info >= (3, 11) and sys.executable or "")';
      const path = execFileSync(name, ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
      if (path) return path;
    } catch {
      // Not on PATH, or it does not start: the next one.
    }
  }
  console.error(
    `No Python 3.11 or newer (tried ${wanted.join(', ')}). Install one, or name it: PYTHON=/path/to/python3.12 npm run django-data`,
  );
  process.exit(2);
}

/** A virtual environment without Django in it; returns its interpreter. */
function makeEnvironment(base) {
  const folder = join(cache, 'venv');
  const python = process.platform === 'win32' ? join(folder, 'Scripts/python.exe') : join(folder, 'bin/python');
  mkdirSync(cache, { recursive: true });
  execFileSync(base, ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
  pip(python, ['install', ...REQUIREMENTS]);
  return python;
}

/** Downloads a release unless it is there, and unpacks it; returns the folder that holds the package `django`. */
function fetchRelease(python, release) {
  const folder = join(cache, release);
  if (!existsSync(join(folder, 'django/__init__.py'))) {
    const wheels = join(cache, 'wheels');
    pip(python, [
      'download',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--python-version',
      '3.13',
      '-d',
      wheels,
      `Django==${release}`,
    ]);
    const wheel = readdirSync(wheels).find((name) => name.toLowerCase().startsWith(`django-${release}-`));
    execFileSync(python, ['-m', 'zipfile', '-e', join(wheels, wheel), folder]);
  }
  return folder;
}

function pip(python, args) {
  execFileSync(python, ['-m', 'pip', '--quiet', '--disable-pip-version-check', ...args], { stdio: 'inherit' });
}

/** What one release defines: topic, table, key, row. */
function dump(python, release) {
  const env = {
    ...process.env,
    PYTHONPATH: release,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
    PYTHONUTF8: '1',
  };
  const out = execFileSync(python, ['-W', 'ignore', '-m', 'dump'], {
    cwd: here,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(out);
}

function byVersion(a, b) {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1];
}
