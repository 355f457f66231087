import { inspect } from '../../server/inspect';
import type { Workspace } from '../../server/workspace/workspace';
import type { Disk } from '../disk';

/** A project whose parts lean on each other, below /project. */
export const project: Readonly<Record<string, string>> = {
  'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings.dev')\n",
  'site/__init__.py': '',
  'site/settings/__init__.py': '',
  'site/settings/base.py':
    "from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent.parent\nDEBUG = False\nINSTALLED_APPS = ['shop', 'blog']\nROOT_URLCONF = 'site.urls'\nTEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [BASE_DIR / 'templates'], 'APP_DIRS': True}]\n",
  'site/settings/dev.py': "from .base import *\nDEBUG = True\nINSTALLED_APPS += ['tools']\n",
  'site/urls.py':
    "from django.urls import include, path\nfrom shop import views\nurlpatterns = [path('', views.home, name='home'), path('shop/', include('shop.urls')), path('blog/', include('blog.urls', namespace='news'))]\n",
  'shop/__init__.py': '',
  'shop/views.py':
    "from django.shortcuts import render\ndef home(request):\n    return render(request, 'shop/home.html')\ndef item(request, pk):\n    return render(request, 'shop/item.html')\n",
  'shop/urls.py':
    "from django.urls import path\nfrom . import views\napp_name = 'shop'\nurlpatterns = [path('<int:pk>/', views.item, name='item')]\n",
  'shop/templates/shop/home.html': "{% extends 'base.html' %}{% load shop_tags %}{% price 3 %}{% url 'shop:item' 1 %}",
  'shop/templates/shop/item.html': '{% load shop_tags %}{{ 3|money }}',
  'shop/templatetags/__init__.py': '',
  'shop/templatetags/shop_tags.py':
    'from django import template\nregister = template.Library()\n@register.simple_tag\ndef price(amount):\n    return amount\n@register.filter\ndef money(amount):\n    return amount\n',
  'blog/__init__.py': '',
  'blog/urls.py':
    "from django.urls import path\nfrom blog.views import Post\napp_name = 'blog'\nurlpatterns = [path('post/', Post.as_view(), name='post')]\n",
  'blog/views.py':
    "from django.views.generic import DetailView\nclass Post(DetailView):\n    template_name = 'blog/post.html'\n",
  'blog/templates/base.html': '{% block body %}{% endblock %}',
  'tools/__init__.py': '',
  'shop/models.py':
    "from django.db import models\nfrom blog.models import Base\nclass Item(Base):\n    name = models.CharField(max_length=9)\n    post = models.ForeignKey('blog.Post', models.CASCADE, related_name='items')\n    kinds = models.TextChoices('Kinds', 'A B')\n",
  'shop/forms.py':
    "from django import forms\nfrom shop.models import Item\nclass ItemForm(forms.ModelForm):\n    check = forms.CharField(validators=[lambda value: value])\n    class Meta:\n        model = Item\n        fields = '__all__'\n",
  'shop/tests.py':
    'from django.test import TestCase\nfrom shop import forms\nclass ItemTests(TestCase):\n    def test_price(self):\n        pass\n',
  'shop/management/__init__.py': '',
  'shop/management/commands/__init__.py': '',
  'shop/management/commands/count.py':
    "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def add_arguments(self, parser):\n        parser.add_argument('--all')\n",
  'blog/models.py':
    'from django.db import models\nclass Base(models.Model):\n    created = models.DateField()\n    class Meta:\n        abstract = True\nclass Post(Base):\n    title = models.CharField(max_length=9)\n',
  'templates/base.html': '<a href="{% url \'home\' %}">{% block body %}{% endblock %}</a>',
};

