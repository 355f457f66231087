import * as assert from 'node:assert';
import { fileMoves } from '../../server/features/fileMoves';
import { rename } from '../../server/features/rename';
import type { Refusal, Renaming } from '../../server/project/rename/renaming';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { inEachEnvironment, type OpenFixture, parseFixture } from '../fixture';

/**
 * Moves files or folders, `shop/a.html -> shop/b.html`, and compares the whole fixture afterwards.
 * @param more titles of what is not sure or cannot be seen; what is not sure is left as it is
 */
async function checkMoves(before: string, moves: string[], after: string, ...more: string[]): Promise<void> {
  await inEachEnvironment(before, async (opened) => {
    const pairs = moves.map((move) => move.split(' -> ').map((path) => `/project/${path}`));
    const all = pairs.map(([from, to]) => ({ from, to }));
    const found = await opened.settle(() => ({ ...fileMoves(opened.project, all), moves: all }));
    compare(opened, found, after, more);
  });
}

/** Renames the template at `$0`. */
async function checkRename(before: string, name: string, after: string, ...more: string[]): Promise<void> {
  await inEachEnvironment(before, async (opened) => {
    const found = await renamed(opened, name);
    if (found === undefined || 'refused' in found) assert.fail(found?.refused ?? 'nothing to rename');
    compare(opened, found, after, more);
  });
}

function renamed(opened: OpenFixture, name: string): Promise<Renaming | Refusal | undefined> {
  const { path, offset } = opened.fixture.cursor!;
  return opened.ask(path, (view) => rename(view, offset, name, kinds));
}

function compare({ fixture, short }: OpenFixture, found: Renaming, after: string, more: string[]): void {
  const files = new Map<string, string>();
  for (const [path, text] of fixture.files) {
    const edits = found.changes
      .filter((one) => short(one.path) === path && one.unsure === undefined)
      .map((one) => ({ ...one.range, text: one.text }));
    const move = found.moves.find(({ from }) => `/project/${path}`.startsWith(from));
    files.set(move ? short(move.to) + path.slice(short(move.from).length) : path, applyEdits(text, edits));
  }
  const show = (all: ReadonlyMap<string, string>) =>
    [...all].map(([path, text]) => `//- ${path}\n${text.trimEnd()}\n`).join('');
  assert.strictEqual(show(files), show(parseFixture(after).files));
  assert.deepStrictEqual([...found.changes.flatMap(({ unsure }) => unsure ?? []), ...found.unseen.map(({ why }) => why)], more); // biome-ignore format: one list
}

const shop = `
//- shop/templates/shop/base.html
<html>
//- shop/templates/shop/page.html
{% extends "shop/base.html" %}{% include "./parts/row.html" %}{% include "shop/parts/row.html#a" %}
//- shop/templates/shop/parts/row.html
{% include "../base.html" %}{% include "./cell.html" %}
//- shop/templates/shop/parts/cell.html
<td>
//- shop/views.py
from django.shortcuts import render
from django.template.loader import render_to_string, select_template
from django.views.generic import TemplateView
class View(TemplateView):
    template_name = 'shop/base.html'
def view(request):
    render_to_string('shop/parts/cell.html')
    select_template(['shop/none.html', 'shop/base.html'])
    return render(request, "shop/base.html")
//- shop/templatetags/money.py
from django import template
register = template.Library()
@register.inclusion_tag('shop/parts/cell.html')
def cell(): ...
//- shop/mail.py
class Reset:
    email_template_name = 'shop/base.html'
`;

