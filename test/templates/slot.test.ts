import { strict as assert } from 'node:assert';
import { type Slot, slotAt } from '../../server/templates/slot';
import { parseTemplate } from '../../server/templates/tree';
import { knowledge } from './knowledge';
import { readMarks, writeMarks } from './marks';

/** Checks the kind of the slot at `$0`, and its range: the marks. */
function checkSlot(marked: string, kind: Slot['kind'] | undefined): Slot {
  const { source, cursor } = readMarks(marked);
  const slot = slotAt(parseTemplate(source, knowledge), cursor);
  assert.equal(slot?.kind, kind, marked);
  if (slot !== undefined) {
    assert.equal(writeMarks(source, [slot]), writeMarks(source, readMarks(marked).ranges));
    assert.equal(slot.prefix, source.slice(slot.start, cursor));
  }
  return slot!;
}

describe('slotAt', () => {
  it('is nowhere in text and in what is not read', () => {
    checkSlot('a$0{{ b }}', undefined);
    checkSlot('{# a$0 #}', undefined);
    checkSlot('{% comment %}{{ a$0 }}{% endcomment %}', undefined);
    checkSlot('{% verbatim %}{{ a$0 }}{% endverbatim %}', undefined);
    checkSlot('{$0{ a }}', undefined);
  });

  it('is a tag where one is named, with what is open there', () => {
    checkSlot('{% [|i$0f|] a %}{% endif %}', 'tag');
    checkSlot('{% [|$0|]', 'tag');
    checkSlot('{%[|$0|]%}', 'tag');
    const { open } = checkSlot('{% for a in b %}{% if a %}1{% else %}{% [|e$0|]', 'tag');
    assert.deepEqual(
      open.map(({ branches, ends }) => [...branches, ...ends].join(' ')),
      ['endif', 'empty endfor'],
    );
  });

  it('finds variables and their parts', () => {
    checkSlot('{{ [|us$0er|] }}', 'variable');
    checkSlot('{{ [|$0|] }}', 'variable');
    const { path } = checkSlot('{{ order.lines.[|$0|]\n', 'variable');
    assert.deepEqual(
      path.map(({ text }) => text),
      ['order', 'lines'],
    );
    checkSlot('{% if user.[|na$0|]', 'variable');
    checkSlot('{% if a and [|$0|] %}{% endif %}', 'variable');
    checkSlot('{% with a=[|b$0|] %}{% endwith %}', 'variable');
    assert.equal(checkSlot('{% load shop %}{% price currency=[|$0|] %}', 'variable').tag?.keyword, 'currency');
    checkSlot('{{ order.lines.[|$0|] <p>{{ a }}</p>', 'variable');
  });

  it('finds filters and their arguments', () => {
    checkSlot('{{ a|[|up$0per|] }}', 'filter');
    checkSlot('{{ a | [|$0|]', 'filter');
    checkSlot('{% if a|default:"|"|[|l$0|] %}{% endif %}', 'filter');
    checkSlot('{% filter [|u$0|] %}{% endfilter %}', 'filter');
    checkSlot('{% filter upper|[|u$0|] %}{% endfilter %}', 'filter');
    assert.equal(checkSlot('{{ a|date:"[|Y$0 m|]" }}', 'string').filter, 'date');
    assert.equal(checkSlot('{{ a|default:b.[|c$0|] }}', 'variable').filter, 'default');
  });

  it('finds names in strings', () => {
    const slot = checkSlot("{% url '[|a$0b|]' c %}", 'route');
    assert.deepEqual([slot.quote, slot.closed], ["'", true]);
    assert.equal(checkSlot("{% url '[|a$0|] %}", 'route').closed, false);
    assert.equal(checkSlot("{% url '[|sh$0|] a='x' %}", 'route').closed, false);
    assert.equal(checkSlot('{% url [|$0|]', 'route').quote, '');
    checkSlot('{% extends "[|$0|]" %}', 'template');
    checkSlot('{% include [|$0|] %}', 'template');
    checkSlot('{% load static %}{% static "[|a/$0b.css|]" %}', 'static');
  });

  it('finds names without quotes', () => {
    checkSlot('{% load [|i1$0|] %}', 'library');
    checkSlot('{% load i18n [|$0|]', 'library');
    assert.equal(checkSlot('{% load [|pr$0|] from shop %}', 'import').tag?.library, 'shop');
    checkSlot('{% load price from [|$0|] %}', 'library');
    checkSlot('{% block [|a$0|] %}', 'block');
    checkSlot('{% block a %}{% endblock [|$0|] %}', 'block');
    checkSlot('{% partial [|$0|] %}', 'partial');
  });

  it('knows the words of a tag', () => {
    assert.deepEqual(checkSlot('{% for a [|$0|] %}{% endfor %}', 'target').tag?.words, ['in']);
    assert.deepEqual(checkSlot('{% include "a" [|$0|] %}', 'word').tag?.words, ['with', 'only']);
    assert.deepEqual(checkSlot('{% autoescape [|o$0|] %}{% endautoescape %}', 'word').tag?.words, ['on', 'off']);
    assert.equal(checkSlot('{% url "a" as [|b$0|] %}', 'target').tag?.name, 'url');
    assert.ok(checkSlot('{% if a %}{% elif [|b$0|] %}{% endif %}', 'variable').tag?.words.includes('and'));
  });

  it('never fails', () => {
    const source = `{% url 'a b' c=d|e:"f" as g %}{% load x from y %}{{ h.i|j:_("k")|l:'m }}{% if %}{% static "`;
    for (let end = 0; end <= source.length; end++) {
      const template = parseTemplate(source.slice(0, end), knowledge);
      for (let offset = 0; offset <= end; offset++) {
        const slot = slotAt(template, offset);
        if (slot !== undefined) assert.ok(slot.start <= offset && offset <= slot.end && slot.end <= end);
      }
    }
  });
});
