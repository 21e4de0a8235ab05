"""How this installation runs; every choice an operator has is an environment variable.

| variable | meaning | default |
|---|---|---|
| GIAOBAN_HOME | folder for database, files and secret key | ~/.local/share/giaoban |
| DATABASE_URL | SQLite or PostgreSQL | SQLite under GIAOBAN_HOME |
| GIAOBAN_HOSTS | host names served, comma-separated | localhost,127.0.0.1,[::1] |
| GIAOBAN_HTTPS | 1 when served over HTTPS (secure cookies, HSTS) | 0 |
| GIAOBAN_EMAIL_URL | smtp://user:password@host:port or smtps://… | files under GIAOBAN_HOME |
| GIAOBAN_SITE | https://host, for addresses in letters | the request's; else the first host |
| GIAOBAN_REMINDERS_FROM | from when on, on a working day, reminders are sent | 08:00 |
| GIAOBAN_PROFILE | vietnam, international, or the path of a profile's file | vietnam |
| GIAOBAN_LANGUAGE | vi or en: of commands, and of pages until somebody chooses | the profile's |
| GIAOBAN_SECRET_KEY | signs sessions and links | made once under GIAOBAN_HOME |
| GIAOBAN_EMAIL_FROM | sender of letters | Giaoban <giaoban@localhost> |
| GIAOBAN_DEBUG | 1 for development | 0 |
"""

from giaoban.settings.accounts import *  # noqa: F403
from giaoban.settings.base import *  # noqa: F403
from giaoban.settings.database import *  # noqa: F403
from giaoban.settings.mail import *  # noqa: F403
from giaoban.settings.security import *  # noqa: F403
from giaoban.settings.uploads import *  # noqa: F403
