import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';

const file = path.join(__dirname, '../../../syntaxes/django-html.language-configuration.json');
const { indentationRules, folding, onEnterRules } = JSON.parse(readFileSync(file, 'utf8'));

/** Checks, line by line, what VS Code does about the indentation: `+` more below this line, `-` less from this line on. */
function checkIndentation(lines: [marks: string, line: string][]) {
  const increase = new RegExp(indentationRules.increaseIndentPattern);
  const decrease = new RegExp(indentationRules.decreaseIndentPattern);
  const actual = lines.map(([, line]) => [`${decrease.test(line) ? '-' : ''}${increase.test(line) ? '+' : ''}`, line]);
  assert.deepStrictEqual(actual, lines);
}

describe('the language configuration of django-html', () => {
  it('indents what stands between block tags and HTML tags', () => {
    checkIndentation([
      ['+', '{% block content %}'],
      ['+', '  <div class="a">'],
      ['+', '    {% if user.name == "x" %}'],
      ['', '      {{ user.name }}'],
      ['-+', '    {% elif x %}'],
      ['-+', '    {% else %}'],
      ['-', '    {% endif %}'],
      ['+', '    {% blocktranslate trimmed %}'],
      ['-', '    {% endblocktranslate %}'],
      ['-', '  </div>'],
      ['-', '{% endblock content %}'],
    ]);
  });

  it('leaves alone what ends on its line or has no end', () => {
    checkIndentation([
      ['', '{% if a %}b{% endif %}'],
      ['', '{% block title %}{{ a }}{% endblock %}'],
      ['', '{% include "a.html" %}'],
      ['', '{% extends "base.html" %}'],
      ['', '{# a note #}'],
      ['', '<br>'],
      ['', '<p>{% if a %}b{% endif %}</p>'],
    ]);
  });

  it('folds block tags, and not those that end on their line', () => {
    const [start, end] = [new RegExp(folding.markers.start), new RegExp(folding.markers.end)];
    assert.match('  {% for a in b %}', start);
    assert.match('  {% endfor %}', end);
    assert.doesNotMatch('{% block title %}a{% endblock %}', start);
    assert.doesNotMatch('{% include "a.html" %}', start);
  });

  it('holds expressions that compile', () => {
    for (const { beforeText, afterText } of onEnterRules) {
      for (const rule of [beforeText, afterText]) if (rule) new RegExp(rule.pattern ?? rule, rule.flags);
    }
  });
});
