import * as assert from 'node:assert';
import { answerOf } from './open';

/** The names of the routes that a project has, in order, and what could not be followed. */
async function routeNames(files: Readonly<Record<string, string>>): Promise<string[]> {
  return answerOf({ 'shop/views.py': 'def home(request): pass\n', ...files }, (project) => {
    const { list, gaps } = project.routes();
    return [...list.map(({ name, route }) => `${name} ${route}`), ...gaps.map(({ what }) => `? ${what}`)];
  });
}

const settings = (apps: string) =>
  `INSTALLED_APPS = [${apps}]\nROOT_URLCONF = 'config.urls'\nSECRET_KEY = 'x'\nDEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'\n`;

/** Hooks as a package offers them: each app has a module in which it registers functions. */
const hooks = `from importlib import import_module
from django.apps import apps
from django.utils.module_loading import module_has_submodule

_hooks = {}
_searched = False

def register(name, fn=None, order=0):
    if fn is None:
        def decorator(fn):
            register(name, fn, order=order)
            return fn
        return decorator
    if name not in _hooks:
        _hooks[name] = []
    _hooks[name].append((fn, order))

def search():
    global _searched
    if not _searched:
        for config in apps.get_app_configs():
            if module_has_submodule(config.module, 'hooks'):
                import_module(config.name + '.hooks')
        _searched = True

def get(name):
    search()
    return [fn for fn, order in sorted(_hooks.get(name, []), key=lambda one: one[1])]
`;

const urlconfOfHooks = `from django.urls import path
from kit import hooks
urlpatterns = []
for fn in hooks.get('urls'):
    urls = fn()
    if urls:
        urlpatterns += urls
`;

