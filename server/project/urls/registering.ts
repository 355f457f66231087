import type { Call } from '../../python/values';
import type { World } from '../../python/world';
import { sameItems } from '../../text/same';
import { family, firewall } from '../queries/query';
import type { Runtime } from '../queries/runtime';

/** What finding the modules that register with routers needs of a project. */
export interface RegisteringContext {
  readonly world: World;
  readonly isOwn: (module: string) => boolean;
  /** The modules that a module imports when it runs. */
  readonly importsOf: (module: string) => Iterable<string>;
  readonly rootUrlconf: () => string | undefined;
  /** The modules that have been imported when all apps are ready. */
  readonly atStart: () => Iterable<string>;
}

/**
 * The calls of `register(prefix, viewset)` in all modules of the project and its apps that are imported when Django starts
 * or with the URLconf: an app's module may register with a router of another one.
 */
export function createRegisterCalls(runtime: Runtime, context: RegisteringContext): () => readonly Call[] {
  const callsIn = family(
    runtime,
    (module: string) => (context.world.namespace(module)?.effects ?? []).filter(isRegister),
    sameItems,
  );
  return firewall(runtime, () => modulesImported(context).flatMap(callsIn), sameItems);
}

/** `router.register(prefix, viewset)`, or what a router's own register() does. */
function isRegister({ callee, args, keywords }: Call): boolean {
  if (callee.kind === 'member' && callee.name === 'append')
    return callee.of.kind === 'member' && callee.of.name === 'registry';
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'ref' ? callee.dotted : '';
  return /(?:^|\.)register$/.test(name) && args.length + keywords.size > 1;
}

function withPackages(module: string): string[] {
  const parts = module.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

function modulesImported({ world, isOwn, importsOf, rootUrlconf, atStart }: RegisteringContext): string[] {
  const root = rootUrlconf();
  const seen = new Set<string>([...(root === undefined ? [] : [root]), ...atStart()].filter(isOwn));
  for (const module of seen) {
    for (const imported of [...importsOf(module), ...(world.namespace(module)?.imports ?? [])])
      if (isOwn(imported)) for (const one of withPackages(imported)) seen.add(one);
  }
  return [...seen];
}
