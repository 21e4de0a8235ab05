"""What a browser fetches beside a page: joined, packed, and kept for good."""

import gzip
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.error import URLError

import pytest
from django.templatetags.static import static
from django.test import Client

from giaoban.web.frame.static_tree import (
    KEPT_TREES,
    alone_with,
    digest,
    joined_script,
    joined_style,
    write_tree,
)
from tests.cast import Cast, SignIn

ROOT = Path(__file__).parent.parent.parent
STYLES = {
    "css/all.css": '/* why */\n@import "parts/a.css";\n\nb {\n  top: 0;\n}\n',
    "css/parts/a.css": '@import "c.css";\na { top: 1px; }\n',
    "css/parts/c.css": "c { top: 2px; }\n",
}
SCRIPTS = {
    "js/page.js": (
        '// why\nimport { one } from "./one.js";\nimport { two } from "./two.js";\n'
        "export function start() {\n  return one() + two();\n}\n"
    ),
    "js/one.js": (
        'import { two } from "./two.js";\nexport function one() {\n  return two() * 2;\n}\n'
    ),
    "js/two.js": "let asked = 0;\nexport function two() {\n  asked += 1;\n  return asked;\n}\n",
}


def test_a_stylesheet_holds_what_it_imports_in_its_order() -> None:
    assert joined_style("css/all.css", STYLES.__getitem__) == (
        "c { top: 2px; }\na { top: 1px; }\nb {\ntop: 0;\n}\n"
    )


def test_a_script_holds_each_module_once_before_who_imports_it() -> None:
    assert joined_script("js/page.js", SCRIPTS.__getitem__) == (
        "const in_two = (() => {\nlet asked = 0;\nfunction two() {\nasked += 1;\nreturn asked;\n}\n"
        "return { two };\n})();\n"
        "const in_one = (() => {\nconst { two } = in_two;\nfunction one() {\nreturn two() * 2;\n}\n"
        "return { one };\n})();\n"
        "const { one } = in_one;\nconst { two } = in_two;\n"
        "export function start() {\nreturn one() + two();\n}\n"
    )


def test_an_import_that_cannot_be_joined_is_refused() -> None:
    with pytest.raises(ValueError, match=r"page\.js"):
        joined_script("js/page.js", lambda name: 'import * as all from "./one.js";\n')


def test_the_tree_is_written_once_and_the_newest_few_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT_TREES + 2):
        old = tmp_path / f"{number:012x}"
        old.mkdir()
        os.utime(old, (number, number))
    place = write_tree(tmp_path)
    kept = {f"{KEPT_TREES:012x}", f"{KEPT_TREES + 1:012x}", digest()}
    assert {path.name for path in tmp_path.iterdir()} == kept
    script = place / "giaoban/js/report.js"
    written = script.stat().st_mtime_ns
    assert gzip.decompress(Path(f"{script}.gz").read_bytes()) == script.read_bytes()
    assert write_tree(tmp_path) == place
    assert script.stat().st_mtime_ns == written


def test_servers_that_start_at_once_make_and_list_the_tree_one_after_another(
    tmp_path: Path,
) -> None:
    order = []

    def start_another() -> None:
        with alone_with(tmp_path):
            order.append("second")

    with alone_with(tmp_path):
        another = Thread(target=start_another)
        another.start()
        another.join(0.2)
        order.append("first")
    another.join(10)
    assert order == ["first", "second"]


def test_a_page_is_packed_for_who_asks_for_it(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.an)
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).startswith(b"<!doctype html>")
    assert "Content-Encoding" not in client.get("/")


def test_two_pages_never_write_the_same_csrf_token(client: Client) -> None:
    pages = [client.get("/account/login/").content.decode() for _ in range(2)]
    tokens = {page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in pages}
    assert len(tokens) == 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """granian with the product's own settings, as it serves people."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if "GIAOBAN" not in key}
    environment |= {
        "GIAOBAN_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'giaoban.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "giaoban.settings",
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(port), "--no-access-log", "--log-level", "error"),
            "giaoban.wsgi:application",
        ],
        cwd=ROOT,
        env=environment,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address + static("giaoban/mark.svg"))
                break
            except URLError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def fetch(address: str, encoding: str) -> HTTPResponse:
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    return urllib.request.urlopen(request)  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["css/giaoban.css", "css/report_page.css", "js/report.js"])
def test_the_real_server_gives_files_packed_and_to_be_kept_for_good(server: str, name: str) -> None:
    address = server + static(f"giaoban/{name}")
    packed, plain = fetch(address, "gzip, br"), fetch(address, "identity")
    assert packed.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.read()) == plain.read()


def test_no_module_is_left_to_be_fetched_by_another(server: str) -> None:
    for name in ("giaoban", "report", "designer", "results", "picking", "consolidated"):
        text = fetch(server + static(f"giaoban/js/{name}.js"), "identity").read().decode()
        assert not [line for line in text.splitlines() if line.startswith("import")]
