import { strict as assert } from 'node:assert';
import { cottonSlotAt, cottonTags, openComponents } from '../../server/templates/cottonTags';
import { tokenize } from '../../server/templates/tokens';
import { readMarks } from './marks';

/** The tags, as `name(attribute=value, …)`, `/name` for one that closes and `/` behind one that closes itself. */
function tags(source: string): string[] {
  return cottonTags(source).map(({ name, attributes, closes, selfClosing }) => {
    for (const { text, start, end } of [
      name,
      ...attributes.flatMap((one) => [one.name, ...(one.value ? [one.value] : [])]),
    ])
      if (start !== end) assert.equal(source.slice(start, end), text);
    const all = attributes.map((one) =>
      one.value === undefined ? one.name.text : `${one.name.text}=${one.value.text}`,
    );
    return `${closes ? '/' : ''}${name.text}(${all.join(', ')})${selfClosing ? '/' : ''}`;
  });
}

describe('the tags of django-cotton', () => {
  it('are found with their attributes', () => {
    assert.deepEqual(tags('<c-a /><c-ui.user-row b="c d" :e=\'[1, "2"]\' f=g h>x</c-ui.user-row>'), [
      'a()/',
      'ui.user-row(b=c d, :e=[1, "2"], f=g, h)',
      '/ui.user-row()',
    ]);
    assert.deepEqual(tags('<c-a\n  b="{{ c|d:"e" }}"\n  f="{% if g %}>{% endif %}" />'), [
      'a(b={{ c|d:"e" }}, f={% if g %}>{% endif %})/',
    ]);
    assert.deepEqual(tags('<c-vars a="1" :b="[]" c />'), ['vars(a=1, :b=[], c)/']);
  });

  it('are not those that cotton leaves alone', () => {
    for (const source of [
      '{% verbatim %}<c-a />{% endverbatim %}',
      '{% verbatim x %}<c-a />{% endverbatim x %}',
      '{% cotton:verbatim %}<c-a />{% endcotton:verbatim %}',
      '{% comment %}<c-a />{% endcomment %}',
      '{# <c-a /> #}',
      '{{ "<c-a />" }}',
      '<d-a><c>',
      '<c-a ',
    ])
      assert.deepEqual(tags(source), [], source);
    assert.deepEqual(tags('<!-- <c-a /> -->'), ['a()/']);
  });

  it('are found as tags of Django', () => {
    assert.deepEqual(tags('{% cotton a.b c="{% trans "d" %}" :e="f" g / %}{% cotton h %}{% endcotton %}'), [
      'a.b(c={% trans "d" %}, :e=f, g)/',
      'h()',
    ]);
    assert.deepEqual(tags('{% cotton a/%}{% cotton:vars b="c" d %}'), ['a()/', 'vars(b=c, d)']);
  });

  it('may hold tags in their strings', () => {
    const lexing = { multiline: false, holding: ['cotton'] };
    const split = (source: string, how = lexing) =>
      tokenize(source, how).map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(split('{% cotton a b="{% c \'d\' %}" %}{% e f="{% g %}" %}'), [
      '{% cotton a b="{% c \'d\' %}" %}',
      '{% e f="',
      '{% g %}',
      '" %}',
    ]);
    assert.deepEqual(split('{% cotton a b="{% c %}d'), ['{% cotton a b="', '{% c %}', 'd']);
    assert.deepEqual(split('{% a\n b %}\n{{ c\n}}', { ...lexing, multiline: true }), ['{% a\n b %}', '\n', '{{ c\n}}']);
  });

  it('tell what is being written', () => {
    const slot = (marked: string) => {
      const { source, cursor } = readMarks(marked);
      const found = cottonSlotAt(source, cursor);
      return (
        found &&
        `${found.kind} ${source.slice(found.start, found.end)} of ${found.component}${found.attribute ? ` ${found.attribute}` : ''} with ${found.given.join()}`
      );
    };
    for (const [marked, expected] of [
      ['<c-$0', 'name c- of  with '],
      ['<c$0', 'name c of  with '],
      ['<$0', 'name  of  with '],
      ['<c-a></$0', 'name  of a with '],
      ['<d$0', undefined],
      ['<p><c-us$0er x>', 'name c-user of  with '],
      ['<c-a><c-b /></c-$0', 'name c- of a with '],
      ['<c-a $0', 'attribute  of a with '],
      ['<c-a $0 />', 'attribute  of a with '],
      ['<c-a b="1" c$0 d>', 'attribute c of a with b,d'],
      ['<c-a b="x > {{ y }}" :$0', 'attribute : of a with b'],
      ['<c-a b="$0', 'value  of a b with '],
      ['<c-component is="ca$0rd" x="1" />', 'value card of component is with x'],
      ['<c-a b="1">$0', undefined],
      ['<c-a b="{{ $0 }}">', undefined],
      ['<p $0', undefined],
      ['<c-a>text $0', undefined],
      ['{# <c-$0 #}', undefined],
      ['{% url $0', undefined],
    ] as const)
      assert.equal(slot(marked), expected, marked);
    assert.deepEqual(openComponents('<c-a><c-b x /><c-slot name="y"><c-d></c-d>'), ['a', 'slot']);
  });
});
