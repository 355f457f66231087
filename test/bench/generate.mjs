/** A module of models, with fields, options, properties and methods as an old project has them; of so many lines. */
export function bigModels(lines) {
  const parts = [
    `from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Tracked(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
`,
  ];
  for (let i = 0; lineCount(parts) < lines; i++) parts.push(i % 4 === 3 ? view(i) : model(i));
  return `${parts.join('\n\n').split('\n').slice(0, lines).join('\n')}\n`;
}

function lineCount(parts) {
  return parts.join('\n\n').split('\n').length;
}

function model(i) {
  const before = i % 4 === 0 ? Math.max(0, i - 4) : i - 1;
  return `class Item${i}(Tracked):
    """One of many kinds of item; this is number ${i}."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        DONE = "done", _("Done")

    name = models.CharField(_("name"), max_length=${100 + i}, db_index=True)
    slug = models.SlugField(max_length=${100 + i}, unique=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children_${i}")
    other = models.ForeignKey("Item${before}", on_delete=models.PROTECT, null=True, related_name="others_${i}")
    friends = models.ManyToManyField("self", blank=True)

    class Meta:
        ordering = ["name", "-price"]
        verbose_name = _("item number ${i}")
        indexes = [models.Index(fields=["state", "name"], name="item_${i}_state_idx")]

    def __str__(self):
        return f"{self.name} ({self.get_state_display()})"

    def get_absolute_url(self):
        return reverse("bench_shop:item-${i}", kwargs={"slug": self.slug})

    @property
    def is_cheap(self):
        return self.price is not None and self.price < ${i}

    def total(self, count=1, discount=0):
        """What so many of it cost, without the discount."""
        total = 0
        for child in self.children_${i}.filter(state=self.State.OPEN).order_by("name"):
            # Those that have no price are presents.
            if child.price is None:
                continue
            total += child.price * count
        if discount > 0:
            total = total * (100 - discount) / 100
        return total
`;
}

function view(i) {
  const item = i - 1;
  return `def item_view_${i}(request, slug):
    item = get_object_or_404(Item${item}, slug=slug)
    if request.method == "POST":
        item.name = request.POST.get("name", item.name)
        item.save(update_fields=["name"])
        return HttpResponseRedirect(reverse("bench_shop:item-${item}", kwargs={"slug": item.slug}))
    context = {
        "item": item,
        "others": Item${item}.objects.filter(state="open").exclude(pk=item.pk)[:10],
        "title": "The item of the number ${i}",
    }
    return render(request, "bench_shop/big.html", context)
`;
}

/** Routes to the views of such a module of 5,000 lines, as many as it surely has. */
export function bigUrls() {
  const views = Array.from({ length: 25 }, (_, i) => 4 * i + 3);
  const routes = views.flatMap((i) => [i - 3, i - 2, i - 1].map((item) => ({ i, item })));
  return `from django.urls import path

from . import models

app_name = "bench_shop"

urlpatterns = [
${routes.map(({ i, item }) => `    path("item/${item}/<slug:slug>/", models.item_view_${i}, name="item-${item}"),\n`).join('')}]
`;
}

/** A template with what templates are made of; of so many lines. */
export function bigTemplate(lines) {
  const parts = ['{% load i18n static %}', '<!DOCTYPE html>', '<html>', '<body>'];
  for (let i = 0; parts.length < lines; i++) {
    parts.push(
      `<section id="part-${i}" class="{% if item.is_cheap %}cheap{% else %}dear{% endif %}">`,
      `  <h2>{% translate "Part" %} {{ item.name|upper|truncatechars:${20 + i} }}</h2>`,
      '  {% for other in others %}',
      `    <a href="{% url 'bench_shop:item-2' slug=other.slug %}">{{ other.name|default:"none" }}</a>`,
      '    {% if other.price and other.price < 10 %}',
      '      <b>{{ other.price|floatformat:2 }}</b>',
      '    {% endif %}',
      '  {% empty %}',
      '    <p>{% blocktranslate with name=item.name %}Nothing beside {{ name }}{% endblocktranslate %}</p>',
      '  {% endfor %}',
      `  <img src="{% static 'bench_shop/part.png' %}" alt="{{ item.name }}">`,
      '</section>',
    );
  }
  return `${[...parts.slice(0, lines - 2), '</body>', '</html>'].join('\n')}\n`;
}
