SECRET_KEY = "for tests only"
ROOT_URLCONF = "newsletter.urls"
INSTALLED_APPS = ["letters", "django_cotton"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
