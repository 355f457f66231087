from .describing import dotted


def admin(asking):
    from django.apps import apps

    if not apps.is_installed("django.contrib.admin"):
        return []
    from django.contrib.admin import autodiscover
    from django.contrib.admin.sites import all_sites

    asking.guard("admin autodiscover", autodiscover)
    found = [
        {
            "site": site.name,
            "model": model._meta.label,
            **asking.places.of(type(model_admin)),
            "inlines": [dotted(inline) for inline in type(model_admin).inlines],
        }
        for site in all_sites
        for model, model_admin in site._registry.items()
    ]
    return sorted(found, key=lambda entry: (entry["site"], entry["model"]))
