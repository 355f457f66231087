/**
 * The files of a fixture with what a Django project needs besides, so that a fixture holds only what it is about:
 *
 * - An app is a folder at the top other than config, templates and static that has a Python file or a templates folder. Every
 *   folder with Python files below it is a package.
 * - config/settings.py installs the apps, in the order of the alphabet, and the given parts of django.contrib behind them.
 *   Templates lie in templates/ and in the apps, static files in static/ and in the apps.
 * - config/urls.py includes the urls.py of each app, under the app's name.
 *
 * A fixture that brings one of these files has its own instead.
 */
export function withDefaults(files: ReadonlyMap<string, string>, parts: readonly string[]): Map<string, string> {
  const all = new Map(files);
  const add = (path: string, text: string) => {
    if (!all.has(path)) all.set(path, text);
  };
  const apps = appsOf(files.keys());
  add('manage.py', managePy);
  add('config/settings.py', settings(apps, parts));
  add('config/urls.py', urls(apps.filter((app) => files.has(`${app}/urls.py`))));
  for (const path of [...all.keys()].filter((path) => path.endsWith('.py'))) {
    for (let folder = path; folder.includes('/'); ) {
      folder = folder.slice(0, folder.lastIndexOf('/'));
      add(`${folder}/__init__.py`, '');
    }
  }
  for (const app of apps) add(`${app}/__init__.py`, '');
  return all;
}

function appsOf(paths: Iterable<string>): string[] {
  const apps = new Set<string>();
  for (const path of paths) {
    const [top, ...rest] = path.split('/');
    if (rest.length === 0 || ['config', 'templates', 'static'].includes(top) || top.startsWith('.')) continue;
    if (path.endsWith('.py') || rest[0] === 'templates' || rest[0] === 'static') apps.add(top);
  }
  return [...apps].sort();
}

const managePy = `import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`;

function settings(apps: readonly string[], parts: readonly string[]): string {
  const installed = [...apps, ...parts.map((part) => `django.contrib.${part}`)];
  return `from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
INSTALLED_APPS = [${installed.map((app) => `"${app}"`).join(', ')}]
ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {},
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
`;
}

function urls(apps: readonly string[]): string {
  const includes = apps.map((app) => `    path("${app}/", include("${app}.urls")),\n`);
  return `from django.urls import include, path\n\nurlpatterns = [\n${includes.join('')}]\n`;
}
