"""Settings for a developer's own machine."""

from .base import *  # noqa: F403
from .base import MIDDLEWARE

DEBUG = True

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INTERNAL_IPS = ["127.0.0.1"]

MIDDLEWARE = ["bookshop.middleware.server_timing", *MIDDLEWARE]

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
