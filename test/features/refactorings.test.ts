import * as assert from 'node:assert';
import { refactorings } from '../../server/features/refactorings';
import { applyEdits } from '../../server/text/edits';
import { inEachEnvironment, parseFixture, surviveTruncation } from '../fixture';

/**
 * Does what is offered under a title for the first mark, or at the cursor; `after` holds the files that are then different or new.
 * Without `after` nothing of that title may be offered; `declined` is the reason that is given instead.
 */
async function checkRefactoring(title: RegExp, before: string, after?: string, declined?: string): Promise<void> {
  await inEachEnvironment(before, async ({ fixture, ask, short }) => {
    const [[marked, ranges] = []] = fixture.marks;
    const { path, range } = fixture.cursor
      ? { path: fixture.cursor.path, range: { start: fixture.cursor.offset, end: fixture.cursor.offset } }
      : { path: marked!, range: ranges![0] };
    const [text, offered] = await ask(path, (view) => [view.text, refactorings(view, range)] as const);
    const found = offered.find(({ fix }) => title.test(fix.title))?.fix;
    if (after === undefined)
      return assert.strictEqual(found && ('declined' in found ? found.declined : found.title), declined);
    assert.ok(
      found && 'edits' in found,
      `not offered; there are: ${offered.map(({ fix }) => fix.title).join(', ') || 'none'}`,
    );
    const files = new Map([[path, applyEdits(text, found.edits)]]);
    if (found.create) files.set(short(found.create.path), found.create.text);
    assert.deepStrictEqual(Object.fromEntries(files), Object.fromEntries(parseFixture(after).files));
  });
}

/** Why what has this title is not done for the mark. */
function checkDeclined(title: RegExp, fixture: string, declined: string): Promise<void> {
  return checkRefactoring(
    title.source === '^Move to the template' ? /^Move to a template/ : title,
    fixture,
    undefined,
    declined,
  );
}

describe('wrap in a block', () => {
  const title = /^Wrap in a block/;

  it('takes whole nodes, on lines of their own', () =>
    checkRefactoring(
      title,
      `
      <main>
        [|<h1>Books</h1>
        {% for book in books %}{{ book }}{% endfor %}|]
      </main>`,
      `
      <main>
        {% block content %}
        <h1>Books</h1>
        {% for book in books %}{{ book }}{% endfor %}
        {% endblock %}
      </main>`,
    ));

  it('takes a name that is free, and stays on one line where the selection does', () =>
    checkRefactoring(
      title,
      '<title>[|{{ title }}|]</title>{% block content %}{% endblock %}',
      '<title>{% block content_2 %}{{ title }}{% endblock %}</title>{% block content %}{% endblock %}',
    ));

  it('takes a name that no template has that extends this one, or that this one extends', () =>
    checkRefactoring(
      title,
      `
      //- templates/base.html
      {% block content %}{% endblock %}
      //- templates/page.html
      {% extends "base.html" %}{% block main %}[|a|]{% endblock %}
      //- templates/leaf.html
      {% extends "page.html" %}{% block content_2 %}{% endblock %}
      `,
      `
      //- templates/page.html
      {% extends "base.html" %}{% block main %}{% block content_3 %}a{% endblock %}{% endblock %}
      `,
    ));

  it('does not cut a tag or a block', async () => {
    const cut = "The selection cuts the block '{% if %}': it has to hold all of it or stay inside of one part.";
    await checkDeclined(title, '{% if [|a %}b{% endif %}|]', cut);
    await checkDeclined(title, '[|{% if a %}b|]{% endif %}', cut);
    await checkDeclined(title, '{% if a %}[|b{% else %}c|]{% endif %}', cut);
    await checkDeclined(title, '{% if a %}[|b{% endif %}c|]', cut);
    await checkDeclined(title, 'a [|{{ b|] }}', "The selection cuts '{{ b }}': it has to hold all of it.");
    await checkDeclined(
      title,
      '{% comment %}[|b|]{% endcomment %}',
      "It stands in the block '{% comment %}', which takes no tags.",
    );
  });

  it('is not offered for what reaches beyond it', async () => {
    await checkDeclined(title, '[|{% firstof a b as c %}|]{{ c }}', "It sets 'c', which is used outside of it.");
    await checkDeclined(
      title,
      '{% block a %}[|{{ block.super }}|]{% endblock %}',
      "'block' means the block around it.",
    );
    await checkDeclined(
      title,
      `
      //- templates/page.html
      [|{% firstof a b as c %}|]{% include "row.html" %}
      //- templates/row.html
      {{ c }}`,
      "It sets 'c', which is used outside of it.",
    );
    await checkRefactoring(
      title,
      `
      //- templates/page.html
      [|{% firstof a b as c %}{{ c }}|]{% include "row.html" %}
      //- templates/row.html
      {{ d }}`,
      `
      //- templates/page.html
      {% block content %}{% firstof a b as c %}{{ c }}{% endblock %}{% include "row.html" %}
      `,
    );
  });

  it('is not offered outside of the blocks of a template that extends another one', () =>
    checkDeclined(
      title,
      '{% extends "base.html" %}[|text|]',
      'Here nothing is shown: the template extends another one.',
    ));
});

