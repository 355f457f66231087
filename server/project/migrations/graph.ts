import type { Migration, MigrationContent, MigrationKey } from './migrations';

/** The migrations that no other one of their app builds on. */
export interface MigrationGraph {
  /** Those of each app; more than one for an app whose migrations conflict. */
  readonly leaves: ReadonlyMap<string, readonly Migration[]>;
}

/**
 * The graph of a database without any migration applied (django.db.migrations.loader.MigrationLoader.build_graph): a squashed
 * migration stands for those that it replaces. Within one app only, which is all that leaves depend on.
 */
export function migrationGraph(
  migrations: readonly Migration[],
  contentOf: (migration: Migration) => MigrationContent | undefined,
): MigrationGraph {
  const byApp = new Map<string, Migration[]>();
  for (const migration of migrations) byApp.set(migration.app, [...(byApp.get(migration.app) ?? []), migration]);
  return { leaves: new Map([...byApp].map(([app, own]) => [app, leavesOf(app, own, contentOf)])) };
}

function leavesOf(
  app: string,
  migrations: readonly Migration[],
  contentOf: (migration: Migration) => MigrationContent | undefined,
): Migration[] {
  const contents = new Map(migrations.map((migration) => [migration.name, contentOf(migration)]));
  const names = (keys: readonly MigrationKey[] | undefined) =>
    (keys ?? []).filter((key) => key.app === app).map((key) => key.name);
  // MigrationGraph.remove_replaced_nodes: what depended on a replaced migration depends on the squashed one.
  const replacement = new Map<string, string>();
  for (const [name, content] of contents)
    for (const replaced of names(content?.replaces)) if (contents.has(replaced)) replacement.set(replaced, name);
  const standing = (name: string, depth = 0): string => {
    const other = replacement.get(name);
    return other === undefined || depth > 50 ? name : standing(other, depth + 1);
  };
  const parents = new Set<string>();
  const dependsOn = (child: string, parent: string) => {
    if (standing(child) !== standing(parent)) parents.add(standing(parent));
  };
  for (const [name, content] of contents) {
    for (const parent of names(content?.dependencies)) dependsOn(name, parent);
    for (const child of names(content?.runBefore)) dependsOn(child, name);
  }
  return migrations.filter(({ name }) => !replacement.has(name) && !parents.has(name));
}
