import * as assert from 'node:assert';
import { answerOf } from './open';

/** The routes of a project whose URLconf ends with `urls`, a line for each: name, route and view. */
function routes(urls: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  return answerOf({ 'config/urls.py': urls, 'shop/views.py': views, ...more }, (project) => {
    const { list, gaps } = project.routes();
    return [
      ...list.map(({ name, route, view }) => `${name ?? '-'} ${route} ${view?.dotted ?? '-'}`),
      ...gaps.map(({ what }) => `? ${what}`),
    ];
  });
}

const start = `from django.urls import include, path
from rest_framework.routers import DynamicRoute, Route, SimpleRouter
from shop import views
`;

const views = `from rest_framework.decorators import action
from rest_framework.viewsets import ViewSet
class Books(ViewSet):
    lookup_field = 'slug'
    def list(self, request): ...
    def retrieve(self, request, slug): ...
    @action(detail=True)
    def buy(self, request, slug): ...
class Pages(ViewSet):
    def list(self, request, book_slug): ...
    def retrieve(self, request, book_slug, pk): ...
`;

describe('routers are read', () => {
  it('with routes of their own', async () => {
    const urls = `${start}
class PageRouter(SimpleRouter):
    routes = [
        Route(url=r'^{prefix}/$', mapping={'get': 'list'}, name='{basename}_list', detail=False, initkwargs={}),
        Route(r'^{prefix}/import/$', {'post': 'bulk_create'}, '{basename}_import', False, {}),
        DynamicRoute(url=r'^{prefix}/{lookup}/{url_path}{trailing_slash}$', name='{basename}_{url_name}', detail=True, initkwargs={}),
    ]
    def __init__(self):
        super().__init__()
        self.trailing_slash = '/?'
router = PageRouter()
router.register('books', views.Books, 'book')
urlpatterns = router.urls
`;
    assert.deepEqual(await routes(urls), [
      'book_list ^books/$ shop.views.Books',
      'book_buy ^books/(?P<slug>[^/.]+)/buy/?$ shop.views.Books',
    ]);
  });

  it('that register in their own way', async () => {
    const urls = `${start}
class OpenRouter(SimpleRouter):
    def register(self, prefix, viewset, basename=None):
        if basename is None:
            basename = self.get_default_basename(viewset)
        self.registry.append((prefix, viewset, basename))
class LoudRouter(SimpleRouter):
    def register(self, prefix, viewset, basename=None):
        super().register(prefix, viewset, basename)
router = OpenRouter()
router.register('pages', views.Pages, basename='page')
loud = LoudRouter()
loud.register('pages', views.Pages, 'loud')
urlpatterns = [path('a/', include(router.urls)), path('b/', include(loud.urls))]
`;
    const framework = `class BaseRouter:
    def register(self, prefix, viewset, basename=None): ...
class SimpleRouter(BaseRouter): ...
`;
    assert.deepEqual(await routes(urls, { 'rest_framework/routers.py': framework }), [
      'page-list a/^pages/$ shop.views.Pages',
      'page-detail a/^pages/(?P<pk>[^/.]+)/$ shop.views.Pages',
      'loud-list b/^pages/$ shop.views.Pages',
      'loud-detail b/^pages/(?P<pk>[^/.]+)/$ shop.views.Pages',
    ]);
  });

  it('that find objects in their own way, and whose patterns are added to others', async () => {
    const urls = `${start}
class LongRouter(SimpleRouter):
    def get_lookup_regex(self, viewset, lookup_prefix=''):
        base = '(?P<{prefix}{name}>{value})'
        fields = getattr(viewset, 'lookup_fields', None)
        if fields is None:
            fields = [getattr(viewset, 'lookup_field', 'pk')]
        return '/'.join(base.format(prefix=lookup_prefix, name=one, value='[^/]+') for one in fields)
class Notes(views.Books):
    lookup_fields = ('book__slug', 'pk')
router = LongRouter()
router.register('notes', Notes, 'note')
other = SimpleRouter()
other.register('pages', views.Pages, 'page')
urlpatterns = router.urls + other.urls
`;
    assert.deepEqual(await routes(urls), [
      'note-list ^notes/$ config.urls.Notes',
      'note-detail ^notes/(?P<book__slug>[^/]+)/(?P<pk>[^/]+)/$ config.urls.Notes',
      'note-buy ^notes/(?P<book__slug>[^/]+)/(?P<pk>[^/]+)/buy/$ config.urls.Notes',
      'page-list ^pages/$ shop.views.Pages',
      'page-detail ^pages/(?P<pk>[^/.]+)/$ shop.views.Pages',
    ]);
  });

  it('with what modules of other apps register, where these are imported', async () => {
    const urls = `from django.urls import include, path
from importlib import import_module
from shop.api import collected, router
from zoo.api import unused
import_module('blog.api')
urlpatterns = [path('a/', include(router.urls)), path('b/', include(collected()))]
`;
    const api = `from rest_framework.routers import DefaultRouter, SimpleRouter
from shop import views
class SharedRouter(SimpleRouter):
    shared = SimpleRouter()
    def register(self, *args, **kwargs):
        if self.shared.is_already_registered(args[2]):
            print('again')
        else:
            self.shared.register(*args, **kwargs)
            super().register(*args, **kwargs)
def collected():
    return SharedRouter.shared.urls
router = SimpleRouter()
router.register('books', views.Books, 'book')
shared = SharedRouter()
shared.register('shared', views.Pages, 'shared')
`;
    const framework = `class BaseRouter:
    def register(self, prefix, viewset, basename=None): ...
class SimpleRouter(BaseRouter): ...
class DefaultRouter(SimpleRouter): ...
`;
    const more = (name: string) => `from shop.api import router
from shop.views import Pages
unused = None
router.register('${name}', Pages, '${name}')
`;
    const found = await routes(urls, {
      'shop/api.py': api,
      'zoo/api.py': more('animals'),
      'blog/api.py': more('posts'),
      'blog/other.py': more('never'),
      'rest_framework/routers.py': framework,
    });
    assert.deepEqual(
      found.filter((line) => !/-detail|-buy/.test(line)),
      [
        'book-list a/^books/$ shop.views.Books',
        'animals-list a/^animals/$ shop.views.Pages',
        'posts-list a/^posts/$ shop.views.Pages',
        'shared-list b/^shared/$ shop.views.Pages',
      ],
    );
  });

  it('below what other routers register', async () => {
    const nested = `from rest_framework.routers import SimpleRouter
class NestedMixin: ...
class NestedSimpleRouter(NestedMixin, SimpleRouter): ...
`;
    const urls = `${start}
from rest_framework_nested.routers import NestedSimpleRouter
router = SimpleRouter(trailing_slash=False)
router.register('books', views.Books, 'book')
books = NestedSimpleRouter(router, 'books', lookup='book')
books.register('pages', views.Pages, 'book-pages')
pages = NestedSimpleRouter(books, 'pages', lookup='page')
pages.register('notes', views.Pages, 'notes')
lost = NestedSimpleRouter(router, 'nothing', lookup='x')
lost.register('pages', views.Pages, 'lost')
urlpatterns = [path('', include(r.urls)) for r in (books, pages, lost)]
`;
    assert.deepEqual(await routes(urls, { 'rest_framework_nested/routers.py': nested }), [
      'book-pages-list ^books/(?P<book_slug>[^/.]+)/pages$ shop.views.Pages',
      'book-pages-detail ^books/(?P<book_slug>[^/.]+)/pages/(?P<pk>[^/.]+)$ shop.views.Pages',
      'notes-list ^books/(?P<book_slug>[^/.]+)/pages/(?P<page_pk>[^/.]+)/notes$ shop.views.Pages',
      'notes-detail ^books/(?P<book_slug>[^/.]+)/pages/(?P<page_pk>[^/.]+)/notes/(?P<pk>[^/.]+)$ shop.views.Pages',
      '? a list of URL patterns',
    ]);
  });

  it('registered on what register() gives (drf-extensions)', async () => {
    const routers = `from rest_framework.routers import SimpleRouter
class NestedRegistryItem:
    def register(self, prefix, viewset, basename, parents_query_lookups): ...
class NestedRouterMixin:
    def register(self, *args, **kwargs):
        return NestedRegistryItem()
class ExtendedSimpleRouter(NestedRouterMixin, SimpleRouter): ...
`;
    const urls = `${start}
from rest_framework_extensions.routers import ExtendedSimpleRouter
router = ExtendedSimpleRouter()
books = router.register('books', views.Books, 'book')
books.register('pages', views.Pages, 'page', parents_query_lookups=['book']).register(
    'notes', views.Pages, basename='note', parents_query_lookups=['page__book', 'page'])
books.register('lost', views.Pages, 'lost', parents_query_lookups=names())
urlpatterns = router.urls
`;
    assert.deepEqual(await routes(urls, { 'rest_framework_extensions/routers.py': routers }), [
      'book-list ^books/$ shop.views.Books',
      'book-detail ^books/(?P<slug>[^/.]+)/$ shop.views.Books',
      'book-buy ^books/(?P<slug>[^/.]+)/buy/$ shop.views.Books',
      'page-list ^books/(?P<parent_lookup_book>[^/.]+)/pages/$ shop.views.Pages',
      'page-detail ^books/(?P<parent_lookup_book>[^/.]+)/pages/(?P<pk>[^/.]+)/$ shop.views.Pages',
      'note-list ^books/(?P<parent_lookup_page__book>[^/.]+)/pages/(?P<parent_lookup_page>[^/.]+)/notes/$ shop.views.Pages',
      'note-detail ^books/(?P<parent_lookup_page__book>[^/.]+)/pages/(?P<parent_lookup_page>[^/.]+)/notes/(?P<pk>[^/.]+)/$ shop.views.Pages',
      '? a viewset that is registered with a router',
    ]);
  });

  it('of a site that is made when it is first looked at', async () => {
    const site = `from django.apps import apps
from django.urls import path
from django.utils.functional import LazyObject
from shop.views import Books
class Site:
    name = 'site'
    def get_urls(self):
        return [path('books/', Books, name='books')]
    @property
    def urls(self):
        return self.get_urls(), self.name, self.name
class DefaultSite(LazyObject):
    def _setup(self):
        self._wrapped = Site()
site = DefaultSite()
`;
    const urls = 'from django.urls import path\nfrom shop import sites\nurlpatterns = [path("", sites.site.urls)]\n';
    assert.deepEqual(await routes(urls, { 'shop/sites.py': site }), ['site:books books/ shop.views.Books']);
  });
});

