import * as assert from 'node:assert';
import { answerOf } from './open';

/** The routes of a project, a line for each: name, route, parameters and view; then what could not be followed. */
async function routes(
  urls: string,
  more: Readonly<Record<string, string>> = {},
  parts: readonly string[] = [],
): Promise<string[]> {
  return answerOf(
    {
      'config/urls.py': `from django.urls import include, path, re_path\nfrom shop import views\n${urls}`,
      'shop/views.py': views,
      ...more,
    },
    (project) => {
      const { list, gaps } = project.routes();
      return [
        ...list.map(({ name, route, parameters, unnamed, view }) =>
          [
            name ?? '-',
            `'${route}'`,
            ...(parameters.length ? [`(${parameters.join(', ')})`] : []),
            ...(unnamed ? [`(${unnamed})`] : []),
            view?.dotted ?? '-',
          ].join(' '),
        ),
        ...gaps.map(({ what, namespaces }) => `? ${[...namespaces, what].join(':')}`),
      ];
    },
    parts,
  );
}

const views = 'def home(request): pass\ndef item(request, pk): pass\nclass List(View): pass\n';
const shop = {
  'shop/urls.py':
    "from django.urls import path\nfrom . import views\napp_name = 'shop'\nurlpatterns = [path('<int:pk>/', views.item, name='item')]\n",
};

