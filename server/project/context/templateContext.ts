import type { Use } from '../../facts/uses';
import type { ClassValue } from '../../python/values';
import type { Template } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import { sameItems } from '../../text/same';
import type { Apps } from '../apps/apps';
import { registeredComponents, templateOfComponent } from '../components/djangoComponents';
import { componentUsers } from '../components/elements';
import type { FileStore } from '../fileStore';
import type { Libraries } from '../libraries/libraries';
import { family, query, weakFamily } from '../queries/query';
import type { Runtime } from '../queries/runtime';
import type { Engines } from '../templates/engines';
import { templateNameOf } from '../templates/templateName';
import type { TemplateIndex } from '../templates/templates';
import { createTypes } from '../types/createTypes';
import { type Type, unionOf, unknownType } from '../types/type';
import type { TypeSources, Types } from '../types/types';
import type { Routes } from '../urls/routes';
import type { View } from '../urls/view';
import { adminNames } from './adminContext';
import { derivesFrom, givenByCallers, importersByName } from './callers';
import type { Member } from './certainMembers';
import { addTo, type ContextName, type NameSource } from './contextName';
import { definitionOf, definitionRenderings, definitionsUsing } from './definitions';
import type { Scope } from './expressions';
import { filterFunctions } from './filterFunctions';
import { fromComponent, fromTemplate, type HandingOn } from './handedOn';
import { inclusionNames, inclusionTags } from './inclusionTags';
import { type ProcessorName, processorNames } from './processors';
import { componentRendering, type Rendering, viewRenderings } from './renderings';
import { fewOfEach, isSameUse, routedView, routedViews, type UsedView, viewsByTemplate } from './routedViews';
import { argumentType, usersOfTag } from './tagUses';
import { worldOfViews } from './viewContext';
import { createWays } from './ways';

/** What templates can see, and of which types it is. */
export interface TemplateContexts {
  readonly types: Types;
  /** The names of a template's context. */
  names(path: Path): ReadonlyMap<string, ContextName>;
  /** What gives names to a template besides other templates, from which it may have them as well. */
  ownNames(path: Path): ReadonlyMap<string, readonly NameSource[]>;
  /** What renders the template itself. */
  renderings(path: Path): readonly Rendering[];
  /** The names at the start of a template, as its expressions see them. */
  scope(path: Path): Scope;
  /** The same, where a name is of no known type unless every place that renders the template is known, and what it gives. */
  certainScope(path: Path): Scope;
  /** Finds members of what a way leads to in the certain scope of a template. */
  membersAt(path: Path): (way: string, name: string) => Member;
  /** Whether every place that renders a template is known, as far as its name leads there, and all that they give. */
  isCertain(path: Path): boolean;
}

/** How many templates that extend another one are looked into for its context. */
const mostExtending = 40;

export interface ContextSources extends Omit<TypeSources, 'givenTo'> {
  /** The project's own files of Python. */
  pythonFiles(): readonly Path[];
  importsOf(module: string): Iterable<string>;
  apps(): Apps;
  routes(): Routes;
  engines(): Engines;
  templates(): TemplateIndex;
  libraries(): Libraries;
  template(path: Path): Template | undefined;
}

