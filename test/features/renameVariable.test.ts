import * as assert from 'node:assert';
import { references } from '../../server/features/references';
import { rename } from '../../server/features/rename';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

/**
 * Renames the variable at each of the marks in turn, or at `$0`: the marks are what changes for sure, and all that is found where
 * references are asked for.
 * @param more titles of what is not sure or cannot be seen, each with the text that it is about
 */
async function checkVariable(fixture: string, ...more: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { cursor, marks } = opened.fixture;
    const everyMark = [...marks].flatMap(([path, ranges]) => ranges.map(({ start }) => ({ path, offset: start })));
    for (const { path, offset } of cursor ? [cursor] : everyMark) {
      const found = await opened.ask(path, (view) => rename(view, offset, 'renamed', kinds));
      assert.ok(found, `nothing to rename in ${path} at ${offset}`);
      if ('refused' in found) assert.fail(`${found.refused} Asked in ${path} at ${offset}.`);
      const sure = found.changes.filter(({ unsure }) => unsure === undefined);
      assert.strictEqual(showMarks(opened, sure), expectedMarks(opened), `asked in ${path} at ${offset}`);
      const told = [
        ...found.changes.flatMap((one) => (one.unsure ? [{ why: one.unsure, place: one }] : [])),
        ...found.unseen,
      ];
      const shown = told.map(({ why, place }) => {
        if (place === undefined) return why;
        const { start, end } = place.range;
        return `${why}: ${opened.short(place.path)}: ${opened.text(place.path).slice(start, end)}`;
      });
      assert.deepStrictEqual([...new Set(shown)], more, `asked in ${path} at ${offset}`);
    }
  });
}

/** What references are found at `$0`, all of them with the definitions. */
async function checkReferences(fixture: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => references(view, offset, kinds, true));
    assert.strictEqual(showMarks(opened, found), expectedMarks(opened));
  });
}

async function checkRefusal(name: string, fixture: string, refused: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    assert.deepStrictEqual(await opened.ask(path, (view) => rename(view, offset, name, kinds)), { refused });
  });
}

