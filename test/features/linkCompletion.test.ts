import * as assert from 'node:assert';
import { type LinkCompletion, linkCompletion } from '../../server/features/linkCompletion';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { inEachEnvironment, surviveTruncation } from '../fixture';

const shop = `
//- django: staticfiles
//- shop/urls.py
from django.urls import path
urlpatterns = [path('', print, name='index'), path('order/<int:pk>/<slug:part>/', print, name='order')]
//- shop/static/shop/logo.png
//- templates/page.html
`;

async function complete(
  text: string,
  check: (items: readonly LinkCompletion[], written: (label: string) => string) => void,
) {
  await inEachEnvironment(shop + text, async ({ ask, fixture }) => {
    await ask('templates/page.html', (view) => {
      const found = linkCompletion(view, fixture.cursor!.offset, kinds);
      check(
        [...(found?.items ?? [])].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1)),
        (label) => {
          const item = found!.items.find((one) => one.label.includes(label))!;
          return applyEdits(view.text, [{ ...found!.replace, text: item.pieces.join('…') }, ...(item.edits ?? [])]);
        },
      );
    });
  });
}

/** The items at `$0`, the best first. */
const checkItems = (text: string, labels: readonly string[]) =>
  complete(text, (items) =>
    assert.deepStrictEqual(
      items.map(({ label }) => label),
      labels,
    ),
  );

/** The template with an item taken; `…` is where something is to be typed. */
const checkWritten = (text: string, label: string, after: string) =>
  complete(text, (_, written) => assert.strictEqual(written(label), after));

describe('completion of links', () => {
  const [index, order, logo] = ["{% url 'index' %}", "{% url 'order' %}", "{% static 'shop/logo.png' %}"];

  it('offers pages and files where an attribute leads to them', async () => {
    await checkItems('<a href="$0">', [index, order, logo]);
    await checkItems('<a class="x" href="sh$0op"\n id=a>', [index, order, logo]);
    await checkItems('<img alt=">" src="$0">', [logo, index, order]);
    await checkItems('<form method="post" action="$0', [index, order]);
    await checkItems('<button {% if a %}disabled{% endif %} hx-get="$0"></button>', [index, order]);
    await checkItems('<div data-hx-post="$0"></div>', [index, order]);
  });

  it('offers nothing elsewhere', async () => {
    for (const text of [
      '<a class="$0">',
      '<a>href="$0"',
      '<a href="{{ a$0 }}">',
      '<a href="{{ a }}$0">',
      '<a href="x"> $0',
      '$0',
      '<a href="#a b$0">',
    ])
      await checkItems(text, []);
  });

  it('writes the tag with the other quotes, and places for the parameters', async () => {
    await checkWritten('{% load static %}<a href="x$0y">', 'index', `{% load static %}<a href="{% url 'index' %}">`);
    await checkWritten("<a href='$0'>", 'index', `<a href='{% url "index" %}'>`);
    await checkWritten('<a href=$0>', 'index', `<a href="{% url 'index' %}">`);
    await checkWritten('<a href="$0">', 'order', `<a href="{% url 'order' pk=… part=… %}">`);
    await checkWritten('<img src="$0">', 'logo', `{% load static %}\n<img src="{% static 'shop/logo.png' %}">`);
    await checkWritten(
      '{% load static %}\n<img src="$0">',
      'logo',
      `{% load static %}\n<img src="{% static 'shop/logo.png' %}">`,
    );
  });

  it('finds a route by its path', () =>
    complete('<a href="/$0">', (items) =>
      assert.deepStrictEqual(
        items.map(({ filter }) => filter),
        ['/shop/', '/shop/order/<int:pk>/<slug:part>/', 'shop/logo.png'],
      ),
    ));
});

surviveTruncation();
