"""How long until a newcomer sees the demo, with nothing downloaded and nothing installed before?

The files under version control are copied to an empty folder; uv's cache, pip's cache and the home
folder are empty. `python -m benchmarks.demo_from_nothing`.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GIVE_UP_SECONDS = 600


def run() -> dict[str, Any]:
    """Seconds until the packages are installed, and until the page answers."""
    folder = Path(tempfile.mkdtemp(prefix="giaoban-newcomer-"))
    try:
        copy, home = folder / "giaoban", folder / "home"
        _copy(copy)
        home.mkdir()
        return _timed(copy, _environment(home), _free_port())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _timed(copy: Path, environment: dict[str, str], port: int) -> dict[str, Any]:
    begun = time.perf_counter()
    subprocess.run(
        ["make", "--silent", ".venv/.runtime-ready"], cwd=copy, env=environment, check=True
    )
    installed = time.perf_counter() - begun
    demo = subprocess.Popen(
        [copy / ".venv/bin/giaoban", "demo", "--port", str(port)],
        cwd=copy,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", demo)
        ready = time.perf_counter() - begun
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait()
    return {
        "name": "demo_from_nothing",
        "installed_seconds": round(installed, 1),
        "ready_seconds": round(ready, 1),
    }


def _copy(to: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def _environment(home: Path) -> dict[str, str]:
    """This one, with empty caches and without what would point back here."""
    gone = ("VIRTUAL_ENV", "GIAOBAN_HOME", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    caches = {"UV_CACHE_DIR": str(home / "uv"), "PIP_CACHE_DIR": str(home / "pip")}
    return kept | caches | {"XDG_CACHE_HOME": str(home / "cache")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, demo: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < give_up_at and demo.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the demo did not come up")


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(run())
