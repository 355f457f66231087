import * as assert from 'node:assert';
import { answerOf, short } from './open';

const models =
  'from django.db import models\nclass Book(models.Model):\n    pass\nclass Author(models.Model):\n    pass\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n';

/** The models of all admin sites with their classes. */
async function registered(files: Readonly<Record<string, string>>): Promise<string[]> {
  return answerOf(
    { 'shop/models.py': models, ...files },
    (project) =>
      project
        .admin()
        .list.map(
          ({ site, label, class: path, place }) =>
            `${site.name}: ${label} ${path}${place ? '' : ` (${short(undefined)})`}`,
        ),
    ['admin'],
  );
}

const header = 'from django.contrib import admin\nfrom shop.models import Author, Book\n';

describe('admin sites are read', () => {
  it('by register(), with one model, several, or a class that Django makes', async () => {
    assert.deepEqual(
      await registered({
        'shop/admin.py': `${header}class BookAdmin(admin.ModelAdmin):\n    pass\nadmin.site.register(Book, BookAdmin)\nadmin.site.register([Author], list_display=['id'])\n`,
      }),
      ['admin: shop.Book shop.admin.BookAdmin', 'admin: shop.Author django.contrib.admin.sites.AuthorAdmin (-)'],
    );
  });

  it('by the decorator, by loops and from other modules', async () => {
    assert.deepEqual(
      await registered({
        'shop/admin.py': `${header}from shop.more import *\n@admin.register(Book)\nclass BookAdmin(admin.ModelAdmin):\n    pass\n`,
        'shop/more.py': `${header}for model in (Author,):\n    admin.site.register(model)\n`,
      }),
      ['admin: shop.Book shop.admin.BookAdmin', 'admin: shop.Author django.contrib.admin.options.ModelAdmin'],
    );
  });

  it('without what is unregistered, and with what takes its place', async () => {
    assert.deepEqual(
      await registered({
        'shop/admin.py': `${header}admin.site.register([Author, Book])\n`,
        'zoo/admin.py': `${header}class OtherAdmin(admin.ModelAdmin):\n    pass\nadmin.site.unregister(Book)\nadmin.site.unregister(Author)\nadmin.site.register(Book, OtherAdmin)\n`,
      }),
      ['admin: shop.Book zoo.admin.OtherAdmin'],
    );
  });

  it('of other sites apart, with the routes of their models', async () => {
    const files = {
      'shop/models.py': models,
      'shop/admin.py': `${header}
from django.urls import path
class Site(admin.AdminSite):
    def get_urls(self):
        return [path('report/', self.report, name='report')] + super().get_urls()
    def report(self, request):
        pass
class BookAdmin(admin.ModelAdmin):
    def get_urls(self):
        return [path('<int:pk>/print/', self.print, name='print_book'), *super().get_urls()]
    def print(self, request, pk):
        pass
site = Site(name='desk')
site.register(Book, BookAdmin)
`,
      'config/urls.py':
        "from django.urls import path\nfrom shop.admin import site\nurlpatterns = [path('desk/', site.urls)]\n",
    };
    const routes = await answerOf(
      files,
      (project) =>
        project
          .routes()
          .list.filter(({ name }) => /book|report|index|app_list/.test(name ?? ''))
          .map(({ name, route, view }) => `${name} ${route} ${view?.dotted ?? ''}`),
      ['admin'],
    );
    assert.deepEqual(routes, [
      'desk:report desk/report/ shop.admin.Site.report',
      'desk:index desk/ ',
      'desk:print_book desk/shop/book/<int:pk>/print/ shop.admin.BookAdmin.print',
      'desk:shop_book_changelist desk/shop/book/ ',
      'desk:shop_book_add desk/shop/book/add/ ',
      'desk:shop_book_history desk/shop/book/<path:object_id>/history/ ',
      'desk:shop_book_delete desk/shop/book/<path:object_id>/delete/ ',
      'desk:shop_book_change desk/shop/book/<path:object_id>/change/ ',
      'desk:app_list desk/^(?P<app_label>shop)/$ ',
    ]);
  });
});
