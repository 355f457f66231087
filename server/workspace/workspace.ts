import { type FoundProject, findProjects, isSkippedFolder, projectOf } from '../project/discovery';
import type { EnvironmentHints } from '../project/environment';
import { createFileStore, type FileStore } from '../project/files';
import { createProject, type Project } from '../project/project';
import { createRuntime, input, query, type Runtime } from '../project/query';
import type { FileSystem } from '../text/fileSystem';
import { join, type Path } from '../text/paths';
import { createLoader, type Loader } from './loader';

/** The projects of one or more folders, with their files read as far as anybody asked. */
export interface Workspace {
  readonly files: FileStore;
  readonly loader: Loader;
  projects(): readonly Project[];
  projectOf(path: Path): Project | undefined;
  /** Reads until the answer needs no further file; the answer of the last try. */
  settle<T>(answer: () => T): Promise<T>;
  /** Every Python file of the workspace folders, dependencies left out. */
  pythonFiles(): readonly Path[];
  /** Overrules what is known from outside about environments. */
  setHints(hints: Partial<EnvironmentHints>): void;
}

export interface WorkspaceOptions {
  readonly folders: readonly Path[];
  readonly fileSystem: FileSystem;
  /** Dotted name of the settings module that overrules the one found. */
  readonly settingsModule?: string;
  readonly hints: EnvironmentHints;
  /** Environment variables whose values the projects' code sees. */
  readonly variables?: ReadonlyMap<string, string>;
  readonly log: (message: string) => void;
}

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const runtime: Runtime = createRuntime();
  const files = createFileStore(runtime);
  const loader = createLoader(files, options.fileSystem, options.log);
  const hints = input<EnvironmentHints>(
    runtime,
    options.hints,
    (a, b) => a.configured === b.configured && a.reported === b.reported,
  );
  const variables = options.variables ?? new Map();

  const known = new Map<string, Project>();
  const found = query(
    runtime,
    () => options.folders.flatMap((folder) => foundIn(folder).map((one) => ({ one, folder }))),
    sameFound,
  );
  const foundIn = (folder: Path): readonly FoundProject[] => {
    const projects = findProjects(files, folder);
    if (options.settingsModule === undefined) return projects;
    if (projects.length === 0) return [{ root: folder, settingsModule: options.settingsModule }];
    return projects.map((project) => ({ ...project, settingsModule: options.settingsModule }));
  };
  const projects = query(runtime, () =>
    found().map(({ one, folder }) => {
      const key = `${one.root}\n${one.settingsModule}`;
      const project =
        known.get(key) ?? createProject(runtime, files, { found: one, workspace: folder, hints: hints.get, variables });
      known.set(key, project);
      return project;
    }),
  );

  const settle = async <T>(answer: () => T): Promise<T> => {
    for (;;) {
      const result = answer();
      if (!(await loader.readWanted())) return result;
    }
  };

  return {
    files,
    loader,
    projects,
    projectOf: (path) => projectOf(projects(), path),
    settle,
    pythonFiles: () => options.folders.flatMap((folder) => pythonBelow(files, folder)),
    setHints: (change) => hints.set({ ...hints.get(), ...change }),
  };
}

function pythonBelow(files: FileStore, folder: Path, depth = 0): Path[] {
  const entries = files.directory(folder);
  if (entries === undefined || depth > 30 || entries.has('pyvenv.cfg')) return [];
  return [...entries].flatMap(([name, isFolder]) => {
    if (isFolder) return isSkippedFolder(name) ? [] : pythonBelow(files, join(folder, name), depth + 1);
    return name.endsWith('.py') ? [join(folder, name)] : [];
  });
}

function sameFound(a: readonly { one: FoundProject }[], b: readonly { one: FoundProject }[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
