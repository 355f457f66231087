import * as assert from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { extractPython } from '../../server/facts/python';
import { extractTemplate } from '../../server/facts/template';
import { standardKnowledge } from '../../server/templates/standard';
import { parseTemplate } from '../../server/templates/tree';
import { randomFrom } from '../random';

const folder = path.join(__dirname, '../../../test/sample');

/** Reads a text as each kind of file that the index knows: nothing throws, and all that is found stands within the text. */
function checkRead(text: string): void {
  assert.doesNotThrow(() => {
    Object.values(extractPython(text));
    parseTemplate(text, standardKnowledge);
  }, shown(text));
  for (const { name, start, end } of [...extractPython(text).uses, ...extractTemplate('/a.html', text).uses])
    assert.ok(0 <= start && start <= end && end <= text.length, `'${name}' at ${start} to ${end} ${shown(text)}`);
}

function shown(text: string): string {
  return `in ${JSON.stringify(text)}`;
}

const pieces = [
  '{',
  '}',
  '{%',
  '%}',
  '{{',
  '}}',
  '{#',
  '#}',
  '(',
  ')',
  '[',
  ']',
  "'",
  '"',
  "'''",
  '"""',
  'f"{',
  '|',
  ':',
  '\\',
  '\n',
  '\r',
  '\t',
  '\0',
  '\ufeff',
  '\u2028',
  '𝒳',
  'é',
  '@',
  'def ',
  'class ',
  'lambda',
  'import',
  'from . import *',
  '{% verbatim %}',
  '{% endblock %}',
  '{% comment %}',
  '{% load x from y',
  '{% url "',
  '0x',
  '1e999',
  '*',
  '**',
  ':=',
  'await ',
  'match x:\n case',
  '\ud800',
  ' '.repeat(50),
];

describe('broken sources of the sample', function () {
  this.timeout(60_000);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:py|html|txt)$/.test(name))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));

  it('cut off anywhere are read', () => {
    const random = randomFrom(1);
    for (const text of files) for (let i = 0; i < 2; i++) checkRead(text.slice(0, random(text.length + 1)));
  });

  it('with anything put in or taken out are read', () => {
    const random = randomFrom(2);
    for (const text of files) {
      for (let i = 0; i < 2; i++) {
        let broken = text;
        for (let j = 0; j <= random(4); j++) {
          const at = random(broken.length + 1);
          broken = broken.slice(0, at) + pieces[random(pieces.length)] + broken.slice(at + random(20));
        }
        checkRead(broken);
      }
    }
  });

  it('made of nothing but pieces are read', () => {
    const random = randomFrom(3);
    for (let i = 0; i < 1000; i++) {
      const text = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join('');
      checkRead(text);
    }
  });

  it('nested deep are read', () => {
    for (const open of [
      '(',
      '[',
      '{',
      'f(',
      '-',
      'not ',
      'x if y else ',
      'lambda: ',
      'f"{',
      'a.b.',
      '1+',
      '{% if x %}',
      '{{ x|y:',
      '{% block a %}',
    ])
      checkRead(open.repeat(3000));
    checkRead(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''));
    checkRead(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}class A:\n`).join(''));
  });
});
