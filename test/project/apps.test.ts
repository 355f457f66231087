import * as assert from 'node:assert';
import { answerOf, short } from './open';

/** The installed apps: label, package, folder and config class; `?` where it is not sure. */
async function apps(installed: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  return answerOf(
    {
      'shop/models.py': '',
      'config/settings.py': `${installed}\nROOT_URLCONF = 'config.urls'\nTEMPLATES = []\n`,
      ...files,
    },
    (project) => [
      ...project
        .apps()
        .list.map(
          ({ label, name, path, config, maybe }) =>
            `${label}: ${name} in ${short(path)}${config ? ` (${config.qualifiedName})` : ''}${maybe ? (maybe === 'likely' ? '?' : '??') : ''}`,
        ),
      ...(project.apps().certain ? [] : ['not certain']),
    ],
    ['humanize'],
  );
}

const config = (name: string, body: string) =>
  `from django.apps import AppConfig\nclass ${name}(AppConfig):\n    ${body}\n`;

describe('apps are read', () => {
  it('as packages, with and without a config', async () => {
    assert.deepEqual(await apps("INSTALLED_APPS = ['shop']"), ['shop: shop in shop']);
    const one = { 'shop/apps.py': config('ShopConfig', "name = 'shop'\n    label = 'store'") };
    assert.deepEqual(await apps("INSTALLED_APPS = ['shop']", one), ['store: shop in shop (ShopConfig)']);
    assert.deepEqual(await apps("INSTALLED_APPS = ['shop.apps.ShopConfig']", one), [
      'store: shop in shop (ShopConfig)',
    ]);
  });

  it('with several configs: the one that says so, or none', async () => {
    const two = (first: string, second: string) => ({
      'shop/apps.py': `${config('A', `name = 'shop'\n    label = 'a'${first}`)}class B(AppConfig):\n    name = 'shop'\n    label = 'b'${second}\n`,
    });
    assert.deepEqual(await apps("INSTALLED_APPS = ['shop']", two('', '')), ['shop: shop in shop']);
    assert.deepEqual(await apps("INSTALLED_APPS = ['shop']", two('', '\n    default = True')), ['b: shop in shop (B)']);
    assert.deepEqual(await apps("INSTALLED_APPS = ['shop']", two('', '\n    default = False')), [
      'a: shop in shop (A)',
    ]);
  });

  it('deeper in packages, and with a base class of the project', async () => {
    assert.deepEqual(
      await apps("INSTALLED_APPS = ['apps.blog', 'apps.news.config.News']", {
        'apps/blog/__init__.py': '',
        'apps/base.py': config('Base', "label = 'from_base'"),
        'apps/news/config.py': "from apps.base import Base\nclass News(Base):\n    name = 'apps.news'\n",
      }),
      ['blog: apps.blog in apps/blog', 'from_base: apps.news in apps/news (News)'],
    );
  });

  it('of the environment, missing, doubled, and perhaps', async () => {
    assert.deepEqual(
      await apps(
        "INSTALLED_APPS = ['django.contrib.humanize', 'gone', 'shop', 'shop']\nif x():\n    INSTALLED_APPS += ['tools']\n",
        { 'tools/__init__.py': '' },
      ),
      [
        'humanize: django.contrib.humanize in django/contrib/humanize (HumanizeConfig)',
        'gone: gone in -',
        'shop: shop in shop',
        'tools: tools in tools??',
        'not certain',
      ],
    );
  });

  it('in files that the settings run, by exec() and by split_settings', async () => {
    const parts = {
      'config/parts/10_apps.py': "INSTALLED_APPS = ['shop']\n",
      'config/parts/20_more.py': "INSTALLED_APPS += ['stock']\n",
      'config/local.py': "INSTALLED_APPS += ['local']\n",
      'stock/models.py': '',
      'local/models.py': '',
    };
    const both = ['shop: shop in shop', 'stock: stock in stock'];
    const include = "from split_settings.tools import include, optional\ninclude('parts/*.py', optional('none.py'))\n";
    assert.deepEqual(await apps(include, parts), both);
    const installed = {
      '.venv/lib/python3.12/site-packages/split_settings/tools.py':
        "def optional(name):\n    return _Optional(name or '')\nclass _Optional(str):\n    pass\ndef include(*args):\n    for arg in args:\n        exec(compile(open(arg).read(), arg, 'exec'))\n",
      '.venv/lib/python3.12/site-packages/split_settings/__init__.py': '',
    };
    assert.deepEqual(await apps(include, { ...parts, ...installed }), both);
    const exec =
      "import os\nINSTALLED_APPS = ['shop']\npath = os.path.join(os.path.dirname(__file__), 'local.py')\nif os.path.exists(path):\n    exec(open(path, 'rb').read())\n";
    assert.deepEqual(await apps(exec, parts), ['shop: shop in shop', 'local: local in local']);
    const unknown = "import os\nINSTALLED_APPS = ['shop']\nexec(open(os.environ['LOCAL']).read())\n";
    assert.deepEqual(await apps(unknown, parts), ['shop: shop in shop', 'not certain']);
  });

  it('of packages that declare an entry point', async () => {
    const site = '.venv/lib/python3.12/site-packages';
    const files = {
      [`${site}/theme-1.0.dist-info/entry_points.txt`]:
        '[console_scripts]\ntheme = theme.cli:main\n\n[shop.plugin]\ntheme = theme.apps:ThemeConfig [extra]\n# old = old\n',
      [`${site}/theme/__init__.py`]: '',
      [`${site}/theme/apps.py`]: config('ThemeConfig', "name = 'theme'"),
    };
    for (const loop of [
      "from importlib.metadata import entry_points\nfor one in entry_points(group='shop.plugin'):\n    INSTALLED_APPS.append(one.module)\n",
      "from importlib.metadata import entry_points\nfor one in entry_points().get('shop.plugin', []):\n    INSTALLED_APPS += [one.load().__module__]\n",
      "from pkg_resources import iter_entry_points\nINSTALLED_APPS += [f'{one.module_name}.{one.attr}' for one in iter_entry_points('shop.plugin')]\n",
    ]) {
      const found = await apps(`INSTALLED_APPS = ['shop']\n${loop}`, files);
      assert.equal(found.length, 2, loop);
    }
  });
});
