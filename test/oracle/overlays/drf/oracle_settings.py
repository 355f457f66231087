"""The test apps of Django REST framework: the release configures its settings in a pytest hook only."""

SECRET_KEY = "only for reading the test apps"
SITE_ID = 1
USE_I18N = True
STATIC_URL = "/static/"
ROOT_URLCONF = "oracle_urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {name: {"ENGINE": "django.db.backends.sqlite3"} for name in ("default", "secondary")}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
MIDDLEWARE = (
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)
INSTALLED_APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "tests.authentication",
    "tests.generic_relations",
    "tests.importable",
    "tests",
    "guardian",
)
AUTHENTICATION_BACKENDS = (
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
)
