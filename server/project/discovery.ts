import { basename, dirname, isInside, join, type Path, relative } from '../text/paths';
import type { Files } from './files';

/** A Django project as it was found: where it is and how it says which settings it runs with. */
export interface FoundProject {
  /** The folder of manage.py; without one, the folder from which the settings module is imported. */
  readonly root: Path;
  readonly managePy?: Path;
  /** Dotted name; undefined where manage.py names none that could be read. */
  readonly settingsModule?: string;
  /** The file that names the settings module, for people. */
  readonly source?: Path;
}

/**
 * The Django projects below a workspace folder: each manage.py; without any, a project whose test configuration or scripts
 * name DJANGO_SETTINGS_MODULE; without that, one whose settings module is known by its content.
 */
export function findProjects(files: Files, folder: Path): readonly FoundProject[] {
  const listing = foldersBelow(files, folder);
  const managed = listing
    .filter((path) => files.isFile(join(path, 'manage.py')))
    .flatMap((path) => fromManagePy(files, folder, path));
  if (managed.length > 0) return managed;
  const configured = fromConfiguration(files, folder);
  if (configured) return [configured];
  return fromSettings(files, listing).slice(0, 1);
}

/**
 * The projects below a workspace folder when the settings module is given by name: those whose root it is imported
 * from. Where it is from none, the workspace folder itself is the project, as if `python -m django` ran in it.
 */
export function projectsWithSettings(files: Files, folder: Path, settingsModule: string): readonly FoundProject[] {
  const [first] = settingsModule.split('.');
  const holds = (root: Path) => [root, join(root, 'src')].some((path) => isImportable(files, join(path, first)));
  const matching = findProjects(files, folder).filter((project) => holds(project.root));
  if (matching.length === 0) return [{ root: folder, settingsModule }];
  return matching.map((project) => ({ ...project, settingsModule }));
}

function isImportable(files: Files, path: Path): boolean {
  return files.isDirectory(path) || files.isFile(`${path}.py`);
}

/** Folders that hold no source of the project: dependencies, caches, version control. */
export function isSkippedFolder(name: string): boolean {
  return skippedFolders.has(name) || name.startsWith('.') || name.endsWith('.egg-info');
}

const skippedFolders = new Set([
  'node_modules',
  'bower_components',
  '__pycache__',
  // What gettext reads below a folder of locales: no code, and as many folders as there are languages.
  'LC_MESSAGES',
  'site-packages',
  'dist-packages',
  'venv',
  'env',
  'virtualenv',
  'htmlcov',
  'lib64',
]);

const deepest = 6;

function foldersBelow(files: Files, folder: Path, depth = 0): Path[] {
  const entries = files.directory(folder);
  if (entries === undefined || entries.has('pyvenv.cfg')) return [];
  const below = depth >= deepest ? [] : [...entries].filter(([name, isFolder]) => isFolder && !isSkippedFolder(name));
  return [folder, ...below.flatMap(([name]) => foldersBelow(files, join(folder, name), depth + 1))];
}

function fromManagePy(files: Files, workspace: Path, root: Path): FoundProject[] {
  const managePy = join(root, 'manage.py');
  const text = files.text(managePy);
  if (text === undefined || !/DJANGO_SETTINGS_MODULE|execute_from_command_line|django/.test(text)) return [];
  const named = settingsNamedIn(text);
  const source = named ? managePy : undefined;
  const fallback = named
    ? undefined
    : (fromConfiguration(files, root) ?? (root === workspace ? undefined : fromConfiguration(files, workspace)));
  const settingsModule =
    named ?? fallback?.settingsModule ?? fromSettings(files, foldersBelow(files, root)).at(0)?.settingsModule;
  return [
    {
      root,
      managePy,
      settingsModule: settingsModule && existing(files, root, settingsModule),
      source: source ?? fallback?.source,
    },
  ];
}

/** `DJANGO_SETTINGS_MODULE` with the text beside it: an assignment, a default, or a line of a configuration file. */
function settingsNamedIn(text: string): string | undefined {
  const code = /DJANGO_SETTINGS_MODULE['"]\s*(?:,|\]\s*=|:)\s*(?:[\w.]+\(\s*['"]\w+['"]\s*,\s*)?['"]([\w.]+)['"]/.exec(
    text,
  );
  if (code) return code[1];
  return /^\s*(?:export\s+)?(?:DJANGO_SETTINGS_MODULE|django_settings_module|ds)\s*=\s*['"]?([\w.]+)/m.exec(text)?.[1];
}

const configurationFiles = [
  'pyproject.toml',
  'pytest.ini',
  'setup.cfg',
  'tox.ini',
  '.env',
  'runtests.py',
  'conftest.py',
  'tests/conftest.py',
  'tests/runtests.py',
];

function fromConfiguration(files: Files, root: Path): FoundProject | undefined {
  for (const name of configurationFiles) {
    const path = join(root, name);
    const text = files.isFile(path) ? files.text(path) : undefined;
    const settingsModule = text && settingsNamedIn(text);
    if (!settingsModule) continue;
    const base = [root, join(root, 'src'), dirname(path)].find(
      (folder) => moduleFile(files, folder, settingsModule) !== undefined,
    );
    if (base) return { root, settingsModule, source: path };
  }
  return undefined;
}

/** A settings module is known by its name and by the settings that only it assigns. */
function fromSettings(files: Files, folders: readonly Path[]): FoundProject[] {
  for (const folder of folders) {
    for (const [name, isFolder] of files.directory(folder) ?? []) {
      const isSettings = /settings\w*\.py$/.test(name) || (basename(folder) === 'settings' && name.endsWith('.py'));
      if (isFolder || !isSettings) continue;
      const path = join(folder, name);
      if (!/^INSTALLED_APPS\s*[:=+]/m.test(files.text(path) ?? '')) continue;
      const root = importRoot(files, folder);
      return [
        {
          root,
          settingsModule: relative(path, root)
            .replace(/\.py$/, '')
            .replace(/\/__init__$/, '')
            .replaceAll('/', '.'),
          source: path,
        },
      ];
    }
  }
  return [];
}

/** The first folder above that is no package. */
function importRoot(files: Files, folder: Path): Path {
  let root = folder;
  while (files.isFile(join(root, '__init__.py')) && dirname(root) !== root) root = dirname(root);
  return root;
}

/** The named settings module, or, where that file is not in the project (a local one, left out of version control), a sibling. */
function existing(files: Files, root: Path, settingsModule: string): string {
  if (moduleFile(files, root, settingsModule) !== undefined) return settingsModule;
  const parts = settingsModule.split('.');
  const parent = join(root, ...parts.slice(0, -1));
  const siblings = [...(files.directory(parent) ?? [])]
    .filter(([name, isFolder]) => !isFolder && name.endsWith('.py'))
    .map(([name]) => name.slice(0, -3));
  const sibling = ['local', 'dev', 'development', 'base', 'common', 'settings', 'default', 'production', 'prod'].find(
    (name) => siblings.includes(name),
  );
  return sibling && parts.length > 1 ? [...parts.slice(0, -1), sibling].join('.') : settingsModule;
}

function moduleFile(files: Files, root: Path, module: string): Path | undefined {
  const path = join(root, ...module.split('.'));
  return [`${path}.py`, join(path, '__init__.py')].find((file) => files.isFile(file));
}

/** The project that a file belongs to: the one with the deepest root around it. */
export function projectOf<T extends { readonly root: Path }>(projects: readonly T[], path: Path): T | undefined {
  return projects.filter((project) => isInside(path, project.root)).sort((a, b) => b.root.length - a.root.length)[0];
}
