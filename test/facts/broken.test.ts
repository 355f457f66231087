import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { extractPython } from '../../server/facts/python';
import { extractTemplate } from '../../server/facts/template';
import { standardKnowledge } from '../../server/templates/standard';
import { parseTemplate } from '../../server/templates/tree';
import { randomFrom } from '../random';

const folder = path.join(__dirname, '../../../test/sample');

/** Reads a text as each kind of file that the index knows. */
function readAll(text: string): void {
  Object.values(extractPython(text));
  extractTemplate('/a.html', text);
  parseTemplate(text, standardKnowledge);
}

/** Runs the test; a failure shows the text that did it. */
function never(text: string, read: (text: string) => void): void {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Error) error.message += `\nin ${JSON.stringify(text)}`;
    throw error;
  }
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
    for (const text of files) for (let i = 0; i < 2; i++) never(text.slice(0, random(text.length + 1)), readAll);
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
        never(broken, readAll);
      }
    }
  });

  it('made of nothing but pieces are read', () => {
    const random = randomFrom(3);
    for (let i = 0; i < 1000; i++) {
      const text = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join('');
      never(text, readAll);
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
      never(open.repeat(3000), readAll);
    never(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''), readAll);
    never(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}class A:\n`).join(''), readAll);
  });
});
