import { strict as assert } from 'node:assert';
import { allNodes, type Node, type Template } from '../../server/templates/nodes';
import { parseTemplate } from '../../server/templates/tree';
import { knowledge } from './knowledge';
import { readMarks, writeMarks } from './marks';

/** Checks what is refused: the marks are the narrow ranges, the codes come in the order of the text. */
function checkErrors(marked: string, ...codes: string[]): Template {
  return checkErrorsOf(undefined, marked, ...codes);
}

/** Checks what is refused in a template of a name. */
function checkErrorsOf(name: string | null | undefined, marked: string, ...codes: string[]): Template {
  const { source } = readMarks(marked);
  const template = parseTemplate(source, knowledge, name);
  assert.equal(writeMarks(source, template.errors), marked);
  assert.deepEqual(
    template.errors.map(({ code }) => code),
    codes,
  );
  return template;
}

/** Checks the token that Django's own error names. */
function checkToken(source: string, token: string) {
  const { errors } = parseTemplate(source, knowledge);
  assert.ok(errors.length > 0, source);
  assert.deepEqual(
    errors.map((error) => source.slice(error.token.start, error.token.end)),
    [token],
  );
}

/** Checks the shape of the tree: tags by name, their branches in braces, `!` behind a block that is not closed. */
function checkTree(source: string, expected: string) {
  assert.equal(shape(parseTemplate(source, knowledge).nodes), expected);
}

function shape(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (node.kind !== 'tag') return node.kind;
      const branches = node.branches.map(({ opening, children }, i) => {
        const name = i === 0 ? '' : `${opening.name.text} `;
        return children.length === 0 ? `{${name.trim()}}` : `{${name}${shape(children)}}`;
      });
      const open = node.branches.length > 0 && node.closing === undefined ? '!' : '';
      return `${node.opening.name.text}${branches.join('')}${open}`;
    })
    .join(' ');
}

describe('parseTemplate: the tree', () => {
  it('has branches', () => {
    checkTree('a{{ b }}{# c #}', 'text variable comment');
    checkTree('{% if a %}1{% elif b %}{{ c }}{% else %}{% endif %}2', 'if{text}{elif variable}{else} text');
    checkTree('{% for a in b %}{% if a %}{% endif %}{% empty %}1{% endfor %}', 'for{if{}}{empty text}');
    checkTree(
      '{% load shop %}{% tabs %}1{% tab %}2{% endtabs %}{% panel %}{% endpanel %}',
      'load tabs{text}{tab text} panel{}',
    );
  });

  it('holds nothing of what Django does not read', () => {
    checkTree('{% comment %}{% if %}{{ a }}{% endcomment %}1', 'comment{} text');
    checkTree('{% load shop %}{% code %}{% x %}{% endcode %}', 'load code{}');
    checkTree('{% verbatim %}{% x %}{% endverbatim %}', 'verbatim{text}');
  });

  it('goes on behind blocks that stay open', () => {
    checkTree('{% if a %}{% for b in c %}1{% endif %}2', 'if{for{text}!} text');
    checkTree('{% comment %}{{ a }}', 'comment{}! variable');
    checkTree('{% block a %}{{ b }}', 'block{variable}!');
  });

  it('guesses blocks of unknown tags', () => {
    checkTree('{% load nowhere %}{% x %}{% x %}1{% endx %}{% else %}2{% endx %}', 'load x{x{text}}{else text}');
    checkTree('{% load nowhere %}{% x %}1', 'load x text');
  });

  it('puts unfinished tags where they are', () => {
    checkTree('{% if a %}{{ b.\n{% endif %}', 'if{variable text}');
    checkTree('{% if a %}{% if b.\n{% endif %}{{ c }}', 'if{if text} variable');
  });

  it('gives the arguments their roles', () => {
    const roles = (source: string) =>
      [...allNodes(parseTemplate(source, knowledge))]
        .flatMap((node) => (node.kind === 'tag' ? node.opening.arguments : []))
        .map(({ role, start, end }) => `${role} ${source.slice(start, end)}`);
    assert.deepEqual(roles("{% url 'a' b c=d as e %}"), ["route 'a'", 'value b', 'value c=d', 'word as', 'target e']);
    assert.deepEqual(roles('{% for a, b in c|d reversed %}{% endfor %}'), [
      'target a',
      'target b',
      'word in',
      'value c|d',
      'word reversed',
    ]);
    assert.deepEqual(roles('{% load a b from shop %}'), ['import a', 'import b', 'word from', 'library shop']);
  });
});

