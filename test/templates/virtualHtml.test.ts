import { strict as assert } from 'node:assert';
import { parseTemplate } from '../../server/templates/tree';
import { htmlOf, isHtmlAt, isInSameBranch } from '../../server/templates/virtualHtml';
import { knowledge } from './knowledge';
import { readMarks } from './marks';

/** The HTML of a template, seen from `$0` where there is one. */
function checkHtml(marked: string, html: string): void {
  const { source, cursor } = readMarks(marked);
  const found = htmlOf(parseTemplate(source, knowledge), cursor < 0 ? undefined : cursor);
  assert.equal(found.length, source.length);
  assert.equal(found.replace(/ +/g, ' '), html);
}

describe('htmlOf', () => {
  it('blanks what is no HTML with the same length', () => {
    checkHtml('<p class="{% if a %}b{% endif %} c">{{ d }}</p>{# e #}', '<p class=" b c"> </p> ');
    checkHtml('<a {% if a %}href="{{ b }}"{% endif %}>', '<a href=" " >');
    checkHtml('{% comment %}\n<p>\n{% endcomment %}<b>', ' \n \n <b>');
    checkHtml('{% verbatim %}<p>{{ a }}</p>{% endverbatim %}', ' <p>{{ a }}</p> ');
  });

  it('leaves one of the branches that exclude each other', () => {
    const text = '{% if a %}<p class="b">{% else %}<p>{% endif %}</p>';
    checkHtml(text, ' <p class="b"> <p> </p>');
    checkHtml(`${text}$0`, ' <p class="b"> </p>');
    checkHtml(text.replace('{% endif', '$0{% endif'), ' <p> </p>');
  });

  it('goes on behind what is being typed', () => {
    checkHtml('<p>{% if user.</p>\n<b>{{ a. </b>', '<p> </p>\n<b> </b>');
  });
});

describe('isHtmlAt', () => {
  const check = (marked: string) => {
    const { source, cursor } = readMarks(marked);
    return isHtmlAt(parseTemplate(source, knowledge), cursor);
  };

  it('knows tags from what is between them', () => {
    for (const text of ['$0', 'a$0', '<p $0{{ a }}', '{{ a }}$0{{ b }}', '{# a #}$0', '<a href="$0'])
      assert.ok(check(text), text);
    for (const text of ['{{ a$0 }}', '{$0{ a }}', '{{ a }$0}', '{# $0 #}', '{% if a$0', '{% $0'])
      assert.ok(!check(text), text);
  });
});

describe('isInSameBranch', () => {
  it('tells what may be there without the other', () => {
    const { source, ranges } = readMarks('[|a|]{% if b %}[|c|]{% else %}[|d|]{% endif %}[|e|]');
    const template = parseTemplate(source, knowledge);
    const same = ranges.map(({ start }) => isInSameBranch(template, ranges[0].start, start));
    assert.deepEqual(same, [true, false, false, true]);
    assert.ok(!isInSameBranch(template, ranges[1].start, ranges[2].start));
  });
});
