"""Applications, middleware, templates, languages and files."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from giaoban.settings.country import chosen_profile, own_words
from giaoban.settings.home import home, secret_key

PACKAGE = Path(__file__).resolve().parent.parent
HOME = home()
DEBUG = os.environ.get("GIAOBAN_DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("GIAOBAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "giaoban",
    "giaoban.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "giaoban.web.frame.static_serving.ServeStatic",
    "giaoban.web.frame.packing.PackPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "giaoban.web.frame.acting.ActingMiddleware",
]

ROOT_URLCONF = "giaoban.urls"
WSGI_APPLICATION = "giaoban.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "giaoban.web.frame.context.frame",
            ],
            # Tags that know an area: beside its pages, since those of web/templatetags are below.
            "libraries": {
                "ballots": "giaoban.web.meetings.ballot_tags",
                "meeting_tasks": "giaoban.web.meetings.task_tags",
                "running": "giaoban.web.meetings.record_tags",
            },
        },
    },
]

# Of commands, and of pages where neither the person nor the browser says otherwise.
COUNTRY = chosen_profile()
LANGUAGE_CODE = os.environ.get("GIAOBAN_LANGUAGE", COUNTRY.language)
_NAMES = {"vi": _("Vietnamese"), "en": _("English")}
LANGUAGES = [(code, _NAMES[code]) for code in COUNTRY.languages]
LOCALE_PATHS = [*own_words(COUNTRY, PACKAGE / "locale"), PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = COUNTRY.time_zone
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/[0-9a-f]{12}/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "giaoban.web.frame.static_serving.NamedByContent"},
}
# A hundred workbooks at once is an ordinary upload here.
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