describe('parseTemplate: names', () => {
  it('knows what is loaded from where on', () => {
    checkErrors('{% [|price|] a %}{% load shop %}{% price a %}{{ a|money }}', 'unknown-tag');
    checkErrors(
      '{{ a|[|money|] }}{% load money from shop %}{{ a|money }}{% [|price|] a %}',
      'unknown-filter',
      'unknown-tag',
    );
    const [error] = checkErrors('{% [|trans|] "a" %}', 'unknown-tag').errors;
    assert.deepEqual([error.name, error.definedIn], ['trans', ['i18n']]);
  });

  it('knows what does not exist', () => {
    checkErrors('{% [|fro|] a in b %}{% endfor %}{{ a|[|uper|] }}', 'unknown-tag', 'unknown-filter');
    const [library, name] = checkErrors(
      '{% load [|shap|] %}{% load [|prize|] from shop %}',
      'unknown-library',
      'unknown-import',
    ).errors;
    assert.deepEqual([library.name, name.name, name.library], ['shap', 'prize', 'shop']);
  });

  it('says nothing where the names are not certain', () => {
    checkErrors('{% load vague %}{% x %}{{ a|y }}{% if b|z %}{% else %}{% endif %}');
    checkErrors('{% load [|nowhere|] %}{% x %}{{ a|y }}{% endx %}', 'unknown-library');
    checkErrors('{% load x y from [|nowhere|] %}{% x %}{{ a|y }}{% [|z|] %}', 'unknown-library', 'unknown-tag');
    checkErrors('{% load vague %}{% now %}{{ a|upper:1 }}{% url %}{% if [|and|] %}{% endif %}', 'invalid-arguments');
    checkErrors('{% load vague static %}{% [|static|] %}', 'invalid-arguments');
    checkErrors('{% load url from vague %}{% url %}');
    const open = { ...knowledge, certain: false };
    assert.deepEqual(parseTemplate('{% load nowhere %}{% x %}{{ a|y }}{% else %}{% endx %}', open).errors, []);
  });

  it('adds no error for what belongs to an unknown tag', () => {
    checkErrors('{% [|blocktrans|] count a=b %}1{% plural %}2{% endblocktrans %}', 'unknown-tag');
    checkErrors('{% [|wiht|] a=b %}{{ a }}{% endwith %}', 'unknown-tag');
    checkErrors('{% if a %}{% [|endfi|] %}', 'unknown-tag');
    checkErrors('{% load shop %}{% panel %}{% [|endpannel|] %}', 'unknown-tag');
  });

  it('refuses tags that always fail', () => {
    checkErrors('{% load shop %}{% [|old|] %}', 'broken-tag');
  });
});

