"""The `giaoban` command: Django's management commands under the product's own name."""

import argparse
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.settings")
    if sys.argv[1:2] == ["demo"]:
        _prepare_demo(sys.argv[2:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _prepare_demo(arguments: list[str]) -> None:
    """What settings read once: the profile, and a home apart from this person's own work."""
    given = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    given.add_argument("--profile", default="")
    profile: str = given.parse_known_args(arguments)[0].profile
    folder = "demo"
    if profile:
        is_file = profile.endswith(".toml")
        os.environ["GIAOBAN_PROFILE"] = os.path.abspath(profile) if is_file else profile
        name = os.path.basename(profile).removesuffix(".toml")
        folder = "demo" if name == "vietnam" else f"demo-{name}"
    # Letters to made-up people stay in the outbox, whatever server this machine sends by.
    os.environ.pop("GIAOBAN_EMAIL_URL", None)
    if "DATABASE_URL" not in os.environ and not os.environ.get("GIAOBAN_HOME"):
        os.environ["GIAOBAN_HOME"] = os.path.join("var", folder)


if __name__ == "__main__":
    main()