describe('rename of a variable', () => {
  it('that a loop, with or as sets, where it is seen', async () => {
    await checkVariable(
      `{% for [|a|] in as %}{{ [|a|].b|default:[|a|] }}{% if [|a|] %}{% endif %}{{ b.a }}{% empty %}{{ a }}{% endfor %}{{ a }}`,
    );
    await checkVariable(`{% with [|a|]=1 c=a %}{{ [|a|] }}{% for a in [|a|] %}{{ a }}{% endfor %}{% endwith %}{{ a }}`);
    await checkVariable(
      `{% cycle 'x' 'a' as [|a|] %}{{ [|a|] }}{% for x in y %}{% cycle [|a|] %}{% endfor %}{% resetcycle [|a|] %}`,
    );
    await checkVariable(`{% for k, [|v|] in a.items %}{{ k }}{% url [|v|] as w %}{% endfor %}{{ v }}`);
  });

  it('that a view gives, in the view and in its template', () =>
    checkVariable(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"[|books|]": [], "other": "books"})
      def unrelated(request):
          return render(request, "shop/other.html", {"books": []})
      //- shop/templates/shop/index.html
      {% for book in [|books|] %}{{ book.books }}{% endfor %}{{ [|books|]|length }}{{ other.books }}
      //- shop/templates/shop/other.html
      {{ books }}
    `));

  it('through what the template extends and includes', () =>
    checkVariable(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"[|title|]": ""})
      def about(request):
          return render(request, "shop/about.html", {"[|title|]": ""})
      def alone(request):
          return render(request, "shop/alone.html", {"title": ""})
      //- shop/templates/shop/base.html
      <title>{{ [|title|] }}</title>{% block a %}{% endblock %}
      //- shop/templates/shop/index.html
      {% extends "shop/base.html" %}{% block a %}{% include "./part.html" %}{% endblock %}
      //- shop/templates/shop/part.html
      {{ [|title|].x }}
      //- shop/templates/shop/about.html
      {% extends "shop/base.html" %}{% block a %}{% with x=[|title|] %}{% include "shop/only.html" only %}{% endwith %}{% endblock %}
      //- shop/templates/shop/only.html
      {{ title }}
      //- shop/templates/shop/alone.html
      {{ title }}{% include "shop/nothing.html" %}
      //- shop/templates/shop/nothing.html
      <p>
    `));

  it('but not in a block of the parent that a template has its own of', () =>
    checkVariable(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"title": ""})
      def about(request):
          return render(request, "shop/about.html", {"[|title|]": ""})
      def more(request):
          return render(request, "shop/more.html", {"[|title|]": ""})
      //- shop/templates/shop/base.html
      {% block head %}<title>{% block title %}{{ [|title|] }}{% endblock %}</title>{% endblock %}{% block main %}{% endblock %}
      //- shop/templates/shop/index.html
      {% extends "shop/base.html" %}{% block head %}{% endblock %}{% block main %}{{ title }}{% endblock %}
      //- shop/templates/shop/about.html
      {% extends "shop/base.html" %}{% block title %}{{ block.super }}!{% endblock %}
      //- shop/templates/shop/more.html
      {% extends "shop/base.html" %}{% block main %}{{ [|title|] }}{% endblock %}
    `));

  it('but not in what else includes the same template, where the name is certainly not given', () =>
    checkVariable(`
      //- config/urls.py
      from django.urls import path
      from shop import views
      urlpatterns = [path("a", views.index), path("b", views.about)]
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"[|title|]": ""})
      def about(request):
          return render(request, "shop/about.html", {"name": ""})
      def other(request):
          return render(request, "shop/other.html", {"title": ""})
      //- shop/templates/shop/index.html
      {% include "shop/part.html" %}
      //- shop/templates/shop/about.html
      {% include "shop/part.html" %}{% include "shop/side.html" %}
      //- shop/templates/shop/other.html
      {% include "shop/side.html" %}
      //- shop/templates/shop/part.html
      {{ [|title|] }}
      //- shop/templates/shop/side.html
      {{ title }}
    `));

  it('that is given behind the with of an include', () =>
    checkVariable(`
      //- shop/templates/shop/index.html
      {% for a in as %}{% include "shop/row.html" with [|book|]=a.book only %}{% endfor %}{{ book }}
      //- shop/templates/shop/other.html
      {% include "shop/row.html" with [|book|]=book %}
      //- shop/templates/shop/row.html
      {{ [|book|].title }}{% include "shop/cell.html" %}
      //- shop/templates/shop/cell.html
      {{ [|book|].price }}
    `));

  it('that an included template takes from the loop around it', () =>
    checkVariable(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"books": [], "book": None})
      //- shop/templates/shop/index.html
      {{ book }}{% for [|book|] in books %}{% include "shop/row.html" %}{% endfor %}
      //- shop/templates/shop/row.html
      {{ [|book|].title }}
    `));

  it('that a block shows where a loop of the parent holds it', () =>
    checkVariable(`
      //- shop/templates/shop/list.html
      {% for [|row|] in rows %}{% block cell %}{{ [|row|] }}{% endblock %}{% endfor %}
      //- shop/templates/shop/page.html
      {% extends "shop/list.html" %}{% block cell %}<b>{{ [|row|].name }}</b>{% endblock %}
    `));

  it('in a class-based view, however its names come into the context', () =>
    checkVariable(`
      //- shop/views.py
      from django.views.generic import TemplateView
      class Index(TemplateView):
          template_name = "shop/index.html"
          def get_context_data(self, **kwargs):
              context = super().get_context_data(**kwargs)
              context["[|books|]"] = []
              if context.get("[|books|]"):
                  context["more"] = context["[|books|]"]
              return context
          def post(self, request):
              return {"books": 1}
      //- shop/urls.py
      from django.urls import path
      from . import views
      urlpatterns = [path('', views.Index.as_view())]
      //- shop/templates/shop/index.html
      {{ [|books|] }}{{ more }}
    `));

  it('in keywords of update(), dict() and get_context_data()', async () => {
    const view = (body: string) => `
      //- django:
      //- shop/views.py
      from django.views.generic import TemplateView
      class Index(TemplateView):
          template_name = "shop/index.html"
          def get_context_data(self, **kwargs):
              ${body}
      //- shop/urls.py
      from django.urls import path
      from . import views
      urlpatterns = [path('', views.Index.as_view())]
      //- shop/templates/shop/index.html
      {{ [|books|] }}
    `;
    await checkVariable(view('return super().get_context_data([|books|]=list(books=1), **kwargs)'));
    await checkVariable(view('return dict(super().get_context_data(**kwargs), [|books|]=[])'));
    await checkVariable(view('return {**super().get_context_data(**kwargs), "[|books|]": []}'));
    await checkVariable(view('c = super().get_context_data(**kwargs); c.update([|books|]=1, x=2); return c'));
    await checkVariable(view('c = super().get_context_data(**kwargs); c |= {"[|books|]": 1}; return c'));
  });

  it('in both branches of a view', () =>
    checkVariable(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          if request.user:
              context = {"[|books|]": 1}
          else:
              context = {"[|books|]": 2}
          return render(request, "shop/index.html", context)
      //- shop/templates/shop/index.html
      {{ [|books|] }}
    `));

  it('by context_object_name and extra_context', () =>
    checkVariable(`
      //- shop/views.py
      from django.views.generic import ListView
      from .models import Book
      class Books(ListView):
          model = Book
          template_name = "shop/books.html"
          context_object_name = "[|volumes|]"
      //- shop/models.py
      from django.db import models
      class Book(models.Model): ...
      //- shop/urls.py
      from django.urls import path
      from . import views
      urlpatterns = [path('', views.Books.as_view())]
      //- shop/templates/shop/books.html
      {% for book in [|volumes|] %}{% endfor %}
    `));

  it('in extra_context of a route', () =>
    checkVariable(`
      //- shop/urls.py
      from django.urls import path
      from django.views.generic import TemplateView
      urlpatterns = [path('', TemplateView.as_view(template_name="shop/about.html", extra_context={"[|team|]": []}))]
      //- shop/templates/shop/about.html
      {{ [|team|] }}
    `));

  it('that an inclusion tag gives', () =>
    checkVariable(`
      //- shop/templatetags/__init__.py
      //- shop/templatetags/shop.py
      from django import template
      register = template.Library()
      @register.inclusion_tag("shop/stars.html")
      def stars(rating):
          return {"[|full|]": range(rating)}
      //- shop/templates/shop/page.html
      {% load shop %}{% stars 3 %}{{ full }}
      //- shop/templates/shop/stars.html
      {% for star in [|full|] %}*{% endfor %}
    `));

  it('that a context processor of the project gives, in all templates', () =>
    checkVariable(`
      //- config/settings.py
      INSTALLED_APPS = ['shop']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True,
          'OPTIONS': {'context_processors': ['shop.context.shop']}}]
      //- shop/context.py
      def shop(request):
          return {"[|shop_name|]": "x"}
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html")
      //- shop/templates/shop/index.html
      {{ [|shop_name|] }}
      //- shop/templates/shop/other.html
      {{ [|shop_name|] }}
    `));

  it('asks where code may read it, and tells what cannot be seen', () =>
    checkVariable(
      `
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          data = {"[|books|]": []}
          data["books"].append(1)
          return render(request, "shop/index.html", data)
      //- shop/tests.py
      class Tests:
          def test(self):
              self.assertIn("books", self.client.get("/").context)
              response.context["books"]
              response.json()["books"]
      //- shop/templates/shop/index.html
      {{ [|books|] }}{% include part %}{% include other only %}
    `,
      "Code that may name the variable 'books': shop/tests.py: books",
      "Code that may name the variable 'books': shop/views.py: books",
      "Includes a template that is not known: it may show 'books': shop/templates/shop/index.html: part",
    ));

  it('tells that nothing known gives it', () =>
    checkVariable('{{ [|books|] }}', "Nothing that is known gives 'books' to its templates: what does keeps its name"));

  it('asks about bare words of tags that read their arguments by themselves', () =>
    checkVariable(
      `
      //- shop/templatetags/__init__.py
      //- shop/templatetags/shop.py
      from django import template
      register = template.Library()
      @register.tag
      def show(parser, token):
          return Node(token.split_contents())
      //- shop/templates/shop/page.html
      {% load shop %}{% for [|a|] in as %}{% show a b=[|a|] [|a|].b "a" %}{{ [|a|] }}{% endfor %}
    `,
      'Tags that read their arguments by themselves: shop/templates/shop/page.html: a',
    ));

  it('tells of translations, where there are any', async () => {
    const page =
      '{% load i18n %}{% for [|a|] in as %}{% blocktranslate %}Dear {{ [|a|] }}{% endblocktranslate %}{% endfor %}\n';
    const translated = `//- shop/models.py\n//- shop/locale/de/LC_MESSAGES/django.po\nmsgid "Dear"\n//- templates/page.html\n${page}`;
    await checkVariable(page);
    await checkVariable(translated, "Translations name it, too: '%(a)s' stays in the .po files");
  });
});