describe('parseTemplate: blocks', () => {
  it('must be closed', () => {
    checkErrors('{% [|if|] a %}', 'unclosed-tag');
    checkErrors('{% [|if|] a %}{% [|for|] b in c %}', 'unclosed-tag', 'unclosed-tag');
    checkErrors('{% [|comment|] %}{{ a }}{% endcomment x %}', 'unclosed-tag');
    const [error] = checkErrors('{% block a %}{% if b %}{% [|endblock|] %}', 'mismatched-tag').errors;
    assert.deepEqual([error.open, error.ends], [{ name: 'if', start: 13, end: 23 }, ['endif']]);
  });

  it('must be open', () => {
    checkErrors('{% [|endif|] %}{% [|else|] %}', 'mismatched-tag', 'mismatched-tag');
    checkErrors('{% if a %}{% else %}{% [|elif|] b %}{% endif %}', 'mismatched-tag');
    checkErrors('{% if a %}{% [|endfor|] %}', 'mismatched-tag');
  });

  it('are reported once when they overlap', () => {
    checkErrors('{% for a in b %}{% if a %}{% [|endfor|] %}{% endif %}', 'mismatched-tag');
    checkErrors('{% if a %}{% with b=c %}{% [|else|] %}{% endwith %}{% endif %}', 'mismatched-tag');
    checkErrors('{% block a %}{% block b %}{% endblock [|a|] %}{% endblock b %}', 'mismatched-tag');
  });

  it('name themselves at their end', () => {
    checkErrors('{% block a %}{% endblock a %}{% block b %}{% endblock [|a|] %}', 'mismatched-tag');
    checkErrors('{% partialdef a %}{% endpartialdef a %}{% partialdef b %}{% endpartialdef [|a|] %}', 'mismatched-tag');
  });

  it('have names of their own', () => {
    checkErrors('{% block a %}{% endblock %}{% block [|a|] %}{% endblock %}', 'duplicate-block');
    checkErrors('{% partialdef a %}{% endpartialdef %}{% partialdef [|a|] %}{% endpartialdef %}', 'duplicate-partial');
  });

  it('take no words behind else and endif', () => {
    checkErrors('{% if a %}{% else [|if b|] %}{% endif %}', 'invalid-arguments');
    checkToken('{% if a %}{% else if b %}{% endif %}', '{% if a %}');
    checkToken('{% if a %}{% elif b c %}{% endif %}', '{% if a %}');
    checkErrors('{% with a=b %}{% endwith a %}{% for a in b %}{% endfor a %}');
  });

  it('of translations hold text and variables', () => {
    checkErrors('{% load i18n %}{% blocktranslate %}{{ a|anything }}{% endblocktranslate %}');
    checkErrors(
      '{% load i18n %}{% blocktranslate %}[|{% if a %}|]{% x %}{% endif %}{% endblocktranslate %}',
      'invalid-content',
    );
    checkErrors('{% load i18n %}{% blocktranslate count a=b %}1[|{% endblocktranslate %}|]', 'invalid-content');
    checkToken('{% load i18n %}{% blocktrans %}{# a #}{% endblocktrans %}', '{% blocktrans %}');
  });
});

describe('parseTemplate: the tag that stays open', () => {
  /** The tag that most likely stays open is marked. */
  function checkOpen(marked: string) {
    const { source } = readMarks(marked);
    const { errors } = parseTemplate(source, knowledge);
    assert.equal(writeMarks(source, errors.flatMap(({ open }) => open ?? [])), marked); // biome-ignore format: one step
  }

  it('is found by the layout', () => {
    checkOpen('{% for a in b %}\n  [|{% if a %}|]\n    a\n{% endfor %}');
    checkOpen('{% for a in b %}\n  {% if a %}\n    [|{% if b %}|]\n    a\n  {% endif %}\n{% endfor %}');
    checkOpen('{% if a %}\n  {% if b %}\n  {% endif %}\n  {% if c %}\n    [|{% if d %}|]x\n  {% endif %}\n{% endif %}');
    checkOpen('{% for a in b %}[|{% if a %}|]{% if b %}{% endif %}{% endfor %}');
    checkOpen('{% load i18n %}[|{% blocktranslate %}|]a {% if b %}{% endif %}{% endblocktranslate %}');
  });
});

describe('parseTemplate: relative names', () => {
  it('refuses what leads nowhere, where the name of the template is known', () => {
    checkErrors('{% extends "../../a.html" %}');
    checkErrorsOf('shop/a.html', '{% extends "../b.html" %}{% include "./a.html" %}');
    checkErrorsOf('shop/a.html', '{% extends [|"../../b.html"|] %}', 'invalid-arguments');
    checkErrorsOf('shop/a.html', "{% extends [|'./a.html'|] %}", 'invalid-arguments');
    checkErrorsOf('shop/a.html', '{% include [|"../../b.html"|] with a=1 only %}', 'invalid-arguments');
    checkErrorsOf(null, '{% extends [|"./b.html"|] %}', 'invalid-arguments');
    checkErrorsOf(null, '{% extends "b.html" %}');
  });
});

