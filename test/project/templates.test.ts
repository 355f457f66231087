import * as assert from 'node:assert';
import { answerOf, short } from './open';

const header =
  "from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nINSTALLED_APPS = ['blog', 'shop']\nROOT_URLCONF = 'config.urls'\n";
const files = {
  'templates/base.html': '',
  'templates/shop/home.html': 'shadows',
  'shop/templates/shop/home.html': '',
  'shop/templates/base.html': '',
  'blog/templates/blog/post.txt': '',
  'blog/templates/base.html': '',
  'other/deep/a.html': '',
  'other/__init__.py': '',
  'shop/jinja2/shop/page.html': '',
};

/** Names of templates, each with its files in the order of loading. */
async function templates(engines: string): Promise<string[]> {
  return answerOf({ ...files, 'config/settings.py': `${header}TEMPLATES = [${engines}]\n` }, (project) => {
    const list = ({ files, virtual, certain }: ReturnType<typeof project.templates>) => [
      ...[...files].map(([name, paths]) => `${name}: ${paths.map(short).join(', ')}`),
      ...[...virtual].map((name) => `${name}: no file`),
      ...(certain ? [] : ['not certain']),
    ];
    return [...list(project.templates()), ...list(project.foreignTemplates()).map((line) => `(${line})`)];
  });
}

const django = "'BACKEND': 'django.template.backends.django.DjangoTemplates'";

describe('templates are found', () => {
  it('in DIRS first, then in the apps in their order', async () => {
    assert.deepEqual(await templates(`{${django}, 'DIRS': [BASE_DIR / 'templates'], 'APP_DIRS': True}`), [
      'base.html: templates/base.html, blog/templates/base.html, shop/templates/base.html',
      'shop/home.html: templates/shop/home.html, shop/templates/shop/home.html',
      'blog/post.txt: blog/templates/blog/post.txt',
    ]);
    assert.deepEqual(await templates(`{${django}, 'DIRS': ['other', str(BASE_DIR / 'other' / 'deep')]}`), [
      '__init__.py: other/__init__.py',
      'deep/a.html: other/deep/a.html',
      'a.html: other/deep/a.html',
    ]);
  });

  it('by the loaders of OPTIONS, in their order', async () => {
    const [dirs, inApps] = ['filesystem', 'app_directories'].map((name) => `'django.template.loaders.${name}.Loader'`);
    const base = async (loaders: string) =>
      (await templates(`{${django}, 'DIRS': [BASE_DIR / 'templates'], 'OPTIONS': {'loaders': ${loaders}}}`)).filter(
        (line) => /^(?:base|deep|m\.|not)/.test(line),
      );
    assert.deepEqual(await base(`[${inApps}, ${dirs}]`), [
      'base.html: blog/templates/base.html, shop/templates/base.html, templates/base.html',
    ]);
    assert.deepEqual(await base(`[('django.template.loaders.cached.Loader', [${dirs}])]`), [
      'base.html: templates/base.html',
    ]);
    assert.deepEqual(await base(`[(${dirs}, [BASE_DIR / 'other'])]`), ['deep/a.html: other/deep/a.html']);
    assert.deepEqual(await base(`[('django.template.loaders.locmem.Loader', {'m.html': 'x'})]`), ['m.html: no file']);
    assert.deepEqual(await base("['shop.loaders.Loader']"), ['not certain']);
  });

  it('by loaders of the project, which derive from those of Django', async () => {
    const loaders = `from django.template.loaders.app_directories import Loader
from django.template.loaders.filesystem import Loader as Files
from django.template.utils import get_app_template_dirs


class Some(Loader):
    def get_dirs(self):
        hidden = {'/blog/'}
        return [one for one in get_app_template_dirs('templates') if not any(part in str(one) for part in hidden)]


class Same(Files):
    pass


class More(Files):
    def get_dirs(self):
        return [*super().get_dirs(), *self.found()]
`;
    const found = (loader: string) =>
      answerOf(
        {
          ...files,
          'shop/loaders.py': loaders,
          'config/settings.py': `${header}TEMPLATES = [{${django}, 'DIRS': [BASE_DIR / 'templates'], 'OPTIONS': {'loaders': ['shop.loaders.${loader}']}}]\n`,
        },
        (project) => {
          const { files, certain } = project.templates();
          return [...[...files].map(([name, paths]) => `${name}: ${paths.map(short).join(', ')}`), certain];
        },
      );
    assert.deepEqual(await found('Some'), [
      'base.html: shop/templates/base.html',
      'shop/home.html: shop/templates/shop/home.html',
      true,
    ]);
    assert.deepEqual(await found('Same'), [
      'base.html: templates/base.html',
      'shop/home.html: templates/shop/home.html',
      true,
    ]);
    assert.equal((await found('More')).at(-1), false);
  });

  it('of several engines, and of another language apart', async () => {
    assert.deepEqual(
      await templates(
        `{${django}, 'DIRS': [BASE_DIR / 'other/deep']}, {'BACKEND': 'django.template.backends.jinja2.Jinja2', 'APP_DIRS': True}`,
      ),
      ['a.html: other/deep/a.html', '(shop/page.html: shop/jinja2/shop/page.html)'],
    );
    assert.deepEqual(await templates(`{${django}, 'DIRS': make()}`), ['not certain', '(not certain)']);
  });
});

describe('static files are found', () => {
  it('in STATICFILES_DIRS, with prefixes, then in the apps', async () => {
    const found = await answerOf(
      {
        'assets/a.css': '',
        'assets/shop/b.css': '',
        'more/c.js': '',
        'shop/static/shop/b.css': '',
        'shop/static/shop/d.png': '',
        'shop/models.py': '',
        'config/settings.py': `${header.replace("'blog', ", '')}STATICFILES_DIRS = [BASE_DIR / 'assets', ('lib', BASE_DIR / 'more')]\nSTATIC_URL = 'static/'\nTEMPLATES = []\n`,
      },
      (project) => [...project.staticFiles().files].map(([name, paths]) => `${name}: ${paths.map(short).join(', ')}`),
    );
    assert.deepEqual(found, [
      'a.css: assets/a.css',
      'shop/b.css: assets/shop/b.css, shop/static/shop/b.css',
      'lib/c.js: more/c.js',
      'shop/d.png: shop/static/shop/d.png',
    ]);
  });
});
