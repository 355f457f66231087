import { checkTypes } from './typesShown';

const models = `
//- shop/models.py
from django.db import models
class Customer(models.Model):
    name = models.CharField(max_length=50)
class OrderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed=None)
class Order(models.Model):
    number = models.CharField(max_length=10)
    placed = models.DateTimeField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name='orders')
    state = models.IntegerField(choices=[(1, 'new')])
    objects = OrderQuerySet.as_manager()
    def first_line(self):
        return self.lines.first()
    @property
    def title(self) -> str:
        return ''
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name='lines')
    quantity = models.IntegerField()
`;

const rendered = (view: string, template: string) => `
//- shop/templates/page.html
${template}
${models}//- shop/views.py
from django.shortcuts import get_object_or_404, render
from .models import Customer, Line, Order
${view}
`;

describe('what a template sees', () => {
  it('is the context that render() is given', async () => {
    await checkTypes(
      rendered(
        `def page(request, pk):
    order = get_object_or_404(Order, pk=pk)
    context = {'order': order, 'count': 3}
    context['lines'] = order.lines.all()
    return render(request, 'page.html', context)`,
        '{{ order }} {{ order.number }} {{ order.placed.year }} {{ order.title }} {{ order.first_line.quantity }} {{ order.get_state_display }} {{ lines.first.order.customer.name }} {{ count }} {{ other }} {{ order.other }}',
      ),
      'order: Order',
      'order.number: str',
      'order.placed.year: int',
      'order.title: str',
      'order.first_line.quantity: int',
      'order.get_state_display: str',
      'lines.first.order.customer.name: str',
      'count: int',
      'other: unknown',
      'order.other: unknown',
    );
  });

  it('is of the types that querysets give', async () => {
    await checkTypes(
      rendered(
        `from django.db.models import Count
def page(request):
    orders = Order.objects.open().annotate(size=Count('lines')).order_by('placed')[:5]
    return render(request, 'page.html', {
        'orders': orders, 'names': Customer.objects.values_list('name', flat=True),
        'rows': Order.objects.values('number', 'customer__name'), 'totals': Line.objects.aggregate(all=Count('pk')),
        'last': Order.objects.last(), 'by_name': {one.name: one for one in Customer.objects.all()},
    })`,
        '{% for order in orders %}{{ order.size }} {{ order.customer.name }} {{ forloop.counter }}{% endfor %}{{ names.0 }} {{ rows.0.customer__name }} {{ totals.all }} {{ last.number }} {{ orders.count }} {{ orders|length }} {{ orders|first }} {{ order }}',
      ),
      'order.size: int',
      'order.customer.name: str',
      'forloop.counter: int',
      'names.0: str',
      'rows.0.customer__name: str',
      'totals.all: int',
      'last.number: str',
      'orders.count: int',
      'orders|length: int',
      'orders|first: Order',
      'order: unknown',
    );
  });

  it('is what tags of the template bind', async () => {
    await checkTypes(
      rendered(
        `def page(request):
    return render(request, 'page.html', {'pairs': [(Order.objects.first(), 'a')], 'named': {'a': 1}, 'orders': Order.objects.all()})`,
        `{% for order, text in pairs %}{{ order.number }} {{ text }}{% endfor %}
{% for key, value in named.items %}{{ key }} {{ value }}{% endfor %}
{% with size=orders.count first=orders.first %}{{ size }} {{ first.number }}{% endwith %}{{ size }}
{% url 'x' as there %}{{ there }} {% cycle 'a' 'b' as row %}{{ row }}
{% regroup orders by customer as groups %}{% for group in groups %}{{ group.list.0.number }}{% endfor %}
{% block a %}{{ block.super }}{% endblock %}`,
      ),
      'order.number: str',
      'text: str',
      'key: str',
      'value: int',
      'size: int',
      'first.number: str',
      'size: unknown',
      'there: str',
      'row: str',
      'group.list.0.number: str',
      'block.super: str',
    );
  });

  it("is what Django's own views give", async () => {
    const urls = `//- shop/urls.py
from django.urls import path
from . import views
urlpatterns = [path('a/', views.Orders.as_view()), path('b/', views.Show.as_view()), path('c/', views.New.as_view(extra_context={'title': 'New'}))]
//- shop/views.py
from django.views.generic import CreateView, DetailView, ListView
from .forms import OrderForm
from .models import Order
class Orders(ListView):
    queryset = Order.objects.open()
    paginate_by = 20
class Show(DetailView):
    model = Order
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context['lines'] = self.object.lines.all()
        return context
class New(CreateView):
    model = Order
    form_class = OrderForm
//- shop/forms.py
from django import forms
from .models import Order
class Helper:
    tag: bool = True
class OrderForm(forms.ModelForm):
    helper = Helper()
    helper.tag = False
    class Meta:
        model = Order
        fields = ['number']
`;
    await checkTypes(
      `//- shop/templates/shop/order_list.html\n{{ object_list.0.number }} {{ order_list.first.number }} {{ page_obj.object_list.0.number }} {{ page_obj.paginator.num_pages }} {% for one in page_obj %}{{ one.number }}{% endfor %} {{ view.paginate_by }}\n${models}${urls}`,
      'object_list.0.number: str',
      'order_list.first.number: str',
      'page_obj.object_list.0.number: str',
      'page_obj.paginator.num_pages: int',
      'one.number: str',
      'view.paginate_by: int',
    );
    await checkTypes(
      `//- shop/templates/shop/order_detail.html\n{{ object.number }} {{ order.number }} {{ lines.0.quantity }} {{ view.object.number }}\n${models}${urls}`,
      'object.number: str',
      'order.number: str',
      'lines.0.quantity: int',
      'view.object.number: str',
    );
    await checkTypes(
      `//- shop/templates/shop/order_form.html\n{{ form }} {{ form.number }} {{ form.number.label }} {{ form.helper.tag }} {{ form.instance.number }} {{ form.non_field_errors }} {{ title }} {{ object }}{% for field in form %}{{ field.errors }}{% endfor %}\n${models}${urls}`,
      'form: OrderForm',
      'form.number: BoundField',
      'form.number.label: str',
      'form.helper.tag: bool',
      'form.instance.number: str',
      'form.non_field_errors: ErrorList',
      'title: str',
      'object: unknown',
      'field.errors: ErrorList',
    );
  });

  it('is what the template that includes or extends it sees, and what inclusion tags give', async () => {
    const view = `def page(request):
    return render(request, 'page.html', {'order': Order.objects.get(), 'other': 1})
`;
    const page = `//- shop/templates/page.html\n{% extends 'base.html' %}{% for line in order.lines.all %}{% include 'part.html' with size=line.quantity %}{% endfor %}{% include 'only.html' with size=1 only %}\n`;
    const rest = `${page}${models}//- shop/views.py
from django.shortcuts import render
from .models import Order
${view}//- shop/templatetags/shop.py
from django import template
from shop.models import Order
register = template.Library()
@register.inclusion_tag('card.html')
def card(order: Order, size=2):
    return {'order': order, 'size': size}
`;
    await checkTypes(
      `//- shop/templates/part.html\n{{ size }} {{ line.order.number }} {{ order.number }} {{ forloop.first }}\n${rest}`,
      'size: int',
      'line.order.number: str',
      'order.number: str',
      'forloop.first: bool',
    );
    await checkTypes(`//- shop/templates/base.html\n{{ order.number }}\n${rest}`, 'order.number: str');
    await checkTypes(
      `//- shop/templates/base.html\n{% load i18n %}{% blocktranslate with order.number as order asvar title %}{{ order }}{{ title }}{% endblocktranslate %}{{ order.number }}{{ title }}\n${rest}`,
      'order: str',
      'title: unknown',
      'order.number: str',
      'title: str',
    );
    await checkTypes(`//- shop/templates/only.html\n{{ size }} {{ order }}\n${rest}`, 'size: int', 'order: unknown');
    await checkTypes(
      `//- shop/templates/card.html\n{{ order.number }} {{ size }}\n${rest}`,
      'order.number: str',
      'size: int',
    );
  });

  it('has what middleware sets on the request', async () => {
    await checkTypes(
      `//- shop/templates/page.html
{{ request.order.number }} {{ request.later.size }} {{ request.path }}
${models}//- shop/views.py
from django.shortcuts import render
def page(request):
    return render(request, 'page.html', {'request': request})
//- shop/middleware.py
from django.utils.functional import SimpleLazyObject
from .models import Line, Order
class OrderMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        def load():
            return self.line(request)
        request.order = Order.objects.get()
        request.later = SimpleLazyObject(load)
        return self.get_response(request)
    def line(self, request):
        return Basket()
class Basket:
    size = 1
//- config/settings.py
INSTALLED_APPS = ['shop']
ROOT_URLCONF = 'config.urls'
MIDDLEWARE = ['shop.middleware.OrderMiddleware']
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
`,
      'request.order.number: str',
      'request.later.size: int',
      'request.path: str',
    );
  });

  it('is not known of code that goes round in circles', async () => {
    await checkTypes(
      rendered(
        `class Tree:
    def up(self, steps):
        return self.up(steps + 1)
    @property
    def root(self):
        return self.up(1)
    @classmethod
    def make(cls, n):
        return cls.make(n)
def page(request, n):
    return render(request, 'page.html', {'tree': Tree(), 'made': Tree.make(n), 'order': Order.objects.again(n).get()})`,
        '{{ tree.root }} {{ made.root }} {{ order.number }}',
      ).replace(
        '    def open(self):',
        '    def again(self, n):\n        return self.filter(x=n).again(n) if n else self\n    def open(self):',
      ),
      'tree.root: unknown',
      'made.root: unknown',
      'order.number: str | …',
    );
  });

  it('is what plain classes say of themselves', async () => {
    await checkTypes(
      rendered(
        `from dataclasses import dataclass
@dataclass
class Price:
    amount: int
    order: Order
    tags: list[str]
class Basket:
    size = 3
    def __init__(self, request):
        self.order = Order.objects.first()
    def lines(self) -> 'list[Line]':
        ...
    def rows(self) -> list[Line]:
        ...
    def __iter__(self):
        for line in Line.objects.all():
            yield line
def price() -> Price:
    return Price(1, Order.objects.get(), [])
def page(request):
    return render(request, 'page.html', {'price': price(), 'basket': Basket(request), 'user': request.user})`,
        '{{ price.amount }} {{ price.order.number }} {{ price.tags.0 }} {{ basket.size }} {{ basket.order.number }} {{ basket.rows.0.quantity }}{% for line in basket %}{{ line.quantity }}{% endfor %} {{ user.is_authenticated }}',
      ),
      'price.amount: int',
      'price.order.number: str',
      'price.tags.0: str',
      'basket.size: int',
      'basket.order.number: str',
      'basket.rows.0.quantity: int',
      'line.quantity: int',
      'user.is_authenticated: bool',
    );
  });

  it('is what templates give to an inclusion tag', async () => {
    const rest = `//- shop/templates/page.html
{% load shop %}{% card order %}{% row order.lines.first size=3 %}
${models}//- shop/views.py
from django.shortcuts import render
from .models import Order
def page(request):
    return render(request, 'page.html', {'order': Order.objects.get()})
//- shop/templatetags/shop.py
from django import template
register = template.Library()
@register.inclusion_tag('card.html', takes_context=True)
def card(context, order, size=None):
    return {'order': order, 'size': size}
@register.inclusion_tag('row.html')
def row(line, size='s'):
    return {'line': line, 'size': size}
`;
    await checkTypes(
      `//- shop/templates/card.html\n{{ order.number }} {{ size }}\n${rest}`,
      'order.number: str',
      'size: None',
    );
    await checkTypes(
      `//- shop/templates/row.html\n{{ line.order.number }} {{ size }}\n${rest}`,
      'line.order.number: str',
      'size: int',
    );
  });

  it('is what managers and querysets of the project give, in functions and through super()', async () => {
    await checkTypes(
      rendered(
        `def open_orders():
    found = Order.objects.none()
    for order in Order.objects.all():
        found = found | order.others()
    return found
def page(request):
    return render(request, 'page.html', {'found': open_orders(), 'cloned': Order.objects.cloned()})`,
        '{{ found.first.number }} {{ cloned.first.number }}',
      ).replace(
        '    def open(self):',
        '    def _clone(self):\n        clone = super()._clone()\n        clone.extra = 1\n        return clone\n    def cloned(self):\n        return self._clone()\n    def open(self):',
      ),
      'found.first.number: str',
      'cloned.first.number: str',
    );
  });

  it('has the fields that a form adds when it is made', async () => {
    await checkTypes(
      rendered(
        `from django import forms
class Copy(forms.Form):
    title = forms.CharField()
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if kwargs:
            self.fields['slug'] = forms.SlugField()
def page(request):
    return render(request, 'page.html', {'form': Copy()})`,
        '{{ form.title.label }} {{ form.slug.label }} {{ form.other.label }}',
      ),
      'form.title.label: str',
      'form.slug.label: str',
      'form.other.label: unknown',
    );
  });

  it('comes from everything that renders', async () => {
    const rest = `${models}//- shop/views.py
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.template.response import TemplateResponse
from django.views.generic import DeleteView, UpdateView
from .models import Line, Order
def response(request):
    return TemplateResponse(request, 'response.html', {'order': Order.objects.get()})
class Mail:
    def send(self):
        return render_to_string('mail/order.html', {'order': Order.objects.get()})
def loaded(request):
    return get_template('loaded.html').render({'order': Order.objects.get()}, request)
class Remove(DeleteView):
    model = Order
class Change(UpdateView):
    model = Line
    fields = ['quantity']
def not_found(request, exception):
    return render(request, '404.html', {'order': Order.objects.get()})
//- shop/urls.py
from django.urls import path
from . import views
handler404 = 'shop.views.not_found'
urlpatterns = [path('a/', views.Remove.as_view()), path('b/', views.Change.as_view())]
`;
    for (const name of [
      'response.html',
      'mail/order.html',
      'loaded.html',
      '404.html',
      'shop/order_confirm_delete.html',
    ])
      await checkTypes(`//- shop/templates/${name}\n{{ order.number }}\n${rest}`, 'order.number: str');
    await checkTypes(
      `//- shop/templates/shop/line_form.html\n{{ line.quantity }} {{ form.instance.quantity }}\n${rest}`,
      'line.quantity: int',
      'form.instance.quantity: int',
    );
  });

  it('is what filters, tags and containers make of it', async () => {
    await checkTypes(
      `${rendered(
        `from collections import namedtuple
from typing import NamedTuple
from django.core.paginator import Paginator
class Pair(NamedTuple):
    order: Order
    size: int
def page(request):
    page = Paginator(Order.objects.all(), 5).get_page(1)
    return render(request, 'page.html', {
        'page': page, 'pair': Pair(Order.objects.get(), 1), 'order': Order.objects.get(), 'text': f'{page}',
        'rows': Order.objects.values('number'), 'slugs': Order.objects.values_list('number', 'pk'),
    })`,
        '{% load shop %}{{ page.0.number }} {{ page.has_next }} {{ pair.order.number }} {{ pair.1 }} {{ text }} {{ rows.0.number }} {{ slugs.0.1 }} {{ order|owner }} {{ page.object_list|dictsort:"number"|first }} {% cycle order.number "x" as row %}{{ row }} {% for number, pk in slugs %}{{ number }} {{ pk }}{% endfor %}',
      )}//- shop/templatetags/shop.py
from django import template
from shop.models import Customer, Order
register = template.Library()
@register.filter
def owner(order: Order) -> Customer:
    return order.customer
`,
      'page.0.number: str',
      'page.has_next: bool',
      'pair.order.number: str',
      'pair.1: int',
      'text: str',
      'rows.0.number: str',
      'slugs.0.1: int',
      'order|owner: Customer',
      'page.object_list|dictsort:"number"|first: Order',
      'row: str',
      'number: str',
      'pk: int',
    );
  });
});