describe('moving templates', () => {
  it('changes every name of a file, absolute and relative', () =>
    checkMoves(
      shop,
      ['shop/templates/shop/base.html -> shop/templates/shop/layouts/main.html'],
      shop
        .replace('//- shop/templates/shop/base.html', '//- shop/templates/shop/layouts/main.html')
        .replaceAll('shop/base.html', 'shop/layouts/main.html')
        .replace('../base.html', '../layouts/main.html')
        .replace('/templates/shop/layouts/main.html', '/templates/shop/layouts/main.html'),
    ));

  it('changes the relative names in what moves, and those that lead to it', () =>
    checkMoves(
      shop,
      ['shop/templates/shop/parts -> shop/templates/common/bits'],
      shop
        .replaceAll('shop/templates/shop/parts/', 'shop/templates/common/bits/')
        .replace('"./parts/row.html"', '"common/bits/row.html"')
        .replace('"../base.html"', '"shop/base.html"')
        .replaceAll('shop/parts/', 'common/bits/'),
    ));

  it('changes no name when a whole app moves, or a file to another app under the same name', async () => {
    const other = '//- blog/__init__.py\n';
    await checkMoves(shop, ['shop -> store'], shop.replaceAll('//- shop/', '//- store/'));
    await checkMoves(
      shop + other,
      ['shop/templates/shop/base.html -> templates/shop/base.html'],
      shop.replace('//- shop/templates/shop/base.html', '//- templates/shop/base.html') + other,
    );
  });

  it('tells when no loader finds a template in its new place', () =>
    checkMoves(
      shop,
      ['shop/templates/shop/parts/cell.html -> shop/cell.html'],
      shop.replace('shop/templates/shop/parts/cell.html', 'shop/cell.html'),
      "No template loader finds 'shop/parts/cell.html' in its new place",
    ));

  it('leaves what another file of the name goes on to serve, and follows a template that extends its own name', () =>
    checkMoves(
      `
      //- templates/shop/base.html
      {% extends "shop/base.html" %}
      //- shop/templates/shop/base.html
      <html>
      //- templates/page.html
      {% extends "shop/base.html" %}
    `,
      ['shop/templates/shop/base.html -> shop/templates/shop/plain.html'],
      `
      //- templates/shop/base.html
      {% extends "shop/plain.html" %}
      //- shop/templates/shop/plain.html
      <html>
      //- templates/page.html
      {% extends "shop/base.html" %}
    `,
    ));

  it('asks about strings and tells of names that are computed, and of those that Django looks for', () =>
    checkMoves(
      `
      //- templates/404.html
      <p>
      //- shop/views.py
      def view(request, name, code):
          return [f'{code}.html', f'shop/{code}.html', '404.html', '%s.txt' % name]
    `,
      ['templates/404.html -> templates/lost.html'],
      `
      //- templates/lost.html
      <p>
      //- shop/views.py
      def view(request, name, code):
          return [f'{code}.html', f'shop/{code}.html', '404.html', '%s.txt' % name]
    `,
      "Strings that may name '404.html'",
      "Put together while the project runs, and may give '404.html'",
      "Django itself looks for '404.html'",
    ));

  it('changes the components of slippers', () =>
    checkMoves(
      `
      //- config/settings.py
      SECRET_KEY = 'x'
      INSTALLED_APPS = ['slippers', 'shop']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
      //- slippers/__init__.py
      //- slippers/templatetags/__init__.py
      //- slippers/templatetags/slippers.py
      from django import template
      register = template.Library()
      //- shop/templates/components.yaml
      # shop/card.html
      components:
        card: "shop/card.html"  # shop/card.html
        line: shop/line.html
      //- shop/templates/shop/card.html
      <p>
    `,
      ['shop/templates/shop/card.html -> shop/templates/shop/parts/card.html'],
      `
      //- config/settings.py
      SECRET_KEY = 'x'
      INSTALLED_APPS = ['slippers', 'shop']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
      //- slippers/__init__.py
      //- slippers/templatetags/__init__.py
      //- slippers/templatetags/slippers.py
      from django import template
      register = template.Library()
      //- shop/templates/components.yaml
      # shop/card.html
      components:
        card: "shop/parts/card.html"  # shop/card.html
        line: shop/line.html
      //- shop/templates/shop/parts/card.html
      <p>
    `,
    ));

  it('asks to change the settings with a folder of theirs', () =>
    checkMoves(
      `
      //- config/settings.py
      from pathlib import Path
      BASE_DIR = Path(__file__).resolve().parent.parent
      SECRET_KEY = 'x'
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [BASE_DIR / 'templates']}]
      //- templates/page.html
      {% include "part.html" %}
      //- templates/part.html
      <p>
    `,
      ['templates -> html'],
      `
      //- config/settings.py
      from pathlib import Path
      BASE_DIR = Path(__file__).resolve().parent.parent
      SECRET_KEY = 'x'
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [BASE_DIR / 'templates']}]
      //- html/page.html
      {% include "part.html" %}
      //- html/part.html
      <p>
    `,
      'Folders of TEMPLATES in the settings',
    ));

  it('changes nothing for other files', () =>
    checkMoves(shop, ['shop/views.py -> shop/pages.py'], shop.replace('//- shop/views.py', '//- shop/pages.py')));
});

describe('rename of a template', () => {
  const mark = (text: string) => shop.replace(text, `${text.slice(0, -1)}$0${text.slice(-1)}`);

  it('from a tag', () =>
    checkRename(
      mark('{% extends "shop/base'),
      'shop/main.html',
      shop.replaceAll('shop/base.html', 'shop/main.html').replace('../base.html', '../main.html'),
    ));

  it('from a relative name', () =>
    checkRename(
      mark('"./parts/row'),
      './rows/one.html',
      shop
        .replace('//- shop/templates/shop/parts/row.html', '//- shop/templates/shop/rows/one.html')
        .replace('"./parts/row.html"', '"./rows/one.html"')
        .replace('"shop/parts/row.html#a"', '"shop/rows/one.html#a"')
        .replace('"./cell.html"', '"../parts/cell.html"'),
    ));

  it('from Python', () =>
    checkRename(
      shop.replace('request, "shop/base', 'request, "s$0hop/base'),
      'shop/main.html',
      shop.replaceAll('shop/base.html', 'shop/main.html').replace('../base.html', '../main.html'),
    ));

  it('is refused for a name that is taken or none, for a template of a package and for one that is missing', async () => {
    const refused = (fixture: string, name: string, reason: string) =>
      inEachEnvironment(fixture, async (opened) => {
        assert.deepStrictEqual(await renamed(opened, name), { refused: reason });
      });
    const page = '//- templates/a.html\n{% extends "b$0.html" %}\n//- templates/b.html\n//- templates/c.html\n';
    await refused(page, 'c.html', "There is already a template 'c.html'.");
    await refused(page, '../c.html', "'../c.html' cannot be the name of a template.");
    await refused(page, 'x/', "'x/' cannot be the name of a template.");
    await refused(
      '{% extends "no$0ne.html" %}',
      'x.html',
      "No template is named 'none.html', so there is nothing to rename.",
    );
    await refused(
      '//- django: admin\n//- templates/a.html\n{% extends "admin/base_si$0te.html" %}',
      'x.html',
      "'admin/base_site.html' is defined in django.contrib.admin and cannot be renamed here.",
    );
  });
});
