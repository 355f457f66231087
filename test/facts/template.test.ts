import { strict as assert } from 'node:assert';
import { extractTemplate } from '../../server/facts/template';
import type { UseKind } from '../../server/facts/uses';
import { readMarks, writeMarks } from '../templates/marks';

/** Checks the names of one kind that a template uses: the marks, in the order of the text. */
function checkUses(kind: UseKind, marked: string) {
  const { source } = readMarks(marked);
  const uses = extractTemplate('/a.html', source).uses.filter((use) => use.kind === kind);
  assert.equal(writeMarks(source, uses), marked);
  for (const { name, start, end } of uses) assert.equal(name, source.slice(start, end));
  return uses;
}

describe('extractTemplate', () => {
  it('finds routes', () => {
    const uses = checkUses('route', `{% url '[|shop:book|]' pk=1 %}{% url "[|a|]" as b %}{% url c %}{% url "d"|e %}`);
    assert.deepEqual(
      uses.map(({ by, required }) => [by, required]),
      [
        ['url', true],
        ['url', false],
      ],
    );
  });

  it('finds templates', () => {
    checkUses('template', '{% extends "[|a.html|]" %}{% include \'[|./b.html|]\' with c=d %}{% include e %}');
    checkUses('template', '{% if a %}{% include "[|b|]" %}{% elif c %}{% include "[|d|]" %}{% endif %}');
  });

  it('finds libraries with what is imported', () => {
    const [, library] = checkUses('library', '{% load [|i18n|] %}{% load a b from [|shop|] %}');
    assert.deepEqual(library.imports, [
      { start: 23, end: 24, name: 'a' },
      { start: 25, end: 26, name: 'b' },
    ]);
  });

  it('finds tags and filters', () => {
    checkUses('tag', '{% [|if|] a %}{% else %}{% endif %}{% [|thumb|] b %}{% empty %}{% endthumb %}{% [|now|] "Y" %}');
    checkUses(
      'filter',
      '{{ a|[|b|]:"c|d"|[|e|] }}{% if f|[|g|] %}{% elif h|[|i|] %}{% endif %}{% thumb j|[|k|] l=m|[|n|] %}',
    );
    checkUses('filter', '{% filter [|upper|]|[|escape|] %}{% endfilter %}');
  });

  it('finds static files, blocks and partials', () => {
    checkUses('static', '{% static "[|a.css|]" %}{% static b %}');
    checkUses('block', '{% block [|a|] %}{% endblock [|a|] %}');
    const uses = checkUses('partial', '{% partialdef a %}{% endpartialdef %}{% partial [|a|] %}');
    assert.equal(uses[0].required, true);
  });

  it('takes nothing from what Django does not read', () => {
    checkUses('tag', '{# {% a %} #}{% [|comment|] %}{% b %}{% endcomment %}{% [|verbatim|] %}{% c %}{% endverbatim %}');
    checkUses('route', '{% url "a\n{% url "b" \n{% url "[|c|]" %}');
  });

  it('takes no escape and no translation for a name', () => {
    const [use] = extractTemplate('/a.html', `{% include "a\\"b" %}{% include _("c") %}`).uses.filter(
      ({ kind }) => kind === 'template',
    );
    assert.equal(use.name, 'a"b');
  });

  it('declares blocks, partials and the parent', () => {
    const source =
      '{% extends "base.html" %}{% block a %}{% block b %}{% endblock %}{% endblock %}{% partialdef c inline %}{% endpartialdef %}';
    const { declared } = extractTemplate('/a.html', source);
    assert.deepEqual(declared.extends, { name: 'base.html' });
    assert.deepEqual(
      declared.blocks.map(({ name, whole }) => [name, source.slice(whole.start, whole.end)]),
      [
        ['a', '{% block a %}{% block b %}{% endblock %}{% endblock %}'],
        ['b', '{% block b %}{% endblock %}'],
      ],
    );
    assert.deepEqual(
      declared.partials.map(({ name, start, end }) => [name, source.slice(start, end)]),
      [['c', 'c']],
    );
    assert.deepEqual(extractTemplate('/a.html', '{% extends a %}').declared.extends, { name: undefined });
    assert.equal(extractTemplate('/a.html', '{{ a }}').declared.extends, undefined);
  });
});
