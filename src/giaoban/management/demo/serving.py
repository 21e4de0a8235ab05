"""How are the pages served and the worker run beside them, and both stopped by one Ctrl-C?"""

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management.base import CommandError

_SERVER = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
    *("--blocking-threads", "4", "--backpressure", "64"),
    *("--no-access-log", "--log-level", "error", "giaoban.wsgi:application"),
)
_WORKER = (sys.executable, "-m", "giaoban", "worker")
PATIENCE = 10
"""Seconds that a program has to end by itself."""


def serve(port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; where one of the two programs ends, the other is stopped."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # else it is warned of on every start
    programs = [
        subprocess.Popen([*_SERVER, "--port", str(port)], start_new_session=True),
        subprocess.Popen(_WORKER, start_new_session=True),
    ]
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    earlier = [signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        while not stopping and all(program.poll() is None for program in programs):
            time.sleep(0.2)
    finally:
        _end(programs)
        signal.signal(signal.SIGINT, earlier[0])
        signal.signal(signal.SIGTERM, earlier[1])
    if not stopping:
        raise CommandError("The server or the worker ended by itself; the lines above say why.")


def _end(programs: list[subprocess.Popen[bytes]]) -> None:
    for program in programs:
        if program.poll() is None:
            program.terminate()
    for program in programs:
        try:
            program.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