describe('routes are read', () => {
  it('of path() and re_path()', async () => {
    assert.deepEqual(
      await routes(`urlpatterns = [
    path('', views.home, name='home'),
    path('<int:pk>/<slug:slug>/<word>/', views.item, {'a': 1}, 'item'),
    path(route='list/', view=views.List.as_view(), name='list'),
    path('made/', views.List().as_view(), name='made'),
    re_path(r'^old/(?P<year>[0-9]{4})/(x|y)/$', views.item, name='old'),
    re_path(r'^plain/([a-z(]+)/(\\d+)/(?:z)$', views.item),
    path('text/', 'shop.views.home'),
    path('here/', lambda request: None, name='here'),
]`),
      [
        "home '' shop.views.home",
        "item '<int:pk>/<slug:slug>/<word>/' (pk, slug, word) shop.views.item",
        "list 'list/' shop.views.List",
        "made 'made/' shop.views.List",
        "old '^old/(?P<year>[0-9]{4})/(x|y)/$' (year) shop.views.item",
        "- '^plain/([a-z(]+)/(\\d+)/(?:z)$' (2) shop.views.item",
        "- 'text/' -",
        "here 'here/' <lambda>",
      ],
    );
  });

  it('of include() in all its forms', async () => {
    const inner = "inner = [path('x/', views.home, name='x')]\n";
    const cases: [string, string[]][] = [
      ["include('shop.urls')", ["shop:item 'a/<int:pk>/' (pk) shop.views.item"]],
      ["include('shop.urls', namespace='s')", ["s:item 'a/<int:pk>/' (pk) shop.views.item"]],
      ["include(('shop.urls', 'other'))", ["other:item 'a/<int:pk>/' (pk) shop.views.item"]],
      ["include(('shop.urls', 'other'), namespace='s')", ["s:item 'a/<int:pk>/' (pk) shop.views.item"]],
      ['include(inner)', ["x 'a/x/' shop.views.home"]],
      ["include((inner, 'app'))", ["app:x 'a/x/' shop.views.home"]],
      ["include([path('y/', views.home, name='y'), *inner])", ["y 'a/y/' shop.views.home", "x 'a/x/' shop.views.home"]],
      ["(inner, 'app', 'space')", ["space:x 'a/x/' shop.views.home"]],
      ["include('gone.urls')", ["? the URLconf 'gone.urls'"]],
      ["include('gone.urls', namespace='g')", ["? g:the URLconf 'gone.urls'"]],
      ['include(build())', ['? a list of URL patterns']],
    ];
    for (const [include, expected] of cases)
      assert.deepEqual(await routes(`${inner}urlpatterns = [path('a/', ${include})]`, shop), expected, include);
    assert.deepEqual(await routes("from shop import urls\nurlpatterns = [path('a/', include(urls))]", shop), [
      "shop:item 'a/<int:pk>/' (pk) shop.views.item",
    ]);
  });

  it('through nested namespaces, with the parameters of all levels', async () => {
    assert.deepEqual(
      await routes(
        "urlpatterns = [path('<lang>/', include(([path('shop/', include('shop.urls', namespace='one'))], 'outer')))]",
        shop,
      ),
      ["outer:one:item '<lang>/shop/<int:pk>/' (lang, pk) shop.views.item"],
    );
  });

  it('of lists that are put together', async () => {
    assert.deepEqual(
      await routes(`from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
a = [path('a/', views.home, name='a')]
urlpatterns = a + [path('b/', views.home, name='b')]
urlpatterns += [path('c/', views.home, name='c')]
urlpatterns.append(path('d/', views.home, name='d'))
urlpatterns.extend([path(f'{n}/', views.home, name=n) for n in ('e', 'f')])
urlpatterns += i18n_patterns(path('g/', views.home, name='g'))
if settings.DEBUG:
    urlpatterns += [path('debug/', views.home, name='debug')]
`),
      ['a', 'b', 'c', 'd', 'e', 'f']
        .map((name) => `${name} '${name}/' shop.views.home`)
        .concat("g 'en-us/g/' shop.views.home"),
    );
  });

  it('made by helper functions and decorated views', async () => {
    assert.deepEqual(
      await routes(`from functools import wraps
def crud(name):
    return [path(name + '/', views.home, name=name + '_list'), path(f'{name}/<pk>/', views.item, name=f'{name}_item')]
def checked(view):
    @wraps(view)
    def inner(request): return view(request)
    return inner
urlpatterns = crud('book') + [path('w/', checked(views.home), name='w')]`),
      ["book_list 'book/' shop.views.home", "book_item 'book/<pk>/' (pk) shop.views.item", "w 'w/' shop.views.home"],
    );
  });

  it('with settings that an object of a class of the project gives', async () => {
    const settings = `from django.conf import LazySettings
class SystemSettings(LazySettings):
    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except KeyError:
            raise
settings = SystemSettings()
`;
    const found = await routes(
      "from shop.system import settings\npattern = settings.STATIC_URL\nurlpatterns = [re_path(r'^%s(?P<pk>x)$' % pattern, views.item, name='item')]",
      { 'shop/system.py': settings },
    );
    assert.deepEqual(found, ["item '^/static/(?P<pk>x)$' (pk) shop.views.item"]);
  });

  it('of the admin site, and not of handlers', async () => {
    const found = await routes(
      "from django.contrib import admin\nhandler404 = 'shop.views.home'\nurlpatterns = [path('admin/', admin.site.urls)]",
      {},
      ['admin', 'auth', 'contenttypes'],
    );
    for (const line of ["admin:index 'admin/' -", "admin:login 'admin/login/' -", "admin:logout 'admin/logout/' -"])
      assert.ok(
        found.some((one) => one.startsWith(line.slice(0, -2))),
        `${line} in\n${found.join('\n')}`,
      );
  });

  it('with the name that a decorator gives the view', async () => {
    const files = {
      'config/urls.py':
        "from django.urls import path\nfrom shop import views\nurlpatterns = [path(name, view) for name, view in [('a', views.hidden), ('b', views.kept), ('c', views.same), ('d', views.allowed)]]\n",
      'shop/views.py': `import functools
from django.db import transaction
from django.views.decorators.http import require_http_methods

def hiding(view):
    def inner(request):
        return view(request)
    return inner

def keeping(view):
    @functools.wraps(view)
    def inner(request):
        return view(request)
    return inner

def marking(view):
    view.marked = True
    return view

def allowing(permission):
    def decorator(view):
        def inner(request):
            return view(request)
        return inner
    return decorator

@hiding
def hidden(request): pass

@transaction.atomic
@allowing('change')
@require_http_methods(['POST'])
def allowed(request): pass

@keeping
def kept(request): pass

@marking
def same(request): pass
`,
    };
    const names = await answerOf(files, (project) =>
      project.routes().list.map(({ view }) => view?.runs ?? view?.dotted),
    );
    assert.deepEqual(names, [
      'shop.views.hiding.<locals>.inner',
      'shop.views.kept',
      'shop.views.same',
      'shop.views.allowing.<locals>.decorator.<locals>.inner',
    ]);
  });

  it('to the class that a function says it stands for', async () => {
    const files = {
      'config/urls.py':
        "from django.urls import path\nfrom shop.views import Steps\nurlpatterns = [path('', Steps.as_view('x'), name='steps')]\n",
      'shop/views.py': `class Steps:
    @classmethod
    def as_view(cls, name):
        def view(request):
            return cls().run(request)
        view.view_class = cls
        return view
`,
    };
    assert.deepEqual(await answerOf(files, (project) => project.routes().list.map(({ view }) => view?.dotted)), [
      'shop.views.Steps',
    ]);
  });

  it('of a ModelAdmin that adds some, by what its __init__ finds and by what is registered', async () => {
    const admin = (more: string) => `from django.apps import apps
from django.contrib import admin
from django.urls import path
from . import views
from .models import Book, BookText

class TextAdmin(admin.ModelAdmin):
    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.text = apps.get_model(f'{self.opts.app_label}.{self.model.__name__}Text')
    def get_urls(self):
        urls = super().get_urls()
        if not self.admin_site.is_registered(self.text):
            urls = [path('text/', views.home, name=f'{self.text._meta.model_name}_text')] + urls
        return urls

admin.site.register(Book, TextAdmin)
${more}`;
    const names = async (more: string) =>
      (
        await routes(
          "from django.contrib import admin\nurlpatterns = [path('admin/', admin.site.urls)]",
          {
            'shop/models.py':
              'from django.db import models\nclass Book(models.Model): pass\nclass BookText(models.Model): pass\n',
            'shop/admin.py': admin(more),
          },
          ['admin', 'auth', 'contenttypes'],
        )
      ).filter((line) => line.includes('_text '));
    assert.deepEqual(await names(''), ["admin:booktext_text 'admin/shop/book/text/' shop.views.home"]);
    assert.deepEqual(await names('admin.site.register(BookText)\n'), []);
  });

  it('that include each other in many ways, in no time', async () => {
    const names = ['one', 'two', 'three', 'four', 'five'];
    const include = names.map((name) => `path('${name}/', include('shop.${name}'))`).join(', ');
    const found = await routes(
      `urlpatterns = [${include}]`,
      Object.fromEntries(
        names.map((name) => [
          `shop/${name}.py`,
          `from django.urls import path, include\nfrom config import urls\nfrom shop import views\nurlpatterns = urls.urlpatterns + [${include}, path('x/', views.home, name='${name}')]\n`,
        ]),
      ),
    );
    for (const name of names) assert.ok(found.some((line) => line.startsWith(`${name} `)));
  });

  it('that lead in circles, once around', async () => {
    const found = await routes("urlpatterns = [path('a/', include('shop.urls')), path('', views.home, name='home')]", {
      'shop/urls.py': "from django.urls import path, include\nurlpatterns = [path('again/', include('config.urls'))]\n",
    });
    assert.ok(found.includes("home '' shop.views.home"));
    assert.ok(found.length < 50);
  });
});
