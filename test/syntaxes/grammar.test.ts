import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

const root = path.join(__dirname, '../../..');

/** The parts of VS Code's HTML grammar that templates mix with: tags, quoted attributes, comments, scripts. */
const html = {
  scopeName: 'text.html.basic',
  patterns: [
    { name: 'comment.block.html', begin: '<!--', end: '-->' },
    { begin: '(<script)[^>]*(>)', end: '(</script>)', contentName: 'source.js', patterns: [{ include: '#string' }] },
    { name: 'meta.tag.html', begin: '</?\\w+', end: '>', patterns: [{ include: '#string' }] },
  ],
  repository: { string: { name: 'string.quoted.double.html', begin: '"', end: '"' } },
};
const derivative = { scopeName: 'text.html.derivative', patterns: [{ include: 'text.html.basic' }] };

/** As VS Code does, from the grammars of package.json: those with `injectTo` are injected there. */
function createRegistry(): Registry {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const grammars: { scopeName: string; path: string; injectTo?: string[] }[] = manifest.contributes.grammars;
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new OnigScanner(sources),
      createOnigString: (text) => new OnigString(text),
    }),
    getInjections: (scope) => grammars.filter(({ injectTo }) => injectTo?.includes(scope)).map((g) => g.scopeName),
    loadGrammar: async (scope) => {
      const stub = [html, derivative].find(({ scopeName }) => scopeName === scope);
      if (stub) return parseRawGrammar(JSON.stringify(stub), 'stub.json');
      const ours = grammars.find(({ scopeName }) => scopeName === scope);
      return ours ? parseRawGrammar(readFileSync(path.join(root, ours.path), 'utf8'), ours.path) : null;
    },
  });
}

const grammars = new Map<string, IGrammar>();

/**
 * Checks the scopes of the template language in a source, in html mode and in django-html mode.
 * Each line reads `text → scope`, where the scope is the innermost one, without the ending `.django`; in between, what
 * belongs to HTML is left out.
 */
function checkScopes(source: string, expected: string[]) {
  for (const [mode, grammar] of grammars) {
    let stack = INITIAL;
    const actual: string[] = [];
    for (const line of source.split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      for (const token of tokens) {
        const text = line.slice(token.startIndex, token.endIndex);
        const scope = token.scopes[token.scopes.length - 1];
        if (text.trim() === '' || !scope.endsWith('.django') || scope === 'text.html.django') continue;
        if (/^(punctuation|meta\.(tag|variable))/.test(scope) && !scope.includes('accessor')) continue;
        actual.push(`${text.trim()} → ${scope.replace(/\.django$/, '')}`);
      }
    }
    assert.deepStrictEqual(actual, expected, `in ${mode}, for\n${source}`);
  }
}

describe('the grammar of Django templates', () => {
  before(async () => {
    const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
    await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer);
    const registry = createRegistry();
    for (const scope of ['text.html.derivative', 'text.html.django']) {
      const grammar = await registry.loadGrammar(scope);
      assert.ok(grammar, scope);
      grammars.set(scope, grammar);
    }
  });

  it('knows variables, members and filters with arguments', () => {
    checkScopes('<p>{{ book.title|default:"none"|truncatewords:3 }}</p>', [
      'book → variable.other',
      '. → punctuation.accessor',
      'title → variable.other.property',
      '| → keyword.operator.pipe',
      'default → support.function.filter',
      'none → string.quoted.double',
      '| → keyword.operator.pipe',
      'truncatewords → support.function.filter',
      '3 → constant.numeric',
    ]);
  });

  it('knows operators and constants', () => {
    checkScopes('{% if a >= 1.5 and b not in c or not True %}', [
      'if → keyword.control.flow',
      'a → variable.other',
      '>= → keyword.operator.comparison',
      '1.5 → constant.numeric',
      'and → keyword.operator.wordlike',
      'b → variable.other',
      'not in → keyword.operator.wordlike',
      'c → variable.other',
      'or → keyword.operator.wordlike',
      'not → keyword.operator.wordlike',
      'True → constant.language',
    ]);
  });

  it('works in attributes, in scripts and in HTML comments', () => {
    const url = ['url → entity.name.function.tag', 'shop:list → string.quoted.single'];
    checkScopes(`<a href="{% url 'shop:list' %}">`, url);
    checkScopes(`<a {% url 'shop:list' %}>`, url);
    checkScopes(`<script>\nlet a = "{% url 'shop:list' %}";\n</script>`, url);
    checkScopes(`<!-- {% url 'shop:list' %} -->`, url);
  });

  it('gives HTML back to HTML after a tag', () => {
    checkScopes('<a class="{% if x %}b{% endif %}" id="{{ y }}">{{ z }}</a>', [
      'if → keyword.control.flow',
      'x → variable.other',
      'endif → keyword.control.flow',
      'y → variable.other',
      'z → variable.other',
    ]);
  });

  it('knows libraries, blocks and keyword arguments', () => {
    checkScopes('{% load i18n static from my_tags %}', [
      'load → keyword.control.import',
      'i18n → entity.name.namespace',
      'static → entity.name.namespace',
      'from → keyword.control.import',
      'my_tags → entity.name.namespace',
    ]);
    checkScopes('{% block body-end %}{{ block.super }}{% endblock body-end %}', [
      'block → keyword.control.block',
      'body-end → entity.name.section',
      'block.super → variable.language',
      'endblock → keyword.control.block',
      'body-end → entity.name.section',
    ]);
    checkScopes('{% include "a.html" with size=forloop.counter only %}', [
      'include → keyword.control.import',
      'a.html → string.quoted.double',
      'with → keyword.other',
      'size → variable.parameter',
      '= → keyword.operator.assignment',
      'forloop → variable.language',
      '. → punctuation.accessor',
      'counter → variable.other.property',
      'only → keyword.other',
    ]);
  });

  it('knows translations and names that a tag sets', () => {
    checkScopes(`{% translate "Hi" as hi %}{{ _('Bye') }}`, [
      'translate → keyword.control.translation',
      'Hi → string.quoted.double',
      'as → keyword.other',
      'hi → variable.other',
      '_ → support.function.translate',
      'Bye → string.quoted.single',
    ]);
  });

  it('lets nothing of a comment look like code', () => {
    checkScopes('{# {{ a }} #}{% comment "why" %}\n{{ b }}<p>\n{% endcomment %}{{ c }}', [
      '{{ a }} → comment.block',
      'comment → keyword.control.comment',
      '"why" → comment.block',
      '{{ b }}<p> → comment.block',
      'endcomment → keyword.control.comment',
      'c → variable.other',
    ]);
  });

  it('leaves verbatim blocks to the end tag of the same name', () => {
    checkScopes('{% verbatim a %}{{ x }}{% endverbatim %}{% endverbatim a %}{{ y }}', [
      'verbatim → keyword.control.verbatim',
      'a → entity.name.section',
      '{{ x }}{% endverbatim %} → meta.verbatim',
      'endverbatim → keyword.control.verbatim',
      'a → entity.name.section',
      'y → variable.other',
    ]);
  });

  it('colours nothing that Django takes for text', () => {
    checkScopes('{{ a\n}} {% if\n%} {# b\n#}', []);
    checkScopes('<script>\nfoo({{a: 1,\nb: 2}})\n</script>', []);
  });

  it('ends a tag at the first %}, even in a string', () => {
    checkScopes('{% x "a %} b" %}{{ c }}', [
      'x → entity.name.function.tag',
      'a → string.quoted.double',
      'c → variable.other',
    ]);
  });
});
