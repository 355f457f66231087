"""Settings with as many of Django's own test apps as can be installed together.

They lie in the `tests` folder of Django's source release. Every package in that folder is an app,
but for those that need a special database or are broken on purpose.
"""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
SKIPPED = {"gis_tests", "postgres_tests", "import_error_package", "test_runner_apps", "data", "requirements"}

SECRET_KEY = "only for reading the test apps"
ROOT_URLCONF = "all_urls"
SITE_ID = 1
USE_TZ = False
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "static/"
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3"},
    "other": {"ENGINE": "django.db.backends.sqlite3"},
}
MIGRATION_MODULES = {"auth": None, "contenttypes": None, "sessions": None}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [TESTS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sites",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.staticfiles",
    "django.contrib.flatpages",
    "django.contrib.redirects",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.syndication",
    "django.contrib.admindocs",
]
TAKEN = {name.rpartition(".")[2] for name in INSTALLED_APPS}
for folder in sorted(TESTS.iterdir()):
    if (folder / "__init__.py").exists() and folder.name not in SKIPPED | TAKEN:
        INSTALLED_APPS.append(folder.name)
SILENCED_SYSTEM_CHECKS = ["fields.W342", "postgres.E005", "fields.W903"]
