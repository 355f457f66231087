import type { Value } from '../../python/values';
import type { Namespace } from '../../python/world';
import { type Kept, keepEqual } from './keepEqual';
import { LookedAtMap } from './lookedAt';
import { QueryCell } from './queryCell';
import { type Dependency, edited, type Runtime } from './runtime';

/**
 * Modules as evaluated, each made of parts: its names, one by one, and what else is known of it. Who asks rests on those
 * parts alone that it looks at, so that a change of one class computes nothing anew for those who use another one.
 * @param replaced told of each value for which the equal one of the evaluation before stands
 */
export function namespacesInParts(
  runtime: Runtime,
  evaluate: (module: string) => Namespace | undefined,
  replaced: (made: Value, kept: Value) => void,
): (module: string) => Namespace | undefined {
  const modules = new Map<string, ModuleParts>();
  return (module) => {
    let parts = modules.get(module);
    if (parts === undefined) {
      parts = new ModuleParts(runtime, () => evaluate(module), replaced);
      modules.set(module, parts);
    }
    return parts.namespace();
  };
}

/** Names of parts that no name of a module can be. */
const allNames = ' names';
const nameList = ' keys';

class ModuleParts {
  private readonly whole: QueryCell<undefined, Namespace | undefined>;
  /** The revision in which each part last changed, of those that ever did. */
  private readonly changes = new Map<string, number>();
  private readonly reads = new Map<string, Dependency>();
  /** What stands for the module as long as it is there. */
  private face: Namespace | undefined;
  /** The revision in which it last came, went or moved. */
  private appeared = 0;
  private readonly existence: Dependency;

  constructor(
    private readonly runtime: Runtime,
    evaluate: () => Namespace | undefined,
    private readonly replaced: (made: Value, kept: Value) => void,
  ) {
    const equal = (before: Namespace | undefined, now: Namespace | undefined) => this.compare(before, now);
    this.whole = new QueryCell(runtime, { compute: evaluate, equal }, undefined);
    this.existence = this.part(() => this.appeared);
  }

  namespace(): Namespace | undefined {
    const settled = this.whole.settled();
    if (settled === undefined) return this.whole.get();
    this.record(this.existence);
    if (settled.value === undefined) return undefined;
    this.face ??= new NamespaceInParts(settled.value, this);
    return this.face;
  }

  /** A part of the module at this moment, which the query that computes now rests on from here on. */
  read<T>(part: string, look: (namespace: Namespace) => T): T {
    const settled = this.whole.settled();
    if (settled === undefined) return look(this.whole.get() ?? nothing);
    let read = this.reads.get(part);
    if (read === undefined) {
      read = this.part(() => this.changes.get(part) ?? 0);
      this.reads.set(part, read);
    }
    this.record(read);
    return look(settled.value ?? nothing);
  }

  private record(read: Dependency): void {
    this.runtime.stack.at(-1)?.reads.add(read);
  }

  private part(changed: () => number): Dependency {
    return new Part(this.whole, changed);
  }

  /** Keeps what is equal, and notes which parts are not; true where all are. */
  private compare(before: Namespace | undefined, now: Namespace | undefined): boolean {
    if (before === now) return true;
    const { revision } = this.runtime;
    if (before === undefined || now === undefined || before.path !== now.path) {
      this.appeared = revision;
      this.face = undefined;
      for (const part of this.reads.keys()) this.changes.set(part, revision);
      return false;
    }
    const kept: Kept = keepEqual(before, now, this.replaced);
    const changed = [...kept.names, ...kept.others];
    if (kept.names.size > 0) changed.push(allNames);
    if (kept.keys) changed.push(allNames, nameList);
    for (const part of changed) this.changes.set(part, revision);
    return changed.length === 0;
  }
}

class Part implements Dependency {
  constructor(
    readonly whole: Dependency,
    private readonly changed: () => number,
  ) {}

  changedAt(): number {
    const whole = this.whole.changedAt();
    return whole === Number.POSITIVE_INFINITY ? whole : this.changed();
  }

  members() {
    return this.whole.members?.() ?? [];
  }

  restsOn() {
    return this.whole.restsOn?.() ?? edited;
  }

  trace() {
    return this.whole.trace();
  }
}

/** A module whose parts are looked at one by one. */
class NamespaceInParts implements Namespace {
  readonly module: string;
  readonly path: string;
  readonly names: ReadonlyMap<string, Value>;

  constructor(
    { module, path }: Namespace,
    private readonly parts: ModuleParts,
  ) {
    this.module = module;
    this.path = path;
    this.names = new LookedAtMap(
      (name) => parts.read(name, ({ names }) => names.get(name)),
      () => parts.read(nameList, ({ names }) => names),
      () => parts.read(allNames, ({ names }) => names),
    );
  }

  get effects() {
    return this.parts.read(' effects', (one) => one.effects);
  }

  get imports() {
    return this.parts.read(' imports', (one) => one.imports);
  }

  get steps() {
    return this.parts.read(' steps', (one) => one.steps);
  }

  get isShared() {
    return this.parts.read(' isShared', (one) => one.isShared);
  }

  get unreadStars() {
    return this.parts.read(' unreadStars', (one) => one.unreadStars);
  }
}

const nothing: Namespace = {
  module: '',
  path: '',
  names: new Map(),
  effects: [],
  imports: new Set(),
  steps: [],
  isShared: false,
  unreadStars: [],
};
