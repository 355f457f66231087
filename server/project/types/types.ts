import type { DjangoVersion } from '../../django/versions';
import type { Call, ClassValue, FoundMember, FunctionValue, Place, Value } from '../../python/values';
import type { World } from '../../python/world';
import type { FileStore } from '../fileStore';
import type { Forms } from '../forms/forms';
import type { ManagerMember } from '../models/managers';
import type { ModelMember } from '../models/members';
import type { Models } from '../models/models';
import type { ImportStrings } from '../modules/importStrings';
import type { Modules } from '../modules/modules';
import type { Runtime } from '../queries/runtime';
import type { Settings } from '../settings';
import type { Effort } from './effort';
import type { Attribute } from './memberAttribute';
import type { Instance, QuerySet, Type } from './type';

/** What the types of a project rest on. */
export interface TypeSources {
  readonly runtime: Runtime;
  readonly files: FileStore;
  readonly modules: Modules;
  readonly world: World;
  version(): DjangoVersion;
  settings(): Settings;
  models(): Models;
  modelMembers(label: string): ReadonlyMap<string, ModelMember>;
  managerMembers(label: string, name: string): ReadonlyMap<string, ManagerMember>;
  forms(): Forms;
  middleware(): ImportStrings;
  /** The names that code sets as attributes of others' objects. */
  assignedNames(): ReadonlySet<string>;
  /** The keys that code sets in dicts. */
  assignedKeys(): ReadonlySet<string>;
  /** What is given to a function or class where it is called, by the names of parameters; undefined while that is being found. */
  givenTo(dotted: string): ReadonlyMap<string, () => Type> | undefined;
  /** Whether all apps are known and every file has been read. */
  isWhole(): boolean;
}

/** What the parts that find types ask of each other. */
export interface Types extends TypeSources {
  /** The world in which Django's own views give contexts. */
  readonly world: World;
  typeOf(value: Value): Type;
  /** The manager that is made at a place. */
  managerAt(place: Place): QuerySet | undefined;
  /** What instances of a model have, by its label. */
  modelAttributes(label: string): ReadonlyMap<string, Attribute>;
  /** What there is to look up in instances of a model, in its querysets, and in instances of a class; undefined where there may be more. */
  closedModel(label: string): ReadonlySet<string> | undefined;
  /** The models that inherit from each, by its label. */
  heirs(): ReadonlyMap<string, readonly string[]>;
  closedQuerySet(label: string): ReadonlySet<string> | undefined;
  closedClass(value: ClassValue): ReadonlySet<string> | undefined;
  /** What instances of those bases of a class are that calls made. */
  madeBases(value: ClassValue): readonly Instance[];
  /** A request as views get it. */
  request(): Call;
  /** How much of the project's code may run for an answer. */
  readonly effort: Effort;
  /** A value that stands for one of a type, to hand to a function that is run. */
  valueOf(type: Type | (() => Type), callee?: Value): Call;
  /** What a method gives for an instance without arguments. */
  methodResult(self: Call, found: FoundMember): Type;
  /** What a function gives that is called without arguments, or with those of a call. */
  functionResult(target: FunctionValue, call?: Call): Type;
  /** An instance of which nothing is known but its class. */
  instanceOf(value: ClassValue): Call;
}
