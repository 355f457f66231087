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
});
