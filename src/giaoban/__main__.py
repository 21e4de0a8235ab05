"""The `giaoban` command: Django's management commands under the product's own name."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.settings")
    if sys.argv[1:2] == ["demo"] and "DATABASE_URL" not in os.environ:
        # Settings read it once: what is tried out stays apart from this person's own work.
        os.environ.setdefault("GIAOBAN_HOME", os.path.join("var", "demo"))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