/** Other things that files may hold, some of them broken, some leading in circles. */
const versions: Readonly<Record<string, readonly string[]>> = {
  'manage.py': ["import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings.base')\n"],
  'site/settings/base.py': [
    "from .dev import *\nINSTALLED_APPS = ['shop']\nROOT_URLCONF = 'site.urls'\n",
    "INSTALLED_APPS = ['shop', 'blog'\nROOT_URLCONF = 'site.urls'\n",
    "from django.conf import settings\nINSTALLED_APPS = ['shop'] + (['blog'] if settings.DEBUG else [])\nROOT_URLCONF = 'site.urls'\nTEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['templates', 'shop/templates/shop'], 'APP_DIRS': True}]\n",
  ],
  'site/settings/dev.py': [
    'from .base import *\nfrom .local import *\n',
    "from .base import *\ntry:\n    from .local import *\nexcept ImportError:\n    pass\nif DEBUG:\n    INSTALLED_APPS.remove('blog')\n",
    "from site.settings import base\nINSTALLED_APPS = base.INSTALLED_APPS + ['tools', 'shop.apps.ShopConfig']\nROOT_URLCONF = 'shop.urls'\n",
  ],
  'site/settings/local.py': [
    "INSTALLED_APPS = ['blog']\nDEBUG = False\n",
    'from .dev import *\nINSTALLED_APPS += ["tools"]\n',
  ],
  'site/urls.py': [
    "from django.urls import include, path\nurlpatterns = [path('s/', include(('shop.urls', 'x'), namespace='y'))]\nurlpatterns += [path('b/', include('blog.urls')),\n",
    'from shop.urls import urlpatterns as more\nfrom blog import urls\nurlpatterns = list(more) + urls.urlpatterns\n',
  ],
  'shop/__init__.py': ["from .apps import ShopConfig\nname = 'x'\n"],
  'shop/apps.py': [
    "from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n    name = 'shop'\n    label = 'store'\n",
  ],
  'shop/views.py': [
    'def home(request):\n    pass\n\n# a comment\nfrom blog.views import Post as item\n',
    'def home(request:\n    pass\ndef item(request): pass\n',
  ],
  'shop/urls.py': [
    "from django.urls import path\nfrom site.urls import urlpatterns as outer\nurlpatterns = outer + [path('a/', lambda request: None, name='a')]\n",
    "from django.urls import path\nfrom shop.helpers import make\nurlpatterns = make('x')\n",
    "'''open\nfrom django.urls import path\nurlpatterns = [path('z/', None, name='z')]\n",
  ],
  'shop/helpers.py': [
    'from django.urls import path\ndef make(name):\n    return [path(name, None, name=name)]\n',
    "from django.urls import path\ndef make(name):\n    return [path('long/' + name, None, name='made-' + name), path('two/', None, name='two')]\n",
    'from shop.urls import *\nmake = None\n',
  ],
  'blog/urls.py': [
    "from django.urls import path, include\nurlpatterns = [path('again/', include('site.urls')), path('p/', None, name='post')]\n",
  ],
  'blog/views.py': [
    'from shop.views import home\nclass Post(home): pass\n',
    'class Post:\n    template_name = "a.html',
  ],
  'blog/templatetags/__init__.py': [''],
  'blog/templatetags/blog_tags.py': [
    'from shop.templatetags.shop_tags import register\n@register.filter\ndef shout(value): return value\n',
    "from django import template\nregister = template.Library()\ndef box(parser, token):\n    nodelist = parser.parse(('endbox',))\n    return nodelist\nregister.tag('box', box)\n",
  ],
  'shop/templatetags/shop_tags.py': [
    "from django import template\nregister = template.Library()\n@register.simple_tag(name='cost')\ndef price(amount, tax=0):\n    return amount\n",
    'from blog.templatetags.blog_tags import *\n',
    'register = ',
  ],
  'shop/models.py': [
    "from django.db import models\nclass Item(models.Model):\n    other = models.ForeignKey('self', models.CASCADE)\n",
    'from blog.models import *\nclass Item(Post):\n    pass\n',
    'class Item(Base',
    "from django.db import models\nNAMES = ['a']\nclass Kinds:\n    known = []\n    names = NAMES\nclass Item(models.Model):\n    kind = models.CharField(max_length=len(NAMES), choices=[(name, name) for name in Kinds.names])\nKinds.known.append('b')\nKinds.names.append('c')\n",
    "from django.db import models\nNAMES = ['a', 'b']\nclass Kinds:\n    known = []\n    names = NAMES\nclass Item(models.Model):\n    kind = models.CharField(max_length=len(NAMES), choices=[(name, name) for name in Kinds.names])\nKinds.names.append('c')\nclass Sold(Item):\n    kinds = models.CharField(choices=[(name, name) for name in Kinds.known])\n",
    "from django.db import models\nfrom blog.models import Base\nclass Kinds:\n    known = []\n    names = ['x']\nclass Item(Base):\n    kind = models.CharField(max_length=2)\nclass Sold(Item):\n    kinds = models.CharField(choices=[(name, name) for name in Kinds.known])\n",
  ],
  'shop/forms.py': [
    'from shop.models import Item\nfrom django import forms\nItemForm = forms.modelform_factory(Item)\n',
  ],
  'shop/tests.py': ['from shop.forms import *\nclass Later(ItemTests): pass\n', 'def test_it(): pass\n'],
  'shop/management/commands/count.py': ["class Command:\n    help = 'counts'\n"],
  'blog/models.py': [
    'from django.db import models\nfrom shop import models as shop\nclass Post(shop.Item):\n    class Meta:\n        proxy = True\n',
    "from django.db import models\nclass Base(models.Model):\n    class Meta:\n        abstract = True\nclass Post(Base):\n    slug = models.SlugField()\n    def make(self):\n        return [path('x/', None)]\n",
  ],
  'shop/templates/shop/home.html': [
    "{% extends 'other.html' %}{% block x",
    '{% load blog_tags %}{% box %}{% endbox %}{% url "post" %}',
  ],
  'templates/shop/home.html': ['shadows', ''],
  'templates/new.html': ['{{ x|money }}'],
  'blog/templates/blog/post.html': ['{% url "blog:post" %}'],
  'pyproject.toml': ['[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "site.settings.base"\n'],
  '.venv/lib/python3.12/site-packages/extra.pth': ['/packages\n', ''],
  '/packages/tools/__init__.py': ['# another one\n'],
  '/packages/tools/templates/new.html': ['x'],
};