describe('what modules do to each other when they are imported', () => {
  it('adds to the URLconf what the ready() of an app puts into its list', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'shop.apps.ShopConfig'"),
      'config/urls.py':
        "from django.urls import include, path\nfrom shop import views\nurlpatterns = [path('', views.home, name='home'), path('more/', include('shop.more'))]\n",
      'shop/more.py':
        "from django.urls import include, path\nfrom shop.urls import all_of_it\nurlpatterns = [path('1/', include(all_of_it))]\n",
      'shop/apps.py': `from django.apps import AppConfig
from django.urls import include, path
from django.utils.module_loading import import_string

class Configured(AppConfig):
    namespace = None

    def ready(self):
        from config.urls import urlpatterns as all_patterns
        own = import_string(dotted_path='{}.urls.urlpatterns'.format(self.name))
        all_patterns += (path('shop/', include((own, self.namespace or self.name))),)
        from shop.urls import more
        more.extend(own)

class ShopConfig(Configured):
    name = 'shop'
`,
      'shop/urls.py':
        "from django.urls import include, path\nfrom shop import views\nurlpatterns = [path('a/', views.home, name='a')]\nmore = []\nall_of_it = [path('2/', include(more))]\n",
    });
    assert.deepEqual(names, ['home ', 'a more/1/2/a/', 'shop:a shop/a/']);
  });

  it('fills a dict of functions, by a decorator and by a call', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'kit', 'shop', 'stock'"),
      'kit/__init__.py': '',
      'kit/hooks.py': hooks,
      'shop/__init__.py': '',
      'shop/hooks.py':
        "from django.urls import path\nfrom kit import hooks\nfrom . import views\n\n@hooks.register('urls')\ndef shop_urls():\n    return [path('shop/', views.home, name='shop')]\n",
      'stock/__init__.py': '',
      'stock/hooks.py':
        "from django.urls import path\nfrom kit import hooks\nfrom shop import views\n\ndef stock_urls():\n    return [path('stock/', views.home, name='stock')]\n\nhooks.register('urls', stock_urls)\n",
      'config/urls.py': urlconfOfHooks,
    });
    assert.deepEqual(names.sort(), ['shop shop/', 'stock stock/']);
  });

  it('fills the list of an instance, from models and from ready()', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'kit', 'shop.apps.ShopConfig'"),
      'kit/__init__.py': '',
      'kit/registry.py':
        "from django.urls import path\n\nclass Registry:\n    def __init__(self):\n        self.views = []\n    def register(self, name, view):\n        self.views.append((name, view))\n    @property\n    def urls(self):\n        return [path(f'{name}/', view, name=name) for name, view in self.views]\n\nregistry = Registry()\n",
      'shop/__init__.py': '',
      'shop/apps.py':
        "from django.apps import AppConfig\n\nclass ShopConfig(AppConfig):\n    name = 'shop'\n    def ready(self):\n        from kit.registry import registry\n        from . import views\n        registry.register('late', views.home)\n",
      'shop/models.py':
        "from kit.registry import registry\nfrom . import views\nregistry.register('early', views.home)\n",
      'config/urls.py': 'from kit.registry import registry\nurlpatterns = registry.urls\n',
    });
    assert.deepEqual(names, ['early early/', 'late late/']);
  });

  it('is seen through an object that is made when it is first asked', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'kit', 'shop'"),
      'kit/__init__.py': '',
      'kit/site.py':
        "from django.urls import path\nfrom django.utils.functional import LazyObject\nfrom . import registry\n\nclass Site:\n    @property\n    def urls(self):\n        return [path(f'{name}/', view, name=name) for name, view in registry.all().items()]\n\nclass DefaultSite(LazyObject):\n    def _setup(self):\n        self._wrapped = Site()\n\nsite = DefaultSite()\n",
      'kit/registry.py':
        '_views = {}\n\ndef register(name, view):\n    _views[name] = view\n\ndef all():\n    return _views\n',
      'shop/__init__.py': '',
      'shop/models.py': "from kit import registry\nfrom . import views\nregistry.register('home', views.home)\n",
      'config/urls.py':
        "from django.urls import include, path\nfrom kit.site import site\nurlpatterns = [path('', include(site.urls))]\n",
    });
    assert.deepEqual(names, ['home home/']);
  });

  it('imports what ready() asks for by name, and what that imports', async () => {
    const found = await answerOf(
      {
        'config/settings.py': `${settings("'shop', 'kit.apps.KitConfig'")}KIT_METHODS = ['shop.rpc.books']\n`,
        'kit/apps.py': `from importlib import import_module
from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string
class KitConfig(AppConfig):
    name = 'kit'
    def ready(self):
        self.register()
    @staticmethod
    def register():
        for name in settings.KIT_METHODS:
            import_module(name)
        import_string('shop.rpc.other.OtherForm')
`,
        'shop/rpc/books.py': 'from shop.rpc.deep import BookForm\n',
        'shop/rpc/deep.py': 'from django import forms\nclass BookForm(forms.Form):\n    pass\n',
        'shop/rpc/other.py': 'from django import forms\nclass OtherForm(forms.Form):\n    pass\n',
        'shop/rpc/never.py': 'from django import forms\nclass NeverForm(forms.Form):\n    pass\n',
      },
      (project) => project.forms().list.map(({ class: path }) => path),
    );
    assert.deepEqual(found.sort(), ['shop.rpc.deep.BookForm', 'shop.rpc.other.OtherForm']);
  });

  it('sets attributes of classes and names of other modules', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'kit', 'shop'"),
      'kit/__init__.py': '',
      'kit/base.py':
        'registered = []\n\nclass Base:\n    prefix = None\n\ndef add(view):\n    registered.append(view)\n',
      'shop/__init__.py': '',
      'shop/models.py':
        "import kit.base\nfrom kit.base import Base, add\nfrom . import views\nBase.prefix = 'set'\nkit.base.Base.suffix = 'too'\nadd(views.home)\n",
      'config/urls.py':
        "from django.urls import path\nfrom kit import base\n\ndef made():\n    return [path(f'{base.Base.prefix}/{base.Base.suffix}/', view, name='made') for view in base.registered]\n\nurlpatterns = made()\n",
    });
    assert.deepEqual(names, ['made set/too/']);
  });

  it('is not done by what Django does not import', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'kit', 'shop'"),
      'kit/__init__.py': '',
      'kit/hooks.py': hooks,
      'shop/__init__.py': '',
      'shop/hooks.py':
        "from django.urls import path\nfrom kit import hooks\nfrom . import views\n\n@hooks.register('urls')\ndef shop_urls():\n    return [path('shop/', views.home, name='shop')]\n",
      'shop/unused.py':
        "from kit import hooks\n\n@hooks.register('urls')\ndef more():\n    return [path('more/', views.home, name='more')]\n",
      'config/urls.py': urlconfOfHooks,
    });
    assert.deepEqual(names, ['shop shop/']);
  });

  it('makes the views of viewsets with a model and with attributes by name', async () => {
    const names = await routeNames({
      'config/settings.py': settings("'kit', 'shop'"),
      'kit/__init__.py': '',
      'kit/viewsets.py': `from django.urls import path
from django.utils.functional import cached_property

class ViewSet:
    name = None
    def __init__(self, name=None, **kwargs):
        if name:
            self.__dict__['name'] = name
        for key, value in kwargs.items():
            setattr(self, key, value)
    @cached_property
    def model_name(self):
        return self.model._meta.model_name
    def urls(self):
        return [path(f'{self.prefix}/{self.model_name}/', self.view, name=self.name)]

class Group:
    items = ()
    def __init__(self):
        self.members = [item() if callable(item) else item for item in self.items]

class Registry:
    def __init__(self):
        self.viewsets = []
    def register(self, viewset):
        if isinstance(viewset, Group):
            for one in viewset.members:
                self.register(one)
            return
        self.viewsets.append(viewset)

registry = Registry()
`,
      'shop/__init__.py': '',
      'shop/models.py': `from django.db import models
from kit.viewsets import Group, ViewSet, registry
from . import views

class Book(models.Model):
    pass

class Order(models.Model):
    code = models.CharField(primary_key=True, max_length=8)

class BookViews(ViewSet):
    name = 'book'
    prefix = 'a'
    model = Book
    view = views.home

class Shop(Group):
    items = (BookViews, ViewSet('order', prefix='b', model=Order, view=views.home))

registry.register(Shop())
`,
      'config/urls.py':
        'from kit.viewsets import registry\nurlpatterns = []\nfor one in registry.viewsets:\n    urlpatterns += one.urls()\n',
    });
    assert.deepEqual(names, ['book a/book/', 'order b/order/']);
  });

  it('knows a setting that a package sets where the project does not', async () => {
    const own = `from django.conf import settings
if not hasattr(settings, 'SHOP_PREFIX'):
    setattr(settings, 'SHOP_PREFIX', 'given/')
if not hasattr(settings, 'SHOP_SUFFIX'):
    settings.SHOP_SUFFIX = 'none/'
PREFIX = settings.SHOP_PREFIX
SUFFIX = settings.SHOP_SUFFIX
`;
    const names = await routeNames({
      'config/settings.py': `${settings("'shop'")}SHOP_SUFFIX = 'own/'\n`,
      'config/urls.py':
        "from django.urls import path\nfrom shop import options, views\nurlpatterns = [path(options.PREFIX + options.SUFFIX, views.home, name='home')]\n",
      'shop/options.py': own,
    });
    assert.deepEqual(names, ['home given/own/']);
  });

  it('asks settings objects that a package makes of the class of Django REST framework', async () => {
    const names = await routeNames({
      'config/settings.py': `${settings("'shop'")}SHOP = {'OWN': 'own/'}\n`,
      'config/urls.py':
        "from django.urls import path\nfrom shop import views\nfrom shop.options import api_settings\nurlpatterns = [path(api_settings.OWN + api_settings.OTHER, views.home, name='home')]\n",
      'shop/options.py': `from django.conf import settings
from rest_framework.settings import APISettings
api_settings = APISettings(getattr(settings, 'SHOP', None), {'OWN': 'default/', 'OTHER': 'other/'}, ())
`,
      'rest_framework/__init__.py': '',
      'rest_framework/settings.py': `from django.conf import settings
DEFAULTS = {}
class APISettings:
    def __init__(self, user_settings=None, defaults=None, import_strings=None):
        if user_settings:
            self._user_settings = self.__check_user_settings(user_settings)
        self.defaults = defaults or DEFAULTS
        self.import_strings = import_strings or ()
        self._cached_attrs = set()
    @property
    def user_settings(self):
        if not hasattr(self, '_user_settings'):
            self._user_settings = getattr(settings, 'REST_FRAMEWORK', {})
        return self._user_settings
    def __getattr__(self, attr):
        if attr not in self.defaults:
            raise AttributeError('no setting')
        try:
            val = self.user_settings[attr]
        except KeyError:
            val = self.defaults[attr]
        if attr in self.import_strings:
            val = load(val)
        self._cached_attrs.add(attr)
        setattr(self, attr, val)
        return val
    def __check_user_settings(self, user_settings):
        for setting in ['OLD']:
            if setting in user_settings:
                raise RuntimeError('removed')
        return user_settings
`,
    });
    assert.deepEqual(names, ['home own/other/']);
  });
});
