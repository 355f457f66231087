import type { World } from '../python/world';
import type { Template } from '../templates/nodes';
import type { Path } from '../text/paths';
import type { Admin } from './admin/admin';
import type { Apps } from './apps/apps';
import type { CommandArguments } from './commands/commandArguments';
import type { Commands } from './commands/commands';
import type { TemplateContexts } from './context/templateContext';
import type { FoundProject } from './discovery';
import type { Environment } from './environment/environment';
import type { DjangoInstallation } from './environment/installedDjango';
import type { FileStore } from './fileStore';
import type { Forms } from './forms/forms';
import type { Libraries } from './libraries/libraries';
import type { MigrationGraph } from './migrations/graph';
import type { Migration, MigrationContent, Migrations } from './migrations/migrations';
import type { FieldLookup } from './models/lookups';
import type { ManagerMember } from './models/managers';
import type { ModelMember } from './models/members';
import type { Models } from './models/models';
import type { ImportStrings } from './modules/importStrings';
import type { Modules } from './modules/modules';
import type { Problem } from './problem';
import type { PytestTests } from './pytest/collect';
import type { Serializers } from './serializers/serializers';
import type { Settings } from './settings';
import type { Signals } from './signals/signals';
import type { StaticFiles } from './staticFiles';
import type { Engines } from './templates/engines';
import type { TemplateIndex } from './templates/templates';
import type { TemplateTree } from './templates/templateTree';
import type { Tests } from './tests/tests';
import type { ErrorHandler } from './urls/handlers';
import type { Routes } from './urls/routes';

/** All that is known of one Django project. Every function is a query: computed when first asked, and again when something it read has changed. */
export interface Project {
  readonly found: FoundProject;
  readonly root: Path;
  /** The workspace folder that the project was found in. */
  readonly workspace: Path;
  readonly files: FileStore;
  readonly world: World;
  readonly modules: Modules;
  environment(): Environment | undefined;
  django(): DjangoInstallation;
  settings(): Settings;
  apps(): Apps;
  engines(): Engines;
  /** Templates of the Django engines. */
  templates(): TemplateIndex;
  /** Templates of engines with another language. */
  foreignTemplates(): TemplateIndex;
  libraries(): Libraries;
  /** A template as parsed with the project's libraries; undefined while its text is not read. */
  template(path: Path): Template | undefined;
  models(): Models;
  /** What a model and its instances have, by its label: the attributes of its code, and those that Django adds. */
  modelMembers(label: string): ReadonlyMap<string, ModelMember>;
  /** What a manager of a model has beyond Django's own. */
  managerMembers(label: string, name: string): ReadonlyMap<string, ManagerMember>;
  /** The lookups and transforms that may follow a field of a model. */
  fieldLookups(label: string, name: string): ReadonlyMap<string, FieldLookup>;
  routes(): Routes;
  /** What templates can see, and of which types it is. */
  readonly contexts: TemplateContexts;
  /** The views that answer errors. */
  errorHandlers(): readonly ErrorHandler[];
  /** The classes and functions of MIDDLEWARE, in its order. */
  middleware(): ImportStrings;
  signals(): Signals;
  /** The models that admin sites have. */
  admin(): Admin;
  commands(): Commands;
  /** What a command takes, the options of every command first. */
  commandArguments(name: string): CommandArguments;
  forms(): Forms;
  serializers(): Serializers;
  migrations(): Migrations;
  /** What the file of a migration says; undefined where it has no class Migration, or is not read. */
  migration(migration: Migration): MigrationContent | undefined;
  /** How the migrations build on each other; this reads all of them. */
  migrationGraph(): MigrationGraph;
  /** The tests that Django's runner finds. */
  tests(): Tests;
  /** The tests that pytest collects. */
  pytestTests(): PytestTests;
  /** Names, without namespaces, that a file gives to routes which ROOT_URLCONF does not lead to: other settings, some requests or tests use these. */
  otherRouteNames(): ReadonlySet<string>;
  /** Templates in folders of the workspace that no loader searches: code that is not installed, or runs with other settings, names these. */
  looseTemplates(): ReadonlySet<string>;
  staticFiles(): StaticFiles;
  /** Every Python file of the project. */
  pythonFiles(): readonly Path[];
  /** The templates that lie in the workspace. */
  ownTemplates(): readonly Path[];
  /** Which templates extend which. */
  templateTree(): TemplateTree;
  /** Whether every file has been read. Before that nothing may be called missing. */
  isComplete(): boolean;
  /** All that could not be resolved, with the reasons. */
  problems(): readonly Problem[];
  /**
   * What a function answers about a file to somebody outside, asked again only when something that it read has changed. Each
   * function is known by its identity, and must read the project alone.
   */
  answerAbout<T>(path: Path, answer: (project: Project, path: Path) => T): T;
}