describe('format_suffix_patterns', () => {
  const urls = (call: string) => `from django.urls import include, path, re_path
from rest_framework.urlpatterns import format_suffix_patterns
from shop import views
more = [path('', views.Pages, name='pages')]
urlpatterns = ${call}
`;

  it('adds each pattern once more, those below an include as well', async () => {
    const all = `format_suffix_patterns([
    path('books/<int:pk>/', views.Books, name='book'),
    re_path(r'^old/$', views.Books, name='old'),
    path('more/', include(more)),
])`;
    assert.deepEqual(await routes(urls(all)), [
      'book books/<int:pk>/ shop.views.Books',
      'book books/<int:pk><drf_format_suffix:format> shop.views.Books',
      'old ^old/$ shop.views.Books',
      'old ^old\\.(?P<format>[a-z0-9]+)/?$ shop.views.Books',
      'pages more/ shop.views.Pages',
      'pages more/<drf_format_suffix:format> shop.views.Pages',
    ]);
  });

  it('may leave out those without a suffix, and name the suffixes', async () => {
    const some = `format_suffix_patterns(more + [re_path('^a$', views.Books)], suffix_required=True, allowed=['json', 'html'])`;
    assert.deepEqual(await routes(urls(some)), [
      'pages <drf_format_suffix_json_html:format> shop.views.Pages',
      '- ^a\\.(?P<format>(json|html))/?$ shop.views.Books',
    ]);
  });
});
