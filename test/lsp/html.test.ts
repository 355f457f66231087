import * as assert from 'node:assert';
import { htmlServices } from '../../server/lsp/htmlServices';
import { standardKnowledge } from '../../server/templates/standard';
import { parseTemplate } from '../../server/templates/tree';
import { htmlOf } from '../../server/templates/virtualHtml';
import { lineIndex } from '../../server/text/lineIndex';
import { readMarks, writeMarks } from '../templates/marks';

/** A template at `$0`, as the services of HTML see it. */
function placeIn(marked: string) {
  const { source, cursor } = readMarks(marked);
  const template = parseTemplate(source, standardKnowledge);
  const text = htmlOf(template, cursor);
  return { source, text, styles: htmlOf(template, cursor, '0'), at: lineIndex(text).position(cursor) };
}

function completions(marked: string): string[] {
  const { text, at, styles } = placeIn(marked);
  return htmlServices.complete(text, at, styles).map(({ label }) => label);
}

/** The marks are the names that are edited together with the one at `$0`. */
function checkLinked(marked: string): void {
  const { source, text, at } = placeIn(marked);
  const lines = lineIndex(text);
  const found = (htmlServices.linkedRanges(text, at) ?? []).map(({ start, end }) => ({
    start: lines.offset(start),
    end: lines.offset(end),
  }));
  assert.strictEqual(writeMarks(source, found), writeMarks(source, readMarks(marked).ranges));
}

describe('HTML in templates', () => {
  it('completes elements, attributes and values around the tags of Django', () => {
    assert.ok(completions('{% if a %}<di$0{% endif %}').includes('div'));
    assert.ok(completions('<input {% if a %}checked{% endif %} ty$0>').includes('type'));
    assert.ok(completions('<input value="{{ a }}" type="$0">').includes('checkbox'));
    assert.ok(completions('<section>{% for a in b %}{% endfor %}</$0').includes('/section'));
  });

  it('completes CSS in style sheets and attributes', () => {
    assert.ok(completions('<style>\np { color: {{ a }}; backg$0 }\n</style>').includes('background-color'));
    assert.ok(completions('<p style="width: {{ a }}%; colo$0">').includes('color'));
    assert.ok(completions('<p style="display: $0">').includes('flex'));
    for (const before of [
      '{{ more }};',
      '{{ more }} ',
      '{% if a %}top: 0{% endif %};',
      '{% if a %}{{ b }};{% endif %}',
    ])
      assert.ok(completions(`<style>a { ${before}colo$0 }</style><p style="${before}">`).includes('color'), before);
    assert.ok(completions('<p style="{{ more }}; colo$0">').includes('color'));
    assert.ok(!completions('<p class="colo$0" style="">').includes('color'));
  });

  it('describes elements and properties of CSS', () => {
    for (const [marked, text] of [
      ['<sec$0tion>{{ a }}</section>', 'section'],
      ['<p style="col$0or: {{ a }}">', 'color'],
    ]) {
      const { text: html, at } = placeIn(marked);
      assert.ok(JSON.stringify(htmlServices.hover(html, at)).includes(text));
    }
  });

  it('edits both ends of an element together', () => {
    checkLinked('<[|d$0iv|] class="{% if a %}b{% endif %}">{{ c }}</[|div|]>');
    checkLinked('{% if a %}<div>{% else %}<[|d$0iv|] id="b">{% endif %}</[|div|]>');
    checkLinked('<p>{{ a$0 }}</p>');
  });

  it('closes elements', () => {
    const close = (marked: string) => {
      const { text, at } = placeIn(marked);
      return htmlServices.closeTag(text, at);
    };
    assert.strictEqual(close('<div class="{{ a }}">$0'), '$0</div>');
    assert.strictEqual(close('<ul>{% for a in b %}<li>{{ a }}</$0{% endfor %}'), 'li>');
    assert.strictEqual(close('<div>{% if a %}<br>$0{% endif %}</div>'), null);
  });

  it('never fails', () => {
    const source = '<p style="a: {{ b }}" {% if c %}class="d"{% endif %}><style>e { f: g }</style>{% else %}</p>';
    for (let end = 0; end <= source.length; end++) {
      const { text, at, styles } = placeIn(`${source.slice(0, end)}$0`);
      htmlServices.complete(text, at, styles);
      htmlServices.hover(text, at);
      htmlServices.highlights(text, at);
      htmlServices.linkedRanges(text, at);
      htmlServices.closeTag(text, at);
      htmlServices.quotes(text, at);
      htmlServices.folding(text);
      htmlServices.selection(text, [at]);
    }
  });
});
