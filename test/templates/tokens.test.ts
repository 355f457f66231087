import { strict as assert } from 'node:assert';
import { type Token, tokenize } from '../../server/templates/tokens';

/** Compares tokens written as kind and text, `…` behind an unfinished one, and Django's text behind a swallowing one. */
function checkTokens(source: string, ...expected: string[]) {
  const tokens = tokenize(source);
  assert.equal(tokens.map(({ start, end }) => source.slice(start, end)).join(''), source);
  assert.deepEqual(
    tokens.map((token) => describe_(source, token)),
    expected,
  );
}

function describe_(source: string, token: Token): string {
  const text = source.slice(token.start, token.end);
  const whole = token.whole === undefined ? '' : ` of ${source.slice(token.start, token.whole)}`;
  return `${token.kind} ${text}${token.unfinished ? '…' : ''}${whole}`;
}

describe('tokenize', () => {
  it('splits text, variables, tags and comments', () => {
    checkTokens('a{{ b }}{# c #}{% d %}', 'text a', 'variable {{ b }}', 'comment {# c #}', 'block {% d %}');
    checkTokens('', ...[]);
    checkTokens('{{}}{%%}{##}', 'variable {{}}', 'block {%%}', 'comment {##}');
  });

  it('ends a tag at the first end, even inside of a string', () => {
    checkTokens('{{ "}}" }}', 'variable {{ "}}', 'text " }}');
    checkTokens('{{{ a }}}', 'variable {{{ a }}', 'text }');
  });

  it('strips the contents as Python does', () => {
    const [token] = tokenize('{{ \u2003a\x1f }}');
    assert.deepEqual(token.contents, { start: 4, end: 5 });
    assert.deepEqual(tokenize('{%   %}')[0].contents, { start: 2, end: 2 });
  });

  it('counts in UTF-16 units', () => {
    assert.deepEqual(tokenize('😀{{ é }}')[1], { kind: 'variable', start: 2, end: 9, contents: { start: 5, end: 6 } });
  });

  it('reads nothing in verbatim blocks but their own end', () => {
    checkTokens(
      '{% verbatim x %}{{ a }}{% endverbatim %}{% endverbatim x %}{{ b }}',
      'block {% verbatim x %}',
      'text {{ a }}',
      'text {% endverbatim %}',
      'block {% endverbatim x %}',
      'variable {{ b }}',
    );
    checkTokens('{% verbatimx %}{{ a }}', 'block {% verbatimx %}', 'variable {{ a }}');
  });

  it('does not join lines', () => {
    checkTokens('{# a\nb #}', 'text {# a\nb #}');
    checkTokens('{% if a\nand b %}', 'block {% if a…', 'text \nand b %}');
  });

  it('finds unfinished tags, up to where they most likely end', () => {
    checkTokens('{% if user.', 'block {% if user.…');
    checkTokens('{{ order.lines.\r\n{{ a }}', 'variable {{ order.lines.…', 'text \r\n', 'variable {{ a }}');
    checkTokens('<p>{{ user.</p>', 'text <p>', 'variable {{ user.…', 'text </p>');
    checkTokens('{{ user }\n', 'variable {{ user …', 'text }\n');
    checkTokens('{{ user.{% if a %}', 'variable {{ user.…', 'block {% if a %}');
    checkTokens('{{', 'variable {{…');
    assert.deepEqual(tokenize('{% url %\n')[0].contents, { start: 3, end: 6 });
  });

  it('parts unfinished tags from the tags that they swallow', () => {
    checkTokens('{{ a. {{ b }}', 'variable {{ a. … of {{ a. {{ b }}', 'variable {{ b }}');
    checkTokens(
      '{{ a. <b>{% if c %}{{ d }}',
      'variable {{ a. … of {{ a. <b>{% if c %}{{ d }}',
      'text <b>',
      'block {% if c %}',
      'variable {{ d }}',
    );
    checkTokens('{% if a. {% b %} c', 'block {% if a. … of {% if a. {% b %}', 'block {% b %}', 'text  c');
  });

  it('takes braces in strings and notes for what they are', () => {
    checkTokens('{{ a|default:"{{ b" }}', 'variable {{ a|default:"{{ b" }}');
    checkTokens('{% comment {% x %}', 'block {% comment {% x %}');
    checkTokens('{% component {{ x }} %}', 'block {% component {{ x }} %}');
  });
});
