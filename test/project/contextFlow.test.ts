import { checkTypes } from './typesShown';

const shop = (python: string, template: string) => `
//- django: contenttypes
//- shop/templates/page.html
${template}
//- shop/models.py
from django.db import models
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
class Order(models.Model):
    number = models.CharField(max_length=10)
class Note(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.IntegerField()
    about = GenericForeignKey()
${python}
`;

describe('what values are that come from elsewhere', () => {
  it('follows what callers hand to a function that renders', async () => {
    await checkTypes(
      shop(
        `//- shop/mail.py
from django.template.loader import render_to_string
def tell(order, subject, *, to=None):
    return render_to_string('page.html', {'order': order, 'subject': subject, 'to': to})
//- shop/views.py
from . import mail
from .models import Order
def view(request, pk):
    for order in Order.objects.all():
        mail.tell(order, 'new', to=request.user)`,
        '{{ order }} {{ order.number }} {{ order.other }} {{ subject }}',
      ),
      'order: Order | …',
      'order.number: str | …',
      'order.other: unknown',
      'subject: str | …',
    );
  });

  it('follows what is handed to the class of a component', async () => {
    await checkTypes(
      shop(
        `//- shop/parts.py
from django.template.loader import render_to_string
class Component:
    def __init__(self, value, label=''):
        self.value = value
        self.label = label
    def get_context_data(self, parent_context):
        return {'self': self}
    def render_html(self, parent_context=None):
        context = self.get_context_data(parent_context)
        return render_to_string(self.template_name, context)
class OrderPart(Component):
    template_name = 'page.html'
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context['order'] = self.value
        context['shown'] = self.label
        return context
//- shop/views.py
from django.views.generic import DetailView
from .models import Order
from .parts import OrderPart
class PartsMixin:
    def get_parts(self):
        return [OrderPart(self.object, label='x')]
    def get_context_data(self, **kwargs):
        return super().get_context_data(parts=self.get_parts(), **kwargs)
class OrderView(PartsMixin, DetailView):
    model = Order
    template_name = 'order.html'
//- shop/urls.py
from django.urls import path
from .views import OrderView
urlpatterns = [path('', OrderView.as_view())]
//- config/urls.py
from django.urls import include, path
urlpatterns = [path('', include('shop.urls'))]`,
        '{{ order.number }} {{ self.value.number }} {{ shown }}',
      ),
      'order.number: str | …',
      'self.value.number: str | …',
      'shown: str',
    );
  });

  it('says what isinstance() and a list of candidates say', async () => {
    await checkTypes(
      shop(
        `//- shop/views.py
from django.shortcuts import get_list_or_404, render
from django.utils.functional import classproperty
from django.views.generic import TemplateView
from .models import Note, Order
class Action(TemplateView):
    template_name = 'page.html'
    def __init__(self, request, model):
        if model in self.models:
            self.model = model
        else:
            raise ValueError(model)
    @classproperty
    def models(cls):
        return []
    def get_context_data(self, **kwargs):
        return {'rows': get_list_or_404(self.model, pk__in=[1]), 'meta': self.model._meta}
class OrderAction(Action):
    models = [Order]
def page(request, one):
    if not isinstance(one, Note):
        return None
    return render(request, 'page.html', {'note': one})
class Shown(OrderAction):
    template_name = 'page.html'`,
        '{{ rows.0.number }} {{ meta.verbose_name }} {{ note.object_id }}',
      ),
      'rows.0.number: str',
      'meta.verbose_name: str | …',
      'note.object_id: int',
    );
  });

  it('knows some model from none', async () => {
    await checkTypes(
      shop(
        `//- shop/views.py
from django.apps import apps
from django.shortcuts import get_object_or_404, render
from .models import Note
def page(request, app, name, pk):
    model = apps.get_model(app, name)
    one = get_object_or_404(model, pk=pk)
    return render(request, 'page.html', {'one': one, 'all': model.objects.all(), 'meta': model._meta, 'note': Note.objects.get(pk=1)})`,
        '{{ one }} {{ one.title }} {{ all.first }} {{ meta.verbose_name }} {{ note.about }} {% for item in all %}{{ item }}{% endfor %}',
      ),
      'one: Model',
      'one.title: unknown',
      'all.first: Model | None',
      'meta.verbose_name: str',
      'note.about: Model',
      'item: Model',
    );
  });

  it('takes the templates that get_template_names() has from Django', async () => {
    await checkTypes(
      shop(
        `//- shop/views.py
from django.views.generic import DetailView
from .models import Order
class OrderView(DetailView):
    model = Order
    template_name = 'page.html'
    def get_template_names(self):
        if self.request.GET.get('part'):
            return ['part.html']
        return super().get_template_names()
//- shop/urls.py
from django.urls import path
from .views import OrderView
urlpatterns = [path('', OrderView.as_view())]
//- config/urls.py
from django.urls import include, path
urlpatterns = [path('', include('shop.urls'))]`,
        '{{ order.number }}',
      ),
      'order.number: str',
    );
  });

  it('takes an object that a view may lack for one where it is shown', async () => {
    await checkTypes(
      shop(
        `//- shop/views.py
from django.views.generic import DetailView
from .models import Order
class OrderView(DetailView):
    template_name = 'page.html'
    context_object_name = 'order'
    def get_object(self, queryset=None):
        order = None
        if self.request.GET.get('pk'):
            order = Order.objects.first()
        return order
    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object is None:
            return None
        return self.render_to_response(self.get_context_data(object=self.object))
//- shop/urls.py
from django.urls import path
from .views import OrderView
urlpatterns = [path('', OrderView.as_view())]
//- config/urls.py
from django.urls import include, path
urlpatterns = [path('', include('shop.urls'))]`,
        '{{ order.number }}',
      ),
      'order.number: str',
    );
  });

  it('is of a class that a call made, and of a model that a property gives', async () => {
    await checkTypes(
      shop(
        `//- shop/forms.py
from django import forms
from .models import Note, Order
class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ['object_id']
NotesBase = forms.inlineformset_factory(Order, Note, form=NoteForm)
class Notes(NotesBase):
    def total(self) -> int:
        return 0
//- shop/views.py
from collections import OrderedDict
from django.utils.functional import cached_property
from django.views.generic import UpdateView
from .forms import Notes
from .models import Order
def order_model():
    return Order
class OrderView(UpdateView):
    template_name = 'page.html'
    context_object_name = 'order'
    @cached_property
    def model(self):
        return order_model()
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context['notes'] = Notes(instance=self.object)
        context['named'] = OrderedDict([(one.number, one) for one in Order.objects.all()])
        return context
//- shop/urls.py
from django.urls import path
from .views import OrderView
urlpatterns = [path('', OrderView.as_view())]
//- config/urls.py
from django.urls import include, path
urlpatterns = [path('', include('shop.urls'))]`,
        '{{ order.number }} {{ notes.prefix }} {{ notes.total }} {% for form in notes %}{{ form.object_id }}{% endfor %} {% for key, one in named.items %}{{ key }} {{ one.number }}{% endfor %}',
      ),
      'order.number: str',
      'notes.prefix: str',
      'notes.total: int',
      'form.object_id: BoundField',
      'key: str',
      'one.number: str',
    );
  });

  it('is of a known type where Python only computes it when it runs', async () => {
    await checkTypes(
      shop(
        `//- shop/views.py
from django.shortcuts import render
from .models import Note, Order
def page(request, pk):
    orders = Order.objects.all()
    by_number = {order.number: order for order in orders}
    rows = []
    for i, order in enumerate(orders, 1):
        rows.append((i, order))
    return render(request, 'page.html', {
        'one': by_number[pk], 'maybe': by_number.get(pk), 'page': int(request.GET['page']), 'text': 'a {}'.format(pk),
        'size': len(orders), 'rows': rows, 'pairs': zip(orders, Note.objects.all()), 'sure': all(order.number for order in orders),
        'first': list(orders)[0], 'last': list(orders).pop(), 'pair': (1, orders)[1].get(pk=pk),
    })`,
        '{{ one.number }} {{ maybe }} {{ page }} {{ text }} {{ size }} {% for i, order in rows %}{{ i }} {{ order.number }}{% endfor %} {% for order, note in pairs %}{{ order.number }} {{ note.object_id }}{% endfor %} {{ sure }} {{ first.number }} {{ last.number }} {{ pair.number }}',
      ),
      'one.number: str',
      'maybe: None | Order',
      'page: int',
      'text: str',
      'size: int',
      'i: int',
      'order.number: str',
      'order.number: str',
      'note.object_id: int',
      'sure: bool',
      'first.number: str',
      'last.number: str',
      'pair.number: str',
    );
  });

  it('is what a widget gives to its template', async () => {
    await checkTypes(
      shop(
        `//- .venv/lib/python3.12/site-packages/django/forms/__init__.py
from django.forms.widgets import *
//- .venv/lib/python3.12/site-packages/django/forms/widgets.py
class Widget:
    def get_context(self, name, value, attrs):
        return {}
class Input(Widget):
    def get_context(self, name, value, attrs):
        return {}
class TextInput(Input):
    pass
//- shop/widgets.py
import json
from django import forms
class StarsInput(forms.TextInput):
    template_name = 'page.html'
    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context['widget']['config'] = json.dumps({})
        context['stars'] = 5
        return context`,
        '{{ widget.name }} {{ widget.attrs.id }} {{ widget.attrs.other }} {{ widget.type }} {{ widget.config }} {{ stars }}',
      ),
      'widget.name: str',
      'widget.attrs.id: str',
      'widget.attrs.other: unknown',
      'widget.type: str',
      'widget.config: str',
      'stars: int',
    );
  });

  it('is what a defaultdict, a factory of forms and a field of its own give', async () => {
    await checkTypes(
      shop(
        `//- shop/more.py
from django.db import models
from .models import Order
class Money:
    amount = 1
class MoneyField(models.DecimalField):
    def from_db_value(self, value, expression, connection):
        if value is None:
            return value
        return Money()
class Price(models.Model):
    total = MoneyField()
//- shop/views.py
from collections import defaultdict
from django.forms import modelform_factory
from django.shortcuts import render
from .models import Order
from .more import Price
def page(request):
    groups = defaultdict(list)
    for order in Order.objects.all():
        groups[order.number].append(order)
    named = {}
    for order in Order.objects.all():
        named.setdefault(order.pk, []).append(order)
    form_class = modelform_factory(Order, fields=['number'])
    return render(request, 'page.html', {
        'groups': [(key, groups[key]) for key in request.GET], 'named': named, 'form': form_class(),
        'price': Price.objects.first(),
    })`,
        '{% for key, orders in groups %}{% for order in orders %}{{ order.number }}{% endfor %}{% endfor %} {% for key, orders in named.items %}{{ orders.0.number }}{% endfor %} {{ form.is_bound }} {{ price.total.amount }}',
      ),
      'order.number: str',
      'orders.0.number: str',
      'form.is_bound: bool',
      'price.total.amount: int | …',
    );
  });

  it('comes from functions that are decorated by a call, and that choose the template before', async () => {
    await checkTypes(
      shop(
        `//- shop/options.py
SIZE = 5
//- shop/views.py
from django.shortcuts import render
from . import options
from .models import Order
def staff(view):
    def wrapped(request, *args):
        return view(request, *args)
    return wrapped
def page(request, small=False):
    template = 'page.html'
    if small:
        template = 'small.html'
    groups = {}
    for order in Order.objects.all():
        groups.setdefault(order.number, []).append(order)
    return render(request, template, {'options': options, 'columns': [{'orders': groups.get(key, [])} for key in request.GET]})
page = staff(page)`,
        '{{ options.SIZE }} {{ options }} {% for column in columns %}{% for order in column.orders %}{{ order.number }}{% endfor %}{% endfor %}',
      ),
      'options.SIZE: int',
      'options: module options',
      'order.number: str',
    );
  });

  it('is nothing that a metaclass may have made something else of', async () => {
    await checkTypes(
      shop(
        `//- shop/urlmaker.py
class Maker(type):
    def __get__(cls, instance, owner):
        return cls(instance)
class Urls(metaclass=Maker):
    def __init__(self, instance):
        self.instance = instance
//- shop/more.py
from django.db import models
from .urlmaker import Urls
class Shelf(models.Model):
    class urls(Urls):
        view = '/shelf/'
    class Kind(models.TextChoices):
        A = 'a'
//- shop/views.py
from django.shortcuts import render
from .more import Shelf
def page(request):
    return render(request, 'page.html', {'shelf': Shelf.objects.get()})`,
        '{{ shelf.urls }} {{ shelf.urls.view }} {{ shelf.Kind }}',
      ),
      'shelf.urls: unknown',
      'shelf.urls.view: unknown',
      'shelf.Kind: type[Kind]',
    );
  });

  it('is what the admin gives to its templates', async () => {
    await checkTypes(
      `
//- django: admin, auth, contenttypes
//- templates/admin/shop/order/change_list.html
{{ cl.result_count }} {{ cl.result_list.0.number }} {{ opts.verbose_name_plural }} {{ site_header }} {{ has_permission }} {{ adminform }}
//- shop/models.py
from django.db import models
class Order(models.Model):
    number = models.CharField(max_length=10)
//- shop/admin.py
from django.contrib import admin
from .models import Order
admin.site.register(Order)
`,
      'cl.result_count: int',
      'cl.result_list.0.number: str',
      'opts.verbose_name_plural: str',
      'site_header: str',
      'has_permission: bool',
      'adminform: unknown',
    );
  });

  it('is what context processors give: messages and permissions', async () => {
    await checkTypes(
      `
//- django: auth, contenttypes
//- config/settings.py
ROOT_URLCONF = 'config.urls'
INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes', 'shop']
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True, 'OPTIONS': {'context_processors': [
    'django.template.context_processors.request', 'django.contrib.auth.context_processors.auth',
    'django.contrib.messages.context_processors.messages']}}]
//- shop/__init__.py
//- shop/templates/page.html
{% for message in messages %}{{ message.tags }} {{ message.level }}{% endfor %} {{ perms.shop }} {{ perms.shop.add_order }} {{ user.is_authenticated }} {{ request.user.is_staff }} {{ request.GET.page }}
`,
      'message.tags: str',
      'message.level: int',
      'perms.shop: PermLookupDict',
      'perms.shop.add_order: bool',
      'user.is_authenticated: bool',
      'request.user.is_staff: bool',
      'request.GET.page: str',
    );
  });

  it('is what an iterator gives one by one', async () => {
    await checkTypes(
      shop(
        `//- shop/views.py
from django.shortcuts import render
from .models import Order
class Orders:
    def __iter__(self):
        return self
    def __next__(self):
        return Order.objects.first()
class Endless:
    def __iter__(self):
        return self
def page(request):
    return render(request, 'page.html', {'orders': Orders(), 'endless': Endless()})`,
        '{% for order in orders %}{{ order.number }}{% endfor %}{% for one in endless %}{{ one }}{% endfor %}',
      ),
      'order.number: str',
      'one: unknown',
    );
  });
});
