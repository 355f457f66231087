import { surviveTruncation } from '../fixture';
import { checkClean, checkRule } from './check';

/** The settings that startproject writes, without any environment, in front of a template. */
const startproject = (template: string) => `
//- django: none
//- config/settings.py
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = True
INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.sessions',
    'django.contrib.messages',
    'django.contrib.staticfiles',
    'django.contrib.humanize',
    'shop',
]
ROOT_URLCONF = 'config.urls'
TEMPLATES = [
    {
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'DIRS': [],
        'APP_DIRS': True,
        'OPTIONS': {
            'context_processors': ['django.template.context_processors.request'],
        },
    },
]
STATIC_URL = 'static/'
//- config/urls.py
from django.contrib import admin
from django.urls import include, path
urlpatterns = [
    path('admin/', admin.site.urls),
    path('', include('shop.urls')),
]
//- shop/urls.py
from django.urls import path
urlpatterns = [path('', None, name='index')]
//- shop/templates/shop/page.html
${template}`;

describe('a project that startproject made, without an environment', () => {
  it('has the tags, filters and libraries of the version that is assumed', () =>
    checkRule(
      'unknown-filter',
      startproject('{% load humanize static i18n %}{{ a|intcomma }}{% translate "a" %}{{ a|[|intkomma|] }}'),
    ));

  it('has the templates of the apps of Django', () =>
    checkClean(
      startproject(
        '{% extends "admin/base_site.html" %}{% block branding %}{% include "registration/logged_out.html" %}{% endblock %}',
      ),
    ));

  it('has a rule for templates that are not there', () =>
    checkRule('template-not-found', startproject('{% include "[|shop/nothing.html|]" %}')));

  it('has the routes of the admin', () =>
    checkRule(
      'route-not-found',
      startproject(
        "{% url 'admin:index' %}{% url 'admin:auth_user_changelist' %}{% url 'index' %}{% url '[|indx|]' %}",
      ),
    ));

  surviveTruncation();
});