describe('parseTemplate: extends', () => {
  it('comes first, once, and not in a block', () => {
    checkErrors('a {# b #}{% extends "c" %}{% load shop %}');
    checkErrors('{% load shop %}{% [|extends|] "a" %}', 'extends-not-first');
    checkErrors('{% extends "a" %}{% block b %}{% endblock %}{% [|extends|] "c" %}', 'extends-not-first');
    checkErrors('{% extends "a" %} {% [|extends|] "b" %}', 'duplicate-extends');
    checkErrors('{% if a %}{% [|extends|] "b" %}{% endif %}', 'extends-not-first');
  });

  it('is blamed as Django blames it', () => {
    checkToken('{% load shop %}{% extends "a" %}', '{% extends "a" %}');
    checkToken('{% extends "a" %} {% extends "b" %}', '{% extends "a" %}');
    checkToken('{% if a %}{% extends "b" %}{% endif %}', '{% endif %}');
  });
});

describe('parseTemplate: arguments', () => {
  const refused = (marked: string) => it(`refuses ${marked}`, () => void checkErrors(marked, 'invalid-arguments'));
  refused('{% [|autoescape|] %}{% endautoescape %}');
  refused('{% autoescape [|true|] %}{% endautoescape %}');
  refused('{% [|cycle|] %}');
  refused('{% cycle a b as c %}{% cycle [|d|] %}');
  refused('{% cycle a b as c [|loud|] %}');
  refused('{% filter upper|[|safe|] %}{% endfilter %}');
  refused('{% [|firstof|] %}');
  refused('{% [|for|] a b %}{% endfor %}');
  refused('{% for [|a b|] in c %}{% endfor %}');
  refused('{% for [|a,,b|] in c %}{% endfor %}');
  refused('{% [|if|] %}{% endif %}');
  refused('{% if a [|and|] %}{% endif %}');
  refused('{% if [|and|] a %}{% endif %}');
  refused('{% if a [|b|] %}{% endif %}');
  refused('{% if a [|not|] b %}{% endif %}');
  refused('{% [|include|] %}');
  refused('{% include "a" [|b|]=c %}'.replace('[|b|]=c', '[|b=c|]'));
  refused('{% include "a" with [|"b"|] %}');
  refused('{% include "a" only [|only|] %}');
  refused('{% [|lorem|] 1 2 3 %}');
  refused('{% [|now|] %}');
  refused('{% regroup a [|of|] b as c %}');
  refused('{% [|resetcycle|] %}');
  refused('{% templatetag [|brace|] %}');
  refused('{% [|url|] %}');
  refused('{% widthratio a b c [|is|] d %}');
  refused('{% [|with|] a as %}{% endwith %}');
  refused('{% with a=b [|c|] %}{% endwith %}');
  refused('{% load cache %}{% [|cache|] 1 %}{% endcache %}');
  refused('{% load i18n %}{% trans "a" [|loud|] %}');
  refused('{% load i18n %}{% trans "a" context [|as|] b %}');
  refused('{% load i18n %}{% blocktrans [|a|]=b %}{% endblocktrans %}'.replace('[|a|]=b', '[|a=b|]'));
  refused('{% load i18n %}{% [|get_current_language|] %}');
  refused('{% load l10n %}{% localize [|maybe|] %}{% endlocalize %}');
  refused('{% load static %}{% get_static_prefix [|of|] a %}');
  refused('{% load shop %}{% [|price|] %}');
  refused('{% load shop %}{% price a b [|c|] %}');
  refused('{% load shop %}{% price a [|color|]=b %}');
  refused('{% load shop %}{% price product=a [|product|]=b %}');
  refused('{% load shop %}{% price product=a [|b|] %}');
  refused('{% [|partialdef|] %}{% endpartialdef %}');
  refused('{% partialdef a [|outline|] %}{% endpartialdef %}');

  it('accepts what Django accepts', () => {
    checkErrors(
      '{% if not not a and b not in c or d is not e %}{% endif %}{% csrf_token x %}{% load shop %}{% price a as b %}',
    );
    checkErrors(
      '{% load shop %}{% price product=a|length currency="EUR" %}{% stars 1 max=5 %}{% banner !? {{ %}{% panel "a" %}{% endpanel %}',
    );
    checkErrors(
      '{% with a as b and c as d %}{% endwith %}{% include a with b=c only %}{% lorem 2 w random %}{% now "Y" as a %}',
    );
    checkErrors('{% cycle a b as c silent %}{% cycle c %}{% resetcycle c %}{% load static %}{% static "a" as b %}');
    checkErrors(
      '{{ a|default:"x"|date }}{{ a|date:"Y"|upper }}{{ -1 }}{{ a. }}{% partialdef a inline %}{% endpartialdef a %}{% partial b %}',
    );
  });

  it('checks expressions wherever they stand', () => {
    checkErrors('{{ a|[|default|] }}{{ a|upper:[|1|] }}', 'invalid-filter-arguments', 'invalid-filter-arguments');
    checkErrors('{% if a|[|x|] %}{% elif b|[|y|] %}{% endif %}', 'unknown-filter', 'unknown-filter');
    checkErrors('{% url "a" [|(b)|] %}{% url [|"a|] %}', 'invalid-expression', 'invalid-expression');
    checkErrors('[|{{ }}|][|{% %}|]', 'empty-tag', 'empty-tag');
  });

  it('takes a tag of the same name for what it is', () => {
    const own = { ...knowledge.libraries.get('shop')!.tags.get('banner')!, name: 'url' };
    const builtins = [{ tags: new Map([['url', own]]), filters: new Map(), certain: true }];
    assert.deepEqual(parseTemplate('{% url %}', { ...knowledge, builtins }).errors, []);
  });
});

