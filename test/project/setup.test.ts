import * as assert from 'node:assert';
import type { ImportString } from '../../server/project/modules/importStrings';
import { rangeOf } from '../../server/project/places';
import type { Project } from '../../server/project/project';
import type { Place } from '../../server/python/values';
import { answerOf, short } from './open';

/** The file and the text that stand at a place. */
function at(project: Project, place: Place | undefined): string {
  const range = place && rangeOf(project.files, place);
  const text = place && range && project.files.text(place.path)?.slice(range.start, range.end);
  return place ? `${short(place.path)} ${text ?? ''}` : '-';
}

function named(project: Project, { path, dotted, place }: ImportString): string {
  return `${path} is ${dotted} at ${at(project, place)}`;
}

describe('middleware is read', () => {
  it('as the classes and functions that MIDDLEWARE names, in its order', async () => {
    const found = await answerOf(
      {
        'config/settings.py': `
INSTALLED_APPS = ['shop']
MIDDLEWARE = ['shop.middleware.Timing', 'django.middleware.common.CommonMiddleware', 'shop.short', 'shop.gone.Gone']
MIDDLEWARE += ['shop.middleware.missing']
`,
        'shop/__init__.py': 'from shop.middleware import simple as short\n',
        'shop/middleware.py': 'class Timing:\n    pass\ndef simple(get_response):\n    return get_response\n',
      },
      (project) => [
        ...project.middleware().list.map((one) => named(project, one)),
        ...project.middleware().problems.map(({ what, why }) => `${what}: ${why}`),
      ],
    );
    assert.deepEqual(found, [
      'shop.middleware.Timing is shop.middleware.Timing at shop/middleware.py Timing',
      'django.middleware.common.CommonMiddleware is django.middleware.common.CommonMiddleware at -',
      'shop.short is shop.middleware.simple at shop/middleware.py simple',
      'shop.gone.Gone is shop.gone.Gone at -',
      'shop.middleware.missing is shop.middleware.missing at -',
      "MIDDLEWARE: 'shop.middleware.missing': there is no such class or function",
    ]);
  });
});

describe('error handlers are read', () => {
  it('as the root URLconf names them, the others as Django has them', async () => {
    const found = await answerOf(
      {
        'config/settings.py': "INSTALLED_APPS = ['shop']\nROOT_URLCONF = 'config.urls'\n",
        'config/urls.py':
          "from shop import views\nurlpatterns = []\nhandler404 = 'shop.views.lost'\nhandler500 = views.Broken.as_view()\n",
        'shop/views.py':
          'from django.views.generic import View\ndef lost(request, exception):\n    pass\nclass Broken(View):\n    pass\n',
      },
      (project) =>
        project
          .errorHandlers()
          .map(({ name, dotted, place, declared }) => `${name}: ${dotted} at ${at(project, place)}, ${!!declared}`),
    );
    assert.deepEqual(found, [
      'handler400: django.views.defaults.bad_request at -, false',
      'handler403: django.views.defaults.permission_denied at -, false',
      'handler404: shop.views.lost at shop/views.py lost, true',
      'handler500: shop.views.Broken at shop/views.py Broken, true',
    ]);
  });
});

