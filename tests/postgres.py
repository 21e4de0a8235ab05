"""A private PostgreSQL server for one run: unprivileged, on a free loopback port, gone afterwards.

`python -m tests.postgres` starts one for a person, prints its address and stops at Ctrl-C.
"""

import atexit
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests import parts

URL_VARIABLE = "GIAOBAN_TEST_POSTGRESQL_URL"
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
}
# A crash may lose a test's database; nobody minds, and everything is several times faster.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # A test's rows are never committed: statistics gathered meanwhile call its full tables empty,
    # and every plan made from them is then hundreds of times too slow.
    "autovacuum": "off",
}


class PostgresqlMissing(RuntimeError):
    """The server programs are not installed; the message names the command that gets them."""


def server_url(*, is_durable: bool = False) -> str:
    """The address of this run's server, started at the first call and stopped when Python ends.

    `is_durable` writes to disk as a server in use does, which is what a measurement needs.
    """
    if URL_VARIABLE not in os.environ:
        os.environ[URL_VARIABLE] = _start(SETTINGS if is_durable else SETTINGS | CARELESS)
    return os.environ[URL_VARIABLE]


def _start(settings: dict[str, str]) -> str:
    folder = parts.postgresql()
    if folder is None:
        raise PostgresqlMissing(
            f"PostgreSQL's server is missing. Type: {parts.command_to_get(['postgresql'])}"
        )
    as_user = _unprivileged_user()
    # Not TMPDIR for root: the server's user may not be allowed to enter it.
    home = Path(tempfile.mkdtemp(prefix="giaoban-pg-", dir="/tmp" if as_user else None))
    if as_user:
        account = pwd.getpwnam(as_user["user"])
        os.chown(home, account.pw_uid, account.pw_gid)
    password = secrets.token_hex(16)
    port = _free_port()
    try:
        _initialise(Path(folder), home, password, as_user)
        server = _run_server(Path(folder), home, port, settings, as_user)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    atexit.register(_stop, server, home, os.getpid())
    _wait_until_ready(server, home, port)
    return f"postgresql://giaoban:{password}@127.0.0.1:{port}/postgres"


def _unprivileged_user() -> dict[str, Any]:
    """Whom to become: initdb and postgres refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": name, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("No unprivileged user to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _initialise(folder: Path, home: Path, password: str, as_user: dict[str, Any]) -> None:
    password_file = home / "password"
    password_file.write_text(f"{password}\n")
    done = subprocess.run(
        [
            folder / "initdb",
            *("-D", home / "database", "-U", "giaoban", "-E", "UTF8", "--no-locale"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"),
        ],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **as_user,
    )
    password_file.unlink()
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stderr}")


def _run_server(
    folder: Path, home: Path, port: int, settings: dict[str, str], as_user: dict[str, Any]
) -> subprocess.Popen[bytes]:
    options = [f"-c{name}={value}" for name, value in settings.items()]
    with open(home / "log", "wb") as log:
        return subprocess.Popen(
            [
                folder / "postgres",
                *("-D", home / "database", "-p", str(port), *options),
            ],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C belongs to the test run, not to the server.
            preexec_fn=_die_with_the_parent,
            **as_user,
        )


def _die_with_the_parent() -> None:
    """A killed test run must not leave a server behind (Linux only; elsewhere atexit must do)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def _wait_until_ready(server: subprocess.Popen[bytes], home: Path, port: int) -> None:
    """`postmaster.pid` says "ready" in its last line once connections are taken."""
    give_up_at = time.monotonic() + START_SECONDS
    pid_file = home / "database" / "postmaster.pid"
    while time.monotonic() < give_up_at and server.poll() is None:
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start on port {port}:\n{(home / 'log').read_text()}")


def _stop(server: subprocess.Popen[bytes], home: Path, started_by: int) -> None:
    if os.getpid() != started_by:  # a forked child leaves its parent's server alone
        return
    server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a checkpoint
    server.wait()
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.stdout.write(f"{server_url()}\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        signal.pause()


@contextmanager
def empty_database(name: str) -> Iterator[str]:
    """The address of a database without tables on the server of this run; gone afterwards."""
    server = server_url()
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as database:
            database.execute(f"DROP DATABASE {name} WITH (FORCE)")
