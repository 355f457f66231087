/** A map whose entries are looked up when somebody asks for them: who asks for one rests on that one alone. */
export class LookedAtMap<V> implements ReadonlyMap<string, V> {
  /**
   * @param look one entry
   * @param names the names alone, in order
   * @param whole all entries, in order
   */
  constructor(
    private readonly look: (name: string) => V | undefined,
    private readonly names: () => Pick<ReadonlyMap<string, unknown>, 'has' | 'keys' | 'size'>,
    private readonly whole: () => ReadonlyMap<string, V>,
  ) {}

  get(name: string): V | undefined {
    return this.look(name);
  }

  has(name: string): boolean {
    return this.names().has(name);
  }

  get size(): number {
    return this.names().size;
  }

  keys(): MapIterator<string> {
    return this.names().keys();
  }

  values(): MapIterator<V> {
    return this.whole().values();
  }

  entries(): MapIterator<[string, V]> {
    return this.whole().entries();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, name: string, all: ReadonlyMap<string, V>) => void): void {
    for (const [name, value] of this.entries()) callback(value, name, this);
  }
}
