import { dirname, isInside, join, type Path } from '../../text/paths';
import type { Files } from '../files';

/** The options of pytest that decide what it collects. */
export interface PytestConfig {
  /** The folder that test ids are relative to. */
  readonly root: Path;
  /** The file with the options; undefined where there is none, so that all have their defaults. */
  readonly file: Path | undefined;
  /** Folders or files, relative to `root`, where collection begins; none for `root` itself. */
  readonly testpaths: readonly string[];
  /** Glob patterns for the names of test files. */
  readonly files: readonly string[];
  /** Prefixes or glob patterns for names of classes. */
  readonly classes: readonly string[];
  /** Prefixes or glob patterns for names of functions. */
  readonly functions: readonly string[];
  /** Glob patterns for the names of folders that are left out. */
  readonly skippedFolders: readonly string[];
  /** Paths, relative to `root`, that `--ignore` in `addopts` leaves out. */
  readonly ignored: readonly string[];
  /** Whether tests count that a module has imported. */
  readonly imported: boolean;
}

/**
 * The configuration of pytest for a folder, as `_pytest.config.findpaths.locate_config` finds it: the first file with a section
 * for pytest, here or in a folder above.
 * @param workspace the outermost folder that is looked at
 */
export function pytestConfig(files: Files, folder: Path, workspace: Path): PytestConfig {
  for (let at = folder; isInside(at, workspace); at = dirname(at)) {
    for (const [name, read] of configurationFiles) {
      const path = join(at, name);
      const text = files.isFile(path) ? files.text(path) : undefined;
      const options = text === undefined ? undefined : read(text);
      if (options) return configOf(at, path, options);
    }
    if (dirname(at) === at) break;
  }
  return configOf(folder, undefined, new Map());
}

type Options = ReadonlyMap<string, readonly string[]>;

const configurationFiles: readonly (readonly [string, (text: string) => Options | undefined])[] = [
  ['pytest.toml', (text) => tomlSection(text, 'pytest')],
  ['.pytest.toml', (text) => tomlSection(text, 'pytest')],
  ['pytest.ini', (text) => iniSection(text, 'pytest') ?? new Map()],
  ['.pytest.ini', (text) => iniSection(text, 'pytest') ?? new Map()],
  ['pyproject.toml', (text) => tomlSection(text, 'tool.pytest') ?? tomlSection(text, 'tool.pytest.ini_options')],
  ['tox.ini', (text) => iniSection(text, 'pytest')],
  ['setup.cfg', (text) => iniSection(text, 'tool:pytest')],
];

function configOf(root: Path, file: Path | undefined, options: Options): PytestConfig {
  const given = (name: string, fallback: readonly string[]) => options.get(name) ?? fallback;
  return {
    root,
    file,
    testpaths: given('testpaths', []),
    files: given('python_files', ['test_*.py', '*_test.py']),
    classes: given('python_classes', ['Test']),
    functions: given('python_functions', ['test']),
    skippedFolders: given('norecursedirs', [
      '*.egg',
      '.*',
      '_darcs',
      'build',
      'CVS',
      'dist',
      'node_modules',
      'venv',
      '{arch}',
    ]),
    ignored: ignoredBy(given('addopts', [])),
    imported: !/^(?:false|no|off|0)$/i.test(given('collect_imported_tests', ['true'])[0] ?? ''),
  };
}

function ignoredBy(options: readonly string[]): string[] {
  return options.flatMap((option, at) => {
    if (option === '--ignore') return options.slice(at + 1, at + 2);
    return option.startsWith('--ignore=') ? [option.slice('--ignore='.length)] : [];
  });
}

/** A section of an INI file, each value split at white space; undefined where there is no such section. */
function iniSection(text: string, section: string): Options | undefined {
  const options = new Map<string, string[]>();
  let inside = false;
  let found = false;
  let last: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[([^\]]+)\]/.exec(line);
    if (header) {
      inside = header[1].trim() === section;
      found ||= inside;
      last = undefined;
      continue;
    }
    if (!inside || /^\s*[#;]/.test(line)) continue;
    const option = /^(\w+)\s*[=:]\s*(.*)$/.exec(line);
    if (option) {
      last = words(option[2]);
      options.set(option[1], last);
    } else if (/^\s/.test(line)) last?.push(...words(line));
  }
  return found ? options : undefined;
}

/** The keys of a TOML table that hold texts, lists of texts or truth values; a text is split at white space. */
function tomlSection(text: string, section: string): Options | undefined {
  const header = new RegExp(`^\\[${section.replaceAll('.', '\\.')}\\][^\\n]*$`, 'm').exec(text);
  if (header === null) return undefined;
  const rest = text.slice(header.index + header[0].length);
  const end = /^\[[\w."' -]+\]/m.exec(rest)?.index ?? rest.length;
  const options = new Map<string, string[]>();
  const entry =
    /^([\w-]+)[ \t]*=[ \t]*(\[(?:"[^"\n]*"|'[^'\n]*'|#[^\n]*|[^\]"'#])*\]|"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*'|[^\n]*)/gm;
  for (const [, name, value] of rest.slice(0, end).matchAll(entry)) {
    if (value.startsWith('[')) {
      const bare = value.replace(/("[^"\n]*"|'[^'\n]*')|#[^\n]*/g, '$1');
      options.set(
        name,
        [...bare.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, a, b]) => a ?? b),
      );
    } else
      options.set(name, words(value.replace(/^("""|'''|"|')([\s\S]*)\1$/, '$2').replace(/^([^"'\s]+)\s*#.*$/, '$1')));
  }
  return options;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
