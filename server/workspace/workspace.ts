import { type FoundProject, findProjects, projectOf, projectsWithSettings } from '../project/discovery';
import type { EnvironmentHints } from '../project/environment';
import { createFileStore, type FileStore } from '../project/files';
import { createProject, type Project } from '../project/project';
import { createRuntime, type Input, input, query, type Runtime } from '../project/query';
import type { FileSystem } from '../text/fileSystem';
import type { Path } from '../text/paths';
import { createLoader, type Loader } from './loader';

/** The projects of one or more folders, with their files read as far as anybody asked. */
export interface Workspace {
  readonly files: FileStore;
  readonly loader: Loader;
  projects(): readonly Project[];
  projectOf(path: Path): Project | undefined;
  /** Reads until the answer needs no further file; the answer of the last try. */
  settle<T>(answer: () => T): Promise<T>;
  /** Reads everything that no query has asked for yet, so that every name's uses are known; then answers may speak of what is missing. */
  readRest(): Promise<void>;
  readonly settings: Input<WorkspaceSettings>;
}

/** What is set from outside and may change. */
export interface WorkspaceSettings {
  /** Dotted name of the settings module that overrules the one found. */
  readonly settingsModule?: string;
  /** Interpreter that overrules the environment found. */
  readonly python?: Path;
  /** By workspace folder, the interpreter that the editor reports. */
  readonly reported?: ReadonlyMap<Path, Path>;
}

export interface WorkspaceOptions {
  readonly folders: readonly Path[];
  readonly fileSystem: FileSystem;
  readonly settings?: WorkspaceSettings;
  /** Environment variables of the process, for finding environments. */
  readonly processVariables: ReadonlyMap<string, string>;
  /** Environment variables whose values the projects' code sees; none in an editor, where they are not known. */
  readonly variables?: ReadonlyMap<string, string>;
  readonly log: (message: string) => void;
}

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const runtime: Runtime = createRuntime();
  const files = createFileStore(runtime);
  const loader = createLoader(files, options.fileSystem, options.log);
  const settings = input<WorkspaceSettings>(runtime, options.settings ?? {}, sameSettings);
  const variables = options.variables ?? new Map();

  const complete = input(runtime, false);
  const known = new Map<string, Project>();
  const found = query(
    runtime,
    () => options.folders.flatMap((folder) => foundIn(folder).map((one) => ({ one, folder }))),
    sameFound,
  );
  const foundIn = (folder: Path): readonly FoundProject[] => {
    const { settingsModule } = settings.get();
    return settingsModule === undefined
      ? findProjects(files, folder)
      : projectsWithSettings(files, folder, settingsModule);
  };
  const hintsFor = (folder: Path): EnvironmentHints => {
    const { python, reported } = settings.get();
    return { configured: python, reported: reported?.get(folder), variables: options.processVariables };
  };
  const projects = query(runtime, () =>
    found().map(({ one, folder }) => {
      const key = JSON.stringify([one, folder]);
      const project =
        known.get(key) ??
        createProject(runtime, files, {
          found: one,
          workspace: folder,
          hints: () => hintsFor(folder),
          variables,
          isComplete: complete.get,
        });
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
    async readRest() {
      const sources = await settle(() =>
        projects().flatMap((project) => [...project.pythonFiles(), ...project.ownTemplates()]),
      );
      await loader.readAll([...new Set(sources)]);
      await settle(() => projects().map((project) => project.problems()));
      complete.set(true);
    },
    settings,
  };
}

function sameFound(a: readonly { one: FoundProject }[], b: readonly { one: FoundProject }[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameSettings(a: WorkspaceSettings, b: WorkspaceSettings): boolean {
  const texts = (settings: WorkspaceSettings) =>
    JSON.stringify([settings.settingsModule, settings.python, [...(settings.reported ?? [])]]);
  return texts(a) === texts(b);
}