describe('a variable is not renamed', () => {
  it('to a name that is taken where it is seen', async () => {
    await checkRefusal(
      'b',
      '{% for $0a in as %}{{ b }}{% endfor %}',
      "There is already a variable 'b' in 'page.html'.",
    );
    await checkRefusal('b', '{{ $0a }}{{ b }}', "There is already a variable 'b' in 'page.html'.");
    await checkRefusal(
      'b',
      `
      //- templates/page.html
      {% for $0a in as %}{% include "row.html" %}{% endfor %}
      //- templates/row.html
      {{ b }}
    `,
      "There is already a variable 'b' in 'row.html'.",
    );
  });

  it('to what is no name', async () => {
    await checkRefusal('a-b', '{% for $0a in as %}{% endfor %}', "'a-b' cannot be the name of a variable.");
    await checkRefusal('_a', '{% for $0a in as %}{% endfor %}', "'_a' cannot be the name of a variable.");
    await checkRefusal(
      'forloop',
      '{% for $0a in as %}{% endfor %}',
      "'forloop' has a meaning of its own in templates.",
    );
  });

  it('where Django or a package gives it', async () => {
    await checkRefusal('b', '{{ $0forloop.counter }}', "'forloop' is set by Django and cannot be renamed.");
    await checkRefusal(
      'b',
      `
      //- shop/views.py
      from django.views.generic import ListView
      from .models import Book
      class Books(ListView):
          model = Book
          template_name = "shop/books.html"
      //- shop/models.py
      from django.db import models
      class Book(models.Model): ...
      //- shop/urls.py
      from django.urls import path
      from . import views
      urlpatterns = [path('', views.Books.as_view())]
      //- shop/templates/shop/books.html
      {{ $0book_list }}
    `,
      "'book_list' is not written in shop.views.Books: Django names it by itself, or it is computed there. It cannot be renamed here.",
    );
  });

  it('but for the variable itself', () =>
    checkRefusal(
      'b',
      '{{ a.$0b }}',
      'Only variables can be renamed in a template: what they hold is defined in Python.',
    ));
});

describe('references of a variable', () => {
  it('in templates and in Python', async () => {
    await checkReferences(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"[|books|]": []})
      //- shop/templates/shop/index.html
      {{ [|boo$0ks|] }}{% include "shop/part.html" %}
      //- shop/templates/shop/part.html
      {{ [|books|] }}{{ other }}
    `);
    await checkReferences(`
      //- shop/views.py
      from django.shortcuts import render
      def index(request):
          return render(request, "shop/index.html", {"[|boo$0ks|]": []})
      //- shop/templates/shop/index.html
      {{ [|books|] }}
    `);
  });

  it('of a loop', () => checkReferences('{% for [|a|] in as %}{{ [|a$0|].b }}{{ [|a|] }}{% endfor %}{{ a }}'));

  surviveTruncation();
});