describe('parseTemplate: while somebody writes', () => {
  it('says nothing of a tag that Django takes for text', () => {
    checkErrors('{% if user.\n{{ a.\n{% url "x\n{{ b }}');
    checkErrors('{% block a\n{% block a %}{% endblock %}');
  });

  it('blames the unfinished tag for what it swallows, and reads what is behind it', () => {
    checkErrors('[|{{ a. |]{{ b|[|x|] }}', 'unfinished-tag', 'unknown-filter');
    checkErrors('[|{% if a. |]<b>{% if b %}1{% endif %}{% endif %}', 'unfinished-tag');
    checkErrors('{% if a %}[|{% else |]{{ b }}{% endif %}'.replace('[|{% else |]', '{% else \n'), ...[]);
    checkToken('{{ a. {{ b }}', '{{ a. {{ b }}');
  });

  it('never fails', () => {
    const sources = [
      '{% extends "a" %}{% load i18n shop static %}{% block b %}{% if a and b|default:"x" %}{{ c.d|date:"Y" }}{% elif e %}{% else %}{% endif %}{% endblock b %}',
      '{% for a, b in c reversed %}{% cycle "x" "y" as z silent %}{% empty %}{% include "./d" with e=f only %}{% endfor %}{% url "g" h i=j as k %}',
      '{% blocktranslate count a=b|length with c=d trimmed %}{{ a }}{% plural %}{{ c }}{% endblocktranslate %}{% trans _("x y") context "z" %}',
      '{% verbatim v %}{{ a }}{% endverbatim v %}{% comment "n" %}{{ b }}{% endcomment %}{# c #}{% partialdef p inline %}{% endpartialdef %}',
      '{% load price money from shop %}{% tabs %}{% tab %}{% endtabs %}{% mystery %}{% endmystery %}{% panel title="é😀" %}{% endpanel %}',
    ];
    for (const source of sources) {
      for (let end = 0; end <= source.length; end++) {
        for (const text of [source.slice(0, end), source.slice(end), `${source.slice(0, end)}\n${source.slice(end)}`]) {
          const { nodes, errors } = parseTemplate(text, knowledge);
          for (const { start, end } of [...nodes, ...errors])
            assert.ok(0 <= start && start <= end && end <= text.length, text);
        }
      }
    }
  });
});
