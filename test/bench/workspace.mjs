import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepare, repository } from '../oracle/fetch.mjs';
import { projects } from '../oracle/projects.mjs';
import { bigModels, bigTemplate, bigUrls } from './generate.mjs';

const cache = join(repository, '.cache/bench');

/** The settings and the root URLconf that lie over Django's tests are those of the oracle. */
const managePy = `import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_tests_settings")

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`;

/** Django's source release with its tests as somebody who works on it has it: `{ python, folder }`. */
export async function djangoRelease() {
  const { python, release } = await prepare(projects.find(({ name }) => name === 'django'));
  const folder = join(cache, 'django');
  if (!existsSync(join(folder, 'tests/manage.py'))) {
    await fresh(folder);
    await cp(release, folder, { recursive: true });
    await writeFile(join(folder, 'tests/manage.py'), managePy);
  }
  return { python, folder };
}

/** The same with one app more, whose files are big: `{ python, folder, models, template }`. */
export async function releaseWithBigFiles() {
  const { python, folder: original } = await djangoRelease();
  const folder = join(cache, 'django-and-big-files');
  if (!existsSync(folder)) await cp(original, folder, { recursive: true });
  const app = join(folder, 'tests/bench_shop');
  const models = join(app, 'models.py');
  const template = join(app, 'templates/bench_shop/big.html');
  await mkdir(join(app, 'templates/bench_shop'), { recursive: true });
  await writeFile(join(app, '__init__.py'), '');
  await writeFile(models, bigModels(5000));
  await writeFile(join(app, 'urls.py'), bigUrls());
  await writeFile(template, bigTemplate(1000));
  await writeFile(
    join(folder, 'tests/all_urls.py'),
    `${await readFile(join(original, 'tests/all_urls.py'), 'utf8')}
urlpatterns += [path("bench_shop/", include("bench_shop.urls"))]
`,
  );
  return { python, folder, models, template };
}

/** Some of Django's test apps that between them use most of what the index knows. */
const copied = [
  'admin_inlines',
  'admin_views',
  'aggregation',
  'generic_relations',
  'generic_views',
  'inline_formsets',
  'lookup',
  'many_to_many',
  'model_fields',
  'model_forms',
  'model_inheritance',
  'prefetch_related',
  'proxy_models',
  'queries',
  'select_related',
  'view_tests',
];

/** A project made of copies of these apps, each copy under names of its own: `{ python, folder, files }`. */
export async function projectOfCopies(count) {
  const { python, folder: original } = await djangoRelease();
  const folder = join(cache, `copies-${count}`);
  await fresh(folder);
  await mkdir(folder, { recursive: true });
  const names = new RegExp(`\\b(?:${copied.join('|')})\\b`, 'g');
  const apps = [];
  let files = 0;
  for (let copy = 1; copy <= count; copy++) {
    const renamed = (text) => text.replaceAll(names, (name) => `${name}_${copy}`);
    for (const app of copied) {
      apps.push(`${app}_${copy}`);
      await cp(join(original, 'tests', app), join(folder, `${app}_${copy}`), { recursive: true });
      for (const entry of await readdir(join(folder, `${app}_${copy}`), { recursive: true })) {
        if (!/\.(?:py|html)$/.test(entry)) continue;
        const path = join(folder, `${app}_${copy}`, entry);
        await writeFile(path, renamed(await readFile(path, 'utf8')));
        if (entry.endsWith('.py')) files++;
      }
    }
  }
  const included = apps.filter((app) => existsSync(join(folder, app, 'urls.py')));
  await writeFile(join(folder, 'manage.py'), managePy);
  await writeFile(join(folder, 'django_tests_settings.py'), settings(apps));
  await writeFile(
    join(folder, 'urls.py'),
    `from django.urls import include, path\n\nurlpatterns = [\n${included
      .map((app) => `    path("${app}/", include("${app}.urls")),\n`)
      .join('')}]\n`,
  );
  return { python, folder, files };
}

function settings(apps) {
  const installed = ['admin', 'auth', 'contenttypes', 'sessions', 'messages', 'staticfiles', 'sites', 'flatpages'];
  return `SECRET_KEY = "only for reading"
ROOT_URLCONF = "urls"
STATIC_URL = "static/"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
INSTALLED_APPS = [
${[...installed.map((name) => `django.contrib.${name}`), ...apps].map((name) => `    "${name}",\n`).join('')}]
`;
}

async function fresh(folder) {
  await rm(folder, { recursive: true, force: true });
}