describe('move to a template', () => {
  const title = /^Move to the template/;

  it('writes it beside this one, with the libraries that it needs', () =>
    checkRefactoring(
      title,
      `
      //- shop/templates/shop/page.html
      {% load i18n l10n %}
      {{ a|localize }}
      {% for book in books %}
        [|<h1>{% translate "Book" %}</h1>
        <p>{{ book.title }}</p>|]
      {% endfor %}`,
      `
      //- shop/templates/shop/_page_part.html
      {% load i18n %}
      <h1>{% translate "Book" %}</h1>
      <p>{{ book.title }}</p>
      //- shop/templates/shop/page.html
      {% load i18n l10n %}
      {{ a|localize }}
      {% for book in books %}
        {% include "shop/_page_part.html" %}
      {% endfor %}`,
    ));

  it('takes a name that is free, and knows a template at the top', () =>
    checkRefactoring(
      title,
      `
      //- templates/page.html
      <p>[|{{ book }}|]</p>
      //- templates/_page_part.html
      `,
      `
      //- templates/_page_part_2.html
      {{ book }}
      //- templates/page.html
      <p>{% include "_page_part_2.html" %}</p>
      `,
    ));

  it('is not offered where the template would show something else', async () => {
    const here = 'works only in the template that it stands in.';
    await checkDeclined(title, '[|{% block a %}{% endblock %}|]', `'{% block %}' ${here}`);
    await checkDeclined(title, '{% for a in b %}[|{% cycle "x" "y" %}|]{% endfor %}', `'{% cycle %}' ${here}`);
    await checkDeclined(title, '[|{% firstof a b as c %}|]{{ c }}', "It sets 'c', which is used outside of it.");
    await checkDeclined(
      title,
      '{% block a %}[|{{ block.super }}|]{% endblock %}',
      "'block' means the block around it.",
    );
    await checkDeclined(
      title,
      '{% if a %}[|b{% endif %}|]',
      "The selection cuts the block '{% if %}': it has to hold all of it or stay inside of one part.",
    );
  });

  it('gives it only the variables that it shows, where these can be told', async () => {
    const only = /with only its variables$/;
    await checkRefactoring(
      only,
      `
      //- templates/page.html
      {% for book in books %}
      [|{% if book.new and user.is_staff %}{{ forloop.counter }}{% with x=1 %}{{ x }}{% endwith %}{% endif %}
      {% for a in book.authors %}{{ a }}{{ forloop.last }}{{ book }}{% url 'x' a as y %}{{ y }}{% endfor %}{% csrf_token %}|]
      {% endfor %}`,
      `
      //- templates/_page_part.html
      {% if book.new and user.is_staff %}{{ forloop.counter }}{% with x=1 %}{{ x }}{% endwith %}{% endif %}
      {% for a in book.authors %}{{ a }}{{ forloop.last }}{{ book }}{% url 'x' a as y %}{{ y }}{% endfor %}{% csrf_token %}
      //- templates/page.html
      {% for book in books %}
      {% include "_page_part.html" with book=book user=user forloop=forloop csrf_token=csrf_token only %}
      {% endfor %}`,
    );
    await checkRefactoring(only, '[|{{ a }}{% include "b.html" %}|]');
    await checkRefactoring(only, '[|<p>|]');
  });
});