describe('template engines are read', () => {
  it('with their loaders, context processors and environments', async () => {
    const found = await answerOf(
      {
        'config/settings.py': `
INSTALLED_APPS = ['shop']
TEMPLATES = [
    {'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True},
    {'BACKEND': 'django.template.backends.django.DjangoTemplates', 'NAME': 'mail', 'OPTIONS': {
        'context_processors': ['shop.context.cart'],
        'loaders': [('django.template.loaders.cached.Loader', [
            ('django.template.loaders.locmem.Loader', {'mail.txt': 'Dear customer'}),
            'django.template.loaders.filesystem.Loader',
        ])],
    }},
    {'BACKEND': 'django.template.backends.jinja2.Jinja2', 'APP_DIRS': True, 'OPTIONS': {'environment': 'shop.jinja.environment'}},
]
`,
        'shop/context.py': 'def cart(request):\n    return {}\n',
        'shop/jinja.py': 'def environment(**options):\n    pass\n',
        'shop/templates/shop/one.html': '',
        'shop/jinja2/shop/one.html': '',
      },
      (project) => [
        ...project
          .engines()
          .list.map(({ name, loaders, names, contextProcessors, environment }) =>
            [
              name,
              loaders.map((one) => one.split('.').at(-2)).join(' > '),
              names.join(),
              contextProcessors.list.map((one) => named(project, one)).join(),
              environment && named(project, environment),
            ].join('; '),
          ),
        ...[...project.templates().files].map(([name, paths]) => `${name}: ${paths.map(short)}`),
        ...[...project.foreignTemplates().files].map(([name, paths]) => `other ${name}: ${paths.map(short)}`),
      ],
    );
    assert.deepEqual(found, [
      'django; cached > filesystem > app_directories; ; ; ',
      'mail; cached > locmem > filesystem; mail.txt; shop.context.cart is shop.context.cart at shop/context.py cart; ',
      'jinja2; ; ; ; shop.jinja.environment is shop.jinja.environment at shop/jinja.py environment',
      'shop/one.html: shop/templates/shop/one.html',
      'other shop/one.html: shop/jinja2/shop/one.html',
    ]);
  });
});

describe('signals are read', () => {
  it('with the receivers that imported modules and ready() connect', async () => {
    const found = await answerOf(
      {
        'config/settings.py': "INSTALLED_APPS = ['shop.apps.ShopConfig', 'zoo']\nROOT_URLCONF = 'config.urls'\n",
        'shop/apps.py': `
from django.apps import AppConfig
class ShopConfig(AppConfig):
    name = 'shop'
    def ready(self):
        from . import handlers
        from .signals import paid
        paid.connect(handlers.Mailer())
        paid.connect(handlers.twice, dispatch_uid='one')
        paid.connect(handlers.twice, dispatch_uid='two')
        paid.connect(handlers.gone)
        paid.disconnect(handlers.gone)
`,
        'shop/models.py':
          'from django.db import models\nclass Order(models.Model):\n    others = models.ManyToManyField("self")\n',
        'shop/signals.py': 'from django.dispatch import Signal\npaid = Signal()\nsent = Signal()\n',
        'shop/handlers.py': `
from django.db.models.signals import post_save, pre_delete
from django.db.models import signals
from django.dispatch import receiver
from shop.models import Order
from shop.signals import paid, sent
@receiver([post_save, pre_delete], sender=Order)
def changed(sender, **kwargs):
    pass
@receiver(sent, sender='shop.Order')
def mailed(sender, **kwargs):
    pass
for model in [Order]:
    signals.post_delete.connect(changed, model)
signals.m2m_changed.connect(changed, sender=Order.others.through)
class Mailer:
    def __call__(self, sender, **kwargs):
        pass
def twice(sender, **kwargs):
    pass
def gone(sender, **kwargs):
    pass
`,
        'zoo/unused.py': 'from shop.signals import paid\nfrom shop.handlers import gone\npaid.connect(gone)\n',
      },
      (project) => [
        ...project.signals().signals.map(({ name, place }) => `${name} at ${at(project, place)}`),
        ...project
          .signals()
          .receivers.map(
            ({ signal, receiver, sender, place }) => `${signal} of ${sender}: ${receiver} at ${at(project, place)}`,
          ),
      ],
    );
    assert.deepEqual(found, [
      'shop.signals.paid at shop/signals.py Signal()',
      'shop.signals.sent at shop/signals.py Signal()',
      'django.db.models.signals.post_save of shop.Order: shop.handlers.changed at shop/handlers.py changed',
      'django.db.models.signals.pre_delete of shop.Order: shop.handlers.changed at shop/handlers.py changed',
      'shop.signals.sent of shop.Order: shop.handlers.mailed at shop/handlers.py mailed',
      'django.db.models.signals.post_delete of shop.Order: shop.handlers.changed at shop/handlers.py changed',
      'django.db.models.signals.m2m_changed of shop.Order_others: shop.handlers.changed at shop/handlers.py changed',
      'shop.signals.paid of null: shop.handlers.Mailer at shop/handlers.py Mailer',
      'shop.signals.paid of null: shop.handlers.twice at shop/handlers.py twice',
    ]);
  });
});
