import { surviveTruncation } from '../fixture';
import { checkClean, checkFix, checkRule } from './check';

const rule = 'route-not-found';

/** A view for each of a few names, in front of other files. */
const withViews = (files: string) => `
//- shop/views.py
def index(request): ...
def detail(request, pk): ...
${files}`;

/** URLs of a shop: `index`, `detail` and `about`, in front of other files. */
const withShop = (files: string) =>
  withViews(`//- shop/urls.py
from django.urls import path, re_path
from . import views
urlpatterns = [
    path('', views.index, name='index'),
    re_path(r'^(?P<pk>[0-9]+)/$', views.detail, name='detail'),
    path('about/', lambda request: None, name='about'),
]
${files}`);

/** The same in a namespace. */
const withNamespace = (files: string) => withShop(files).replace('urlpatterns', "app_name = 'shop'\nurlpatterns");

describe('route-not-found in templates', () => {
  it('finds a name that no route has, and what was meant', () =>
    checkRule(
      rule,
      withShop(`//- templates/page.html
{% url 'index' %}{% url "detail" pk=1 %}{% url '[|detial|]' pk=1 %}`),
      "No route is named 'detial'. Did you mean 'detail'?",
    ));

  it('finds a name without its namespace', () =>
    checkRule(
      rule,
      withNamespace("//- templates/page.html\n{% url 'shop:index' %}{% url '[|index|]' %}{% url '[|store:index|]' %}"),
      "No route is named 'index'. Did you mean 'shop:index'?",
      "No route is named 'store:index'. Did you mean 'shop:index'?",
    ));

  it('is silent for what only running it tells, and where Django is told not to mind', () =>
    checkClean(
      withShop(`//- templates/page.html
{% url name %}{% url 'nothing' as link %}{% url 'a'|add:'b' %}{% url variable|default:'nothing' %}`),
    ));

  it('follows nested namespaces', () =>
    checkRule(
      rule,
      withNamespace(`//- config/urls.py
from django.urls import include, path
urlpatterns = [path('', include('site.urls'))]
//- site/urls.py
from django.urls import include, path
app_name = 'site'
urlpatterns = [path('shop/', include('shop.urls'))]
//- templates/page.html
{% url 'site:shop:index' %}{% url '[|shop:index|]' %}{% url '[|site:index|]' %}`),
    ));

  it('takes the name of an instance and that of the app', () =>
    checkRule(
      rule,
      withNamespace(`//- config/urls.py
from django.urls import include, path
urlpatterns = [
    path('a/', include('shop.urls', namespace='first')),
    path('b/', include(('shop.urls', 'store'), namespace='second')),
]
//- templates/page.html
{% url 'first:index' %}{% url 'second:index' %}{% url 'shop:index' %}{% url 'store:index' %}{% url '[|third:index|]' %}`),
    ));

  it('reads lists of patterns that are put together', () =>
    checkRule(
      rule,
      withViews(`//- config/urls.py
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from shop import views

more = [path('c/', views.index, name='c')]
urlpatterns = [path('a/', views.index, name='a'), path('x/', include([path('y/', views.index, name='y')]))]
urlpatterns += i18n_patterns(path('b/', views.index, name='b'), prefix_default_language=False)
urlpatterns += more + static(settings.STATIC_URL)
urlpatterns.append(path('d/', views.index, name='d'))
if settings.DEBUG:
    urlpatterns += [path('e/', views.index, name='e')]
//- templates/page.html
{% url 'a' %}{% url 'b' %}{% url 'c' %}{% url 'd' %}{% url 'e' %}{% url 'y' %}{% url '[|f|]' %}`),
    ));

  it('is silent for a name in a URLconf that the root does not lead to: some requests may use it', () =>
    checkRule(
      rule,
      withShop(`//- shop/mobile_urls.py
from django.urls import path
urlpatterns = [path('', None, name='mobile')]
//- templates/page.html
{% url 'mobile' %}{% url '[|nothing|]' %}`),
    ));

  it('is silent below an include that cannot be followed, and only there', () =>
    checkRule(
      rule,
      withNamespace(`//- config/urls.py
from django.urls import include, path
urlpatterns = [
    path('shop/', include('shop.urls')),
    path('blog/', include(('somewhere.else', 'blog'))),
]
//- templates/page.html
{% url 'blog:post' %}{% url 'blog:deeper:post' %}{% url '[|shop:post|]' %}{% url '[|post|]' %}`),
    ));

  it('is silent for every name beside an include without a namespace that cannot be followed', () =>
    checkClean(
      withNamespace(`//- config/urls.py
from django.urls import include, path
urlpatterns = [path('shop/', include('shop.urls')), path('blog/', include('somewhere.else'))]
//- templates/page.html
{% url 'post' %}{% url 'any:post' %}`),
    ));

  it('is silent where ROOT_URLCONF is not known', () =>
    checkClean(
      withShop(`//- config/settings.py
import os
INSTALLED_APPS = ['shop']
ROOT_URLCONF = os.environ['URLS']
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
//- shop/templates/page.html
{% url 'nothing' %}`),
    ));

  it('is silent where the settings are not read whole', () =>
    checkClean(
      withShop(`//- config/settings.py
from .unknown import *
INSTALLED_APPS = ['shop']
ROOT_URLCONF = 'shop.urls'
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
//- shop/templates/page.html
{% url 'nothing' %}`),
    ));

  it('knows the routes of the admin and of the models that are registered with it', () =>
    checkRule(
      rule,
      withShop(`//- django: admin
//- shop/models.py
from django.db import models
class Book(models.Model): ...
class Page(models.Model): ...
//- shop/admin.py
from django.contrib import admin
from shop.models import Book
admin.site.register(Book)
//- config/urls.py
from django.contrib import admin
from django.urls import path
urlpatterns = [path('admin/', admin.site.urls)]
//- templates/page.html
{% url 'admin:index' %}{% url 'admin:shop_book_changelist' %}{% url '[|admin:shop_page_changelist|]' %}`),
    ));

  it('knows the routes of an installed package', () =>
    checkRule(
      rule,
      `
      //- django: auth
      //- config/urls.py
      from django.urls import include, path
      urlpatterns = [path('accounts/', include('django.contrib.auth.urls'))]
      //- templates/page.html
      {% url 'login' %}{% url '[|logn|]' %}
      `,
    ));

  it('finds a name in the attribute of an element, with either quote', () =>
    checkRule(
      rule,
      withShop(`//- templates/page.html
<a href="{% url "[|a|]" %}" class='{% url '[|b|]' %}'>`),
    ));

  it('uses the name that was meant', () =>
    checkFix(
      withNamespace(`//- templates/page.html
<a href="{% url "in$0dex" %}">`),
      `//- templates/page.html
<a href="{% url "shop:index" %}">`,
    ));
});

