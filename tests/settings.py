"""The product's own settings, on a throw-away home and a test database.

GIAOBAN_TEST_DATABASE chooses: `sqlite` (default: a real file, as in use, so that threads and
processes meet on it) or `postgresql` (a private server, see postgres.py).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import postgres

TEST_DATABASE = os.environ.get("GIAOBAN_TEST_DATABASE", "sqlite")
if TEST_DATABASE not in {"sqlite", "postgresql"}:
    raise ValueError(f"GIAOBAN_TEST_DATABASE is sqlite or postgresql, not {TEST_DATABASE!r}")

_home = Path(tempfile.mkdtemp(prefix="giaoban-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
(_home / "static").mkdir()
os.environ["GIAOBAN_HOME"] = str(_home)
os.environ["DATABASE_URL"] = (
    postgres.server_url()
    if TEST_DATABASE == "postgresql"
    else f"sqlite:///{_home / 'giaoban.sqlite3'}"
)
for name in [name for name in os.environ if name.startswith("GIAOBAN_EMAIL")]:
    del os.environ[name]  # a developer's own mail server is none of the tests' business

from giaoban.settings import *  # noqa: E402, F403
from giaoban.settings import DATABASES  # noqa: E402

if TEST_DATABASE == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "test.sqlite3")}

# The real hash takes a tenth of a second by design; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
