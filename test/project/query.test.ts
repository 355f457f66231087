import * as assert from 'node:assert';
import { answers, family, firewall, input, query } from '../../server/project/queries/query';
import { createRuntime } from '../../server/project/queries/runtime';
import { randomFrom } from '../random';

describe('a query', () => {
  it('computes once, and again when what it read has changed', () => {
    const runtime = createRuntime();
    const a = input(runtime, 1);
    const b = input(runtime, 10);
    let computed = 0;
    const sum = query(runtime, () => {
      computed++;
      return a.get() + (a.get() > 5 ? b.get() : 0);
    });
    assert.deepEqual([sum(), sum(), computed], [1, 1, 1]);
    b.set(20);
    assert.deepEqual([sum(), computed], [1, 1], 'what it did not read does not matter');
    a.set(6);
    assert.deepEqual([sum(), computed], [26, 2]);
    b.set(30);
    assert.deepEqual([sum(), computed], [36, 3], 'what it reads now matters');
    a.set(6);
    assert.deepEqual([sum(), computed], [36, 3], 'an equal value is no change');
  });

  it('stops where a value between is equal to the one before', () => {
    const runtime = createRuntime();
    const text = input(runtime, 'one two');
    const counts = { words: 0, report: 0 };
    const words = query(
      runtime,
      () => {
        counts.words++;
        return text.get().split(' ');
      },
      (x, y) => x.join() === y.join(),
    );
    const report = query(runtime, () => {
      counts.report++;
      return words().length;
    });
    const before = words();
    assert.equal(report(), 2);
    text.set('one two'.toString());
    text.set('one two ');
    text.set('one two');
    assert.equal(report(), 2);
    assert.deepEqual(counts, { words: 2, report: 1 });
    assert.equal(words(), before, 'readers keep the value that they know');
  });

  it('that reads a firewall is not looked at while that stands, and computes when it does not', () => {
    const runtime = createRuntime();
    const typed = input(runtime, 'def a');
    typed.expectChanges();
    const names = firewall(runtime, () => typed.get().split(' ')[1]);
    const looked: string[] = [];
    const note = (name: string) => {
      looked.push(name);
      return true;
    };
    const between = query(
      runtime,
      () => names(),
      (x, y) => note('between') && x === y,
    );
    const reader = query(runtime, () => note('reader') && between().toUpperCase());
    assert.equal(reader(), 'A');
    typed.set('class a');
    assert.equal(reader(), 'A');
    assert.deepEqual(looked, ['reader']);
    typed.set('class b');
    assert.equal(reader(), 'B');
    assert.deepEqual(looked, ['reader', 'between', 'reader']);
  });

  it('has the value of a fresh one after any changes, with firewalls anywhere', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomFrom(seed);
      const runtime = createRuntime();
      const inputs = Array.from({ length: 6 }, () => input(runtime, random(10)));
      const reads = Array.from({ length: 30 }, (_, i) => Array.from({ length: 4 }, () => random(i + inputs.length)));
      // What a node reads behind its first one depends on what that gives.
      const outcome = (i: number, ask: (i: number) => number): number => {
        if (i < inputs.length) return inputs[i].peek();
        const [first, second, ...others] = reads[i - inputs.length];
        return (ask(first) + (ask(first) % 2 === 0 ? ask(second) : others.reduce((sum, one) => sum + ask(one), 0))) % 7;
      };
      const fresh = (i: number): number => outcome(i, fresh);
      const queries = reads.map((_, i) => {
        const compute = () => outcome(i + inputs.length, ask);
        return random(3) === 0 ? firewall(runtime, compute) : query(runtime, compute);
      });
      const ask = (i: number): number => (i < inputs.length ? inputs[i].get() : queries[i - inputs.length]());
      for (let step = 0; step < 200; step++) {
        const changed = inputs[random(inputs.length)];
        if (random(40) === 0) changed.expectChanges();
        changed.set(random(10));
        for (let asked = random(4); asked > 0; asked--) {
          const i = inputs.length + random(queries.length);
          assert.equal(ask(i), fresh(i), `seed ${seed}, step ${step}, query ${i}`);
        }
      }
    }
  });

  it('is one of many by its key', () => {
    const runtime = createRuntime();
    const factor = new Map([1, 2].map((key) => [key, input(runtime, key)]));
    const computed: number[] = [];
    const square = family(runtime, (key: number) => {
      computed.push(key);
      return factor.get(key)!.get() ** 2;
    });
    assert.deepEqual([square(1), square(2), square(1)], [1, 4, 1]);
    factor.get(2)!.set(3);
    assert.deepEqual([square(1), square(2)], [1, 9]);
    assert.deepEqual(computed, [1, 2, 2]);
  });

  it('computes again after it failed', () => {
    const runtime = createRuntime();
    const a = input(runtime, 0);
    const strict = query(runtime, () => {
      if (a.get() === 0) throw new Error('nought');
      return a.get();
    });
    const above = query(runtime, () => strict() + 1);
    assert.throws(above, /nought/);
    assert.throws(strict, /nought/);
    a.set(1);
    assert.equal(above(), 2);
    a.set(0);
    assert.throws(above, /nought/);
    a.set(1);
    assert.equal(above(), 2);
  });
});