describe('route-not-found in Python', () => {
  it('finds it wherever Django takes a name', () =>
    checkRule(
      rule,
      withShop(`//- shop/other.py
from django import urls
from django.shortcuts import redirect, resolve_url
from django.urls import reverse, reverse_lazy as lazy

def view(request):
    reverse('index')
    reverse('[|a|]')
    urls.reverse(viewname='[|b|]')
    return redirect('[|c|]', 1)

class View:
    url = lazy('[|d|]')
    other = resolve_url(to='[|e|]')`),
    ));

  it('is silent for URLs, views, other URLconfs and functions of the same name', () =>
    checkClean(
      withShop(`//- shop/other.py
from django.shortcuts import redirect
from django.urls import reverse
from .texts import reverse as backwards

redirect('/about/')
redirect('https://example.com')
redirect('page.html')
reverse('nothing', 'shop.other_urls')
reverse('nothing', urlconf='shop.other_urls')
reverse(name)
reverse(f'{app}:index')
backwards('nothing')
//- shop/texts.py
def reverse(text): ...`),
    ));

  it('is silent in tests', () =>
    checkClean(
      withShop(`//- shop/tests/test_views.py
from django.urls import reverse
reverse('nothing')
//- shop/tests.py
from django.urls import reverse
reverse('nothing')`),
    ));

  it('uses the name that was meant', () =>
    checkFix(
      withShop("//- shop/other.py\nfrom django.urls import reverse\nreverse('indx$0')"),
      "//- shop/other.py\nfrom django.urls import reverse\nreverse('index')",
    ));
});

describe('route-not-found', () => {
  surviveTruncation();
});
