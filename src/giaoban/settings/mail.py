"""Mail goes out by SMTP where that is set, else into files that an operator can read."""

import os
from datetime import time
from urllib.parse import unquote, urlsplit

from giaoban.settings.home import home

SITE = os.environ.get("GIAOBAN_SITE", "")
REMINDERS_FROM = time.fromisoformat(os.environ.get("GIAOBAN_REMINDERS_FROM", "08:00"))
EMAIL_TIMEOUT = 10  # a server that does not answer must not hold up the worker
DEFAULT_FROM_EMAIL = os.environ.get("GIAOBAN_EMAIL_FROM", "Giaoban <giaoban@localhost>")
_url = urlsplit(os.environ.get("GIAOBAN_EMAIL_URL", ""))
if _url.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _url.hostname or "localhost"
    EMAIL_PORT = _url.port or (465 if _url.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_url.username or "")
    EMAIL_HOST_PASSWORD = unquote(_url.password or "")
    EMAIL_USE_SSL = _url.scheme == "smtps"
    EMAIL_USE_TLS = _url.scheme == "smtp"
else:
    EMAIL_BACKEND = "giaoban.mail.folder.FolderBackend"
    EMAIL_FILE_PATH = home() / "mail"