describe('answers', () => {
  it('are kept as long as what they rest on stands', () => {
    const runtime = createRuntime();
    const a = input(runtime, 1);
    const b = input(runtime, 1);
    const computed: string[] = [];
    const times = answers(runtime, (factor: number) => {
      computed.push(`${factor} times ${a.get()}`);
      return factor * a.get();
    });
    assert.deepEqual([times(2), times(3), times(2)], [2, 3, 2]);
    b.set(2);
    assert.deepEqual([times(2), computed], [2, ['2 times 1', '3 times 1']]);
    a.set(5);
    assert.deepEqual([times(2), times(2), computed.length], [10, 10, 3]);
  });

  it('have what an earlier run remembers, on which no computation builds', () => {
    const runtime = createRuntime();
    const holds = { changedAt: () => 0, trace: () => undefined };
    runtime.memory = { recall: () => ({ value: 'remembered', isData: false, dependency: holds }) };
    const known = query(runtime, () => 'computed', Object.is, { name: 'known', as: 'answer' });
    const answer = answers(runtime, (name: string) => `${name} ${known()}`);
    assert.equal(answer('a'), 'a remembered');
    const built = query(runtime, () => `${known()}, ${answer('b')}`);
    assert.equal(built(), 'computed, b computed');
  });
});

describe('queries that read each other', () => {
  /** Queries named by letters, each of which shows itself as its name and what it reads; `_` stands where it read itself. */
  function graph(edges: Record<string, string>) {
    const runtime = createRuntime();
    const inputs = new Map(Object.entries(edges).map(([name, reads]) => [name, input(runtime, reads)]));
    const computed: string[] = [];
    const value: (name: string) => string = family(runtime, (name: string): string => {
      computed.push(name);
      const reads = [...(inputs.get(name)?.get() ?? '')].map((other) => (value(other) as string | undefined) ?? '_');
      return reads.length === 0 ? name : `${name}(${reads.join('')})`;
    });
    return { value, set: (name: string, reads: string) => inputs.get(name)!.set(reads), computed };
  }

  it('give the same values whichever is asked first', () => {
    const edges = { a: 'b', b: 'ca', c: 'a', d: 'bc' };
    const expected = { a: 'a(b(c(_)_))', b: 'b(c(a(_))a(_))', c: 'c(a(b(__)))', d: 'd(b(c(a(_))a(_))c(a(b(__))))' };
    const single = Object.fromEntries(Object.keys(edges).map((name) => [name, graph(edges).value(name)]));
    for (const order of ['abcd', 'dcba', 'bdac', 'cadb']) {
      const { value } = graph(edges);
      const together = Object.fromEntries([...order].map((name) => [name, value(name)]));
      for (const name of order) assert.equal(together[name], single[name], `${name} in the order ${order}`);
    }
    assert.equal(single.a, expected.a);
  });

  it('compute again when one of them stops reading the others', () => {
    const { value, set } = graph({ a: 'b', b: 'a' });
    assert.deepEqual([value('a'), value('b')], ['a(b(_))', 'b(a(_))']);
    set('a', '');
    assert.deepEqual([value('b'), value('a')], ['b(a)', 'a']);
    set('a', 'b');
    assert.deepEqual([value('b'), value('a')], ['b(a(_))', 'a(b(_))']);
  });

  it('are remembered, too', () => {
    const { value, set, computed } = graph({ a: 'b', b: 'a', c: 'b', d: '' });
    value('c');
    computed.length = 0;
    set('d', 'c');
    value('c');
    assert.deepEqual(computed, []);
  });

  it('are what they were when everything is set back, after any changes', () => {
    const random = randomFrom(7);
    const names = [...'abcdef'];
    const edges = Object.fromEntries(names.map((name) => [name, '']));
    const { value, set } = graph(edges);
    for (let i = 0; i < 2000; i++) {
      const name = names[random(names.length)];
      edges[name] = names.filter(() => random(3) === 0).join('');
      set(name, edges[name]);
      const asked = names[random(names.length)];
      assert.equal(value(asked), graph(edges).value(asked), `${asked} of ${JSON.stringify(edges)}`);
    }
  });
});
