#!/usr/bin/env python3
"""Get what the tests need beyond Python: install it as root on Debian, else name the one command.

    scripts/install_test_parts.py              every part
    scripts/install_test_parts.py gettext      only the named ones

Exits 0 when every part is there. A missing part is an error only where CI=true; elsewhere the
tests that need it are skipped and say so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import parts


def missing_among(names: list[str]) -> list[str]:
    parts.forget_what_was_found()
    return [name for name in names if parts.PARTS[name].find() is None]


def install(names: list[str]) -> None:
    """Install the Debian packages of these parts; a failure is told, not raised."""
    packages = [package for name in names for package in parts.PARTS[name].debian]
    print(f"Installing what the tests need: {', '.join(packages)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            print("\n".join(done.stdout.splitlines()[-15:]), file=sys.stderr)
            print(f"Failed: {' '.join(command)}", file=sys.stderr)


def main() -> int:
    names = sys.argv[1:] or list(parts.PARTS)
    unknown = [name for name in names if name not in parts.PARTS]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. Known: {', '.join(parts.PARTS)}", file=sys.stderr)
        return 2
    missing = missing_among(names)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        missing = missing_among(missing)
    if not missing:
        return 0
    print(f"Missing: {', '.join(parts.PARTS[name].name for name in missing)}", file=sys.stderr)
    print(f"To get it, type:  {parts.command_to_get(missing)}", file=sys.stderr)
    if os.environ.get("CI") == "true":
        return 1
    print("Going on; tests that need it are skipped.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