const all = [...new Set([...Object.keys(project), ...Object.keys(versions)])];

/** All that can be asked of a workspace, as text. */
export async function everything(workspace: Workspace): Promise<string> {
  const found = await workspace.settle(() =>
    workspace.projects().map((project) => ({
      found: project.found,
      index: inspect(project, '/project'),
      static: [...project.staticFiles().files],
      other: [...project.otherRouteNames()].sort(),
      python: project.pythonFiles(),
      errors: project.ownTemplates().map((path) => [path, project.template(path)?.errors]),
    })),
  );
  const known = new Set(
    workspace.projects().flatMap((project) => [...project.pythonFiles(), ...project.ownTemplates()]),
  );
  const users = (['route', 'template', 'tag', 'filter', 'library'] as const).flatMap((kind) =>
    ['home', 'item', 'shop:item', 'post', 'base.html', 'home.html', 'price', 'money', 'shop_tags'].map(
      (name) =>
        `${kind} ${name}: ${workspace.files
          .filesUsing(kind, name)
          .filter((path) => known.has(path))
          .sort()}`,
    ),
  );
  return JSON.stringify({ found, users }, null, 1);
}

/** One change on disk or in the editor; answers what it was, for people. */
export async function changeSomething(
  random: (limit: number) => number,
  disk: Disk,
  open: Map<string, string>,
  workspace: Workspace,
): Promise<string> {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)];
  const name = pick(all);
  const path = name.startsWith('/') ? name : `/project/${name}`;
  const text = pick([project[name] ?? '', ...(versions[name] ?? [''])]);
  switch (random(8)) {
    case 0: {
      disk.files.delete(path);
      await workspace.loader.changed([path]);
      return `deleted ${path}`;
    }
    case 1: {
      const folder = path.slice(0, path.lastIndexOf('/'));
      if (folder === '/project') return 'nothing';
      for (const file of [...disk.files.keys()]) if (file.startsWith(`${folder}/`)) disk.files.delete(file);
      await workspace.loader.changed([folder]);
      return `deleted the folder ${folder}`;
    }
    case 2: {
      const back = Object.entries(project).filter(() => random(2) === 0);
      for (const [file, own] of back) disk.files.set(`/project/${file}`, own);
      const tops = new Set(back.map(([file]) => `/project/${file.split('/')[0]}`));
      await workspace.loader.changed([...tops]);
      return `put back ${back.map(([file]) => file).join(' ')}`;
    }
    case 3: {
      const [opened] = open.keys();
      if (opened === undefined) return 'nothing';
      open.delete(opened);
      await workspace.loader.setOverlay(opened, undefined);
      return `closed ${opened}`;
    }
    case 4: {
      const half = text.slice(0, random(text.length + 1));
      open.set(path, half);
      await workspace.loader.setOverlay(path, half);
      return `typed in ${path}: ${JSON.stringify(half)}`;
    }
    default:
      disk.files.set(path, text);
      await workspace.loader.changed([path]);
      return `wrote ${path}: ${JSON.stringify(text)}`;
  }
}

/** The first lines in which two texts differ, with some before them. */
export function difference(actual: string, expected: string): string {
  const [a, b] = [actual.split('\n'), expected.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  const from = Math.max(0, at - 6);
  return `after changes:\n${a.slice(from, at + 4).join('\n')}\nin a fresh start:\n${b.slice(from, at + 4).join('\n')}`;
}