describe('make a partial', () => {
  it('shows it where it stands', () =>
    checkRefactoring(
      /^Make a partial/,
      `
      //- django: none
      //- templates/page.html
      <ul>[|<li>{{ book }}</li>|]</ul>`,
      `
      //- templates/page.html
      <ul>{% partialdef part inline %}<li>{{ book }}</li>{% endpartialdef %}</ul>`,
    ));

  const title = /^Make a partial/;
  const library = (name: string) => `
      //- django:
      //- shop/templatetags/__init__.py
      //- shop/templatetags/${name}.py
      from django import template
      register = template.Library()
      @register.tag(name="partialdef")
      def partialdef_func(parser, token):
          nodelist = parser.parse(("endpartialdef",))
          return Node(nodelist)
      //- templates/page.html`;

  it('loads the tags of django-template-partials before Django had its own', () =>
    checkRefactoring(
      title,
      `${library('partials')}
      {% extends "base.html" %}
      {% block a %}[|{{ b }}|]{% endblock %}`,
      `
      //- templates/page.html
      {% extends "base.html" %}
      {% load partials %}
      {% block a %}{% partialdef part inline %}{{ b }}{% endpartialdef %}{% endblock %}`,
    ));

  it('is not offered without them, nor for blocks', async () => {
    await checkRefactoring(title, `${library('others')}\n      [|{{ b }}|]`);
    await checkDeclined(
      title,
      `${library('partials')}\n      [|{% block a %}{% endblock %}|]`,
      "A partial cannot hold '{% block %}'.",
    );
  });
});

describe('a path as a route', () => {
  const title = /^Write the path as/;
  const urls = `
      //- config/urls.py
      from django.urls import path
      urlpatterns = [
          path('', None, name='home'),
          path('books/<int:pk>/', None, name='book'),
          path('shops/<slug:shop>/<str:part>/', None, name='part'),
          path('two/<int:a>/', None, name='a'),
          path('two/<slug:b>/', None, name='b'),
      ]`;

  it('has the values of the path by name', async () => {
    await checkRefactoring(
      title,
      `${urls}
      //- templates/page.html
      <a class="x" href="/books/$012/?page=2#top">`,
      `
      //- templates/page.html
      <a class="x" href="{% url 'book' pk=12 %}?page=2#top">`,
    );
    await checkRefactoring(
      title,
      `${urls}
      //- templates/page.html
      <form action='/shops/berlin/a b/$0'>`.replace('a b', 'ab'),
      `
      //- templates/page.html
      <form action='{% url "part" shop="berlin" part="ab" %}'>`,
    );
    await checkRefactoring(
      title,
      `${urls}
      //- templates/page.html
      <a href="/$0">`,
      `
      //- templates/page.html
      <a href="{% url 'home' %}">`,
    );
  });

  it('is not offered where several routes fit, or none', async () => {
    await checkRefactoring(title, `${urls}\n      //- templates/page.html\n      <a href="/two/$01/">`);
    await checkRefactoring(title, `${urls}\n      //- templates/page.html\n      <a href="/none/$0">`);
    await checkRefactoring(title, `${urls}\n      //- templates/page.html\n      <a href="//books/$012/">`);
    await checkRefactoring(title, `${urls}\n      //- templates/page.html\n      <a href="/books/{{ a }}$0/">`);
  });

  surviveTruncation();
});