/** Makes the queries that tell what templates see. */
export function createTemplateContexts(project: ContextSources): TemplateContexts {
  const { runtime } = project;
  const files = withUsers(project.files, runtime);
  const sources = { ...project, files };
  const importers = query(runtime, () => importersByName(sources.pythonFiles(), sources));
  const given = family(runtime, (dotted: string) =>
    anew(() =>
      givenByCallers(dotted, {
        types,
        importersOf: (name) => importers().get(name) ?? [],
        viewsOf: (value) => views().flatMap(({ used }) => (derivesFrom(used.value, value, types) ? [used] : [])),
      }),
    ),
  );
  const types: Types = createTypes(
    { ...sources, givenTo: (dotted) => given(dotted) as ReturnType<typeof given> | undefined },
    worldOfViews(sources.world, () => types),
  );
  const { anew } = types.effort;
  const ofRoute = weakFamily(runtime, (view: View) => anew(() => routedView(view, types)), isSameUse);
  const views = query(runtime, () => routedViews(sources.routes().list, ofRoute), sameItems);
  const ofTemplates = query(runtime, () => viewsByTemplate(views()));
  const ofView = weakFamily(runtime, (view: UsedView) => anew(() => viewRenderings(view.value, view.given, types)));
  const ofDefinition = family(runtime, (key: string): readonly Rendering[] => {
    const [name, beside] = key.split('\n');
    const found = definitionOf(name, sources.world);
    return found ? anew(() => definitionRenderings(found, beside !== undefined, types)) : [];
  });
  const processors = query(runtime, (): readonly ProcessorName[] =>
    anew(() => processorNames(sources.engines(), types)),
  );
  const inclusions = query(runtime, () => inclusionTags(sources.libraries()));
  const tagUses = { ...sources, types, scope: (path: Path) => scope(path) };
  const argumentOfTag = family(runtime, (key: string): Type | undefined => {
    const [dotted, position, name] = key.split(' ');
    return anew(() => argumentType(dotted, name, Number(position), tagUses));
  });
  const inclusion = family(runtime, (dotted: string) => anew(() => inclusionNames(dotted, argumentOfTag, types)));
  const filters = query(runtime, () => filterFunctions(sources.libraries()));

  /** A template and those that extend or include it. */
  const heirs = family(runtime, (path: Path): number => {
    const own = sources.templates().names.get(path);
    const users =
      own === undefined
        ? []
        : files.filesUsing('template', own).filter((user) => user !== path && !user.endsWith('.py'));
    return users.reduce((sum, user) => sum + (heirs(user) ?? 0), 1);
  });

  /** The classes of django-components by their templates. */
  const components = query(runtime, (): ReadonlyMap<Path, readonly ClassValue[]> => {
    const found = new Map<Path, ClassValue[]>();
    for (const one of registeredComponents(sources)) {
      const template = templateOfComponent(sources, one);
      if (template !== undefined) found.set(template, [...(found.get(template) ?? []), one.value]);
    }
    return found;
  });

  // Where a name stands changes with each character before it, and what it stands in hardly ever.
  const using = family(
    runtime,
    (key: string): readonly (string | undefined)[] => {
      const [file, name] = key.split('\n');
      return definitionsUsing(file, name, sources);
    },
    sameItems,
  );
  const definitionsIn = (file: Path, name: string) => using(`${file}\n${name}`);

  const findRenderings = (path: Path): readonly Rendering[] => {
    const name = sources.templates().names.get(path);
    if (name === undefined) return [];
    const views = fewOfEach(ofTemplates().get(name) ?? []);
    const routed = views.flatMap((view) => ofView(view));
    const keys = new Set(files.filesUsing('template', name).flatMap((file) => definitionsIn(file, name)));
    const used = [...keys].flatMap((key) => (key === undefined ? [] : ofDefinitionBeside(views, key)));
    const shown = (components().get(path) ?? []).flatMap((value) => anew(() => componentRendering(value, name, types)));
    const found = [...routed, ...used, ...shown].filter((rendering) => rendering.templates.includes(name));
    // A view that is routed is often found by the name that it gives, too.
    return found.filter(
      (one, i) =>
        found.findIndex((other) => other.by === one.by && other.place?.n === one.place?.n && sameNames(one, other)) ===
        i,
    );
  };
  const renderings = family(runtime, findRenderings, sameItems);

  /** What a definition renders; of a class that views of routes derive from only what these do not. */
  function ofDefinitionBeside(views: readonly UsedView[], key: string): readonly Rendering[] {
    return (ofDefinition(isRouted(key, views) ? `${key}\nrouted` : key) as readonly Rendering[] | undefined) ?? [];
  }

  function isRouted(key: string, views: readonly UsedView[]): boolean {
    const found = definitionOf(key, sources.world);
    return found?.kind === 'class' && views.some(({ value }) => derivesFrom(value, found, types));
  }

  const ownNames = family(runtime, (path: Path): ReadonlyMap<string, readonly NameSource[]> => {
    const found = new Map<string, NameSource[]>();
    const add = addTo(found);
    for (const rendering of renderings(path))
      for (const [name, one] of rendering.names)
        add(name, {
          by: rendering.by,
          kind: 'view',
          place: one.place,
          places: one.places,
          type: () => unionOf(one.values.map((value) => types.typeOf(value))),
        });
    const own = sources.templates().names.get(path);
    for (const dotted of inclusions().get(own ?? '') ?? [])
      for (const [name, one] of inclusion(dotted).names)
        add(name, { by: dotted, kind: 'tag', place: one.place, type: () => types.typeOf(one.value) });
    for (const { name, by, type } of own === undefined ? [] : adminNames(own, types))
      add(name, { by, kind: 'view', type });
    return found;
  });

  const handing: HandingOn = { sources, types, scope: (path) => scope(path), names: (path) => names(path) };
  const names = family(runtime, (path: Path): ReadonlyMap<string, ContextName> => {
    const found = new Map([...(ownNames(path) ?? noNames)].map(([name, all]) => [name, [...all]]));
    const add = addTo(found);
    const own = sources.templates().names.get(path);
    for (const user of own === undefined ? [] : usersOf(path, own)) {
      for (const [name, source] of fromTemplate(user, path, own!, handing)) add(name, source);
    }
    for (const [name, source] of own === undefined ? [] : fromComponent(path, own, handing)) add(name, source);
    for (const { name, by, place, type } of processors())
      if (!found.has(name)) add(name, { by, kind: 'processor', place, type });
    return new Map([...found].map(([name, all]) => [name, { name, sources: all }]));
  });

  /** The templates that extend or include a template. Of one that very many extend these are not all: they see much the same. */
  function usersOf(path: Path, name: string): Path[] {
    const users = files.filesUsing('template', name).filter((user) => user !== path && !user.endsWith('.py'));
    let left = mostExtending;
    return users.filter((user) => {
      if (left <= 0) return false;
      left -= heirs(user) ?? 1;
      return true;
    });
  }

  function scope(path: Path): Scope {
    return {
      typeOfName: (name) => unionOf((names(path)?.get(name)?.sources ?? []).map((source) => source.type())),
      filterFunction: (name) => filters().get(name),
    };
  }

  const isCertain = family(runtime, (path: Path): boolean => {
    const own = sources.templates().names.get(path);
    // What is given to a component that a variable names, and by `:attrs`, is not known.
    if (own === undefined || !sources.isWhole() || componentUsers(sources, path).length > 0) return false;
    const users = files.filesUsing('template', own).filter((user) => user !== path);
    const templates = users.filter((user) => !user.endsWith('.py') && isUsedBy(user, own));
    const tags = inclusions().get(own) ?? [];
    const routed = ofTemplates().get(own) ?? [];
    if (fewOfEach(routed).length < routed.length) return false;
    const keys = users.flatMap((user) => (user.endsWith('.py') ? definitionsIn(user, own) : []));
    if (templates.length + tags.length + routed.length + keys.length === 0) return false;
    // What costs little comes first.
    if (!keys.every((key) => key !== undefined)) return false;
    if (usersOf(path, own).filter((user) => templates.includes(user)).length < templates.length) return false;
    if (!tags.every((dotted) => inclusion(dotted).certain && areUsersCertain(dotted))) return false;
    const isOwn = (rendering: Rendering): boolean => rendering.templates.includes(own);
    const known = new Set(tags);
    for (const view of routed) {
      const found = ofView(view).filter(isOwn);
      if (!found.every(({ certain }) => certain)) return false;
      for (const { by } of found) known.add(by);
    }
    for (const key of new Set(keys)) {
      const dotted = key.replace(' ', '.');
      if (tags.includes(dotted)) continue;
      const found = ofDefinitionBeside(routed, key).filter(isOwn);
      if (!found.every(({ certain }) => certain)) return false;
      if (found.length === 0 && !known.has(dotted) && !isRouted(key, routed)) return false;
    }
    // A template that includes itself is as certain as the others are.
    return templates.every((user) => (isCertain(user) as boolean | undefined) ?? true);
  });

  /** Whether a template really names another one: files are found by the last part of a name alone. */
  function isUsedBy(user: Path, name: string): boolean {
    return files.uses(user).some((use) => use.kind === 'template' && templateNameOf(sources, user, use) === name);
  }

  function areUsersCertain(dotted: string): boolean {
    return usersOfTag(dotted, tagUses)?.every((user) => (isCertain(user) as boolean | undefined) ?? true) ?? false;
  }

  function certainScope(path: Path): Scope {
    const own = scope(path);
    return { ...own, typeOfName: (name) => (isCertain(path) ? own.typeOfName(name) : unknownType) };
  }

  return {
    types,
    names,
    ownNames: (path) => ownNames(path) ?? noNames,
    renderings,
    scope,
    certainScope,
    membersAt: createWays(runtime, types, certainScope),
    isCertain,
  };
}

const noNames: ReadonlyMap<string, readonly NameSource[]> = new Map();

/** Files of which each query knows that it asked who uses a name. */
function withUsers(files: FileStore, runtime: Runtime): FileStore {
  const users = family(
    runtime,
    (key: string) => {
      files.usedNames();
      const [kind, name] = key.split('\n');
      return files.filesUsing(kind as Use['kind'], name);
    },
    sameItems,
  );
  const filesUsing: FileStore['filesUsing'] = (kind, name) => users(`${kind}\n${name}`);
  return Object.assign(Object.create(files) as FileStore, { filesUsing });
}

function sameNames(a: Rendering, b: Rendering): boolean {
  return a.names.size === b.names.size && [...a.names.keys()].every((name) => b.names.has(name));
}
