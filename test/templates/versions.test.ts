import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { extractTemplate } from '../../server/facts/template';
import { standardKnowledge } from '../../server/templates/standard';
import { createTemplateParser, parseTemplate } from '../../server/templates/tree';
import { randomFrom } from '../random';
import { knowledge } from './knowledge';

const written = [
  ...['x', ' ', '|', '.', ':', '"', "'", '\n', '{', '%', '}', '{%', '%}', '{{', '}}', '{#', '#}', '_("', 'as', '='],
  ...[
    '{% if a %}',
    '{% elif b|upper %}',
    '{% else %}',
    '{% endif %}',
    '{% for a in b %}',
    '{% endfor %}',
    '{{ a|date }}',
  ],
  ...[
    '{% load shop %}',
    '{% load money from shop %}',
    '{% load vague %}',
    '{% price a currency=b|money %}',
    '{% x a|b %}',
  ],
  ...[
    '{% block a %}',
    '{% endblock a %}',
    '{% extends "a" %}',
    '{% include "./a" with b=c|upper %}',
    '{% cycle a b as c %}',
  ],
  ...['{% comment %}', '{% endcomment %}', '{% verbatim %}', '{% endverbatim %}', '{% tabs %}{% tab %}{% endtabs %}'],
  ...['{% load i18n static %}', '{% translate "a" as b %}', '{% static "a" %}', '{% url "a" b=c|length %}'],
  ...['{% blocktranslate with a=b|upper count c=d %}', '{% plural %}', '{% endblocktranslate %}', '{% mystery %}'],
  ...[
    '{% partialdef a %}',
    '{% endpartialdef %}',
    '{% partial a %}',
    '{% resetcycle c %}',
    '{% old %}',
    '{{ a|nothing }}',
  ],
];

const seeds = ['catalog/templates/catalog/book_list.html', 'templates/base.html'].map((name) =>
  readFileSync(path.join(__dirname, '../../../test/sample', name), 'utf8'),
);

describe('a template parser', () => {
  for (let seed = 1; seed <= 8; seed++)
    it(`gives for each version of a text what parsing it afresh gives (random changes ${seed})`, () => {
      const random = randomFrom(seed);
      const parse = createTemplateParser();
      let text = seed % 3 === 0 ? '' : seeds[seed % 2];
      for (let i = 0; i < 150; i++) {
        text = seed % 2 === 0 ? typed(text, random, seeds[0]) : changed(text, random);
        const names = random(2) === 0 ? ['standard', 'known'] : ['known'];
        for (const name of names) {
          const with_ = name === 'known' ? knowledge : standardKnowledge;
          assert.equal(show(parse(text, with_, 'a/b.html')), show(parseTemplate(text, with_, 'a/b.html')), text);
        }
        if (random(10) === 0)
          assert.equal(show(extractTemplate('a', text, parse)), show(extractTemplate('a', text)), text);
      }
    });

  it('knows a block no longer when what it holds is read again', () => {
    const parse = createTemplateParser();
    for (const name of ['shop', 'i18n', 'i18n  ', 'shop  ']) {
      const text = `{% load ${name} %}{% if a %}{{ c }}{{ b|money }}{% endif %}`;
      assert.equal(show(parse(text, knowledge)), show(parseTemplate(text, knowledge)), text);
    }
  });

  it('reads again what another library means by a name', () => {
    const parse = createTemplateParser();
    const codes = (text: string) => parse(text, knowledge).errors.map(({ code }) => code);
    assert.deepEqual(codes('{% load shop %}{{ a|money }}{% price a %}'), []);
    assert.deepEqual(codes('{# load shop #}{{ a|money }}{% price a %}'), ['unknown-filter', 'unknown-tag']);
    assert.deepEqual(codes('{% load shop %}{{ a|money }}{% price a %}'), []);
  });
});

/** One to three changes: something put in, taken away or copied. */
function changed(text: string, random: (limit: number) => number): string {
  let now = text;
  for (let i = random(3); i >= 0; i--) {
    const at = random(now.length + 1);
    const end = Math.min(now.length, at + random(random(4) === 0 ? 60 : 4));
    const put =
      random(5) === 0 ? now.slice(at, at + random(80)) : random(3) === 0 ? '' : written[random(written.length)];
    now = now.slice(0, at) + put + now.slice(random(2) === 0 ? at : end);
  }
  return now.slice(0, 6000);
}

/** A character put in or some taken away, or all as it was at first. */
function typed(text: string, random: (limit: number) => number, first: string): string {
  if (random(8) === 0) return first;
  const at = random(text.length + 1);
  const put = ['x', ' ', '{', '%', '}', '"', '|', '\n', ''];
  return text.slice(0, at) + put[random(put.length)] + text.slice(at + random(3));
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
