"""What does a browser fetch besides the page? Every file once, joined, small, under a name that
changes with its content.

A page asks for one stylesheet and one script of each kind: what they import is put into them, so
that a line with a long delay is not crossed once for each part. The whole tree lies under a digest
of itself (`/static/1f0c…/giaoban/css/giaoban.css`), so that browsers keep it for good, and relative
addresses inside it go on holding. It is written once, when a server first starts with it; no
command has to be remembered.
"""

import fcntl
import gzip
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

KEPT_TREES = 3
"""A page that was opened before an update still finds its scripts."""
_PACKED = (".css", ".js", ".svg", ".txt")
_WORTH_PACKING = 200
_OURS = "giaoban/"
_CSS_IMPORT = re.compile(r'^@import "([\w./-]+)";\n', re.MULTILINE)
_CSS_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w.-]+)";\n', re.MULTILINE)
_JS_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_JS_REMARK = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
Read = Callable[[str], str]


@cache
def digest() -> str:
    """Of all static files of the product and of what it is made from: twelve hexadecimal digits."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for name, path in sorted(_sources().items()):
        found.update(name.encode())
        found.update(Path(path).read_bytes())
    return found.hexdigest()[:12]


@contextmanager
def alone_with(root: Path) -> Iterator[None]:
    """Processes that start at once wait for one another: whoever lists the trees, as WhiteNoise
    does, would stumble over one that another is making or dropping.
    """
    root.mkdir(parents=True, exist_ok=True)
    opened = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def write_tree(root: Path) -> Path:
    """The folder of the present tree under `root`, written now where it is not there yet."""
    place = root / digest()
    if place.is_dir():
        return place
    root.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=root))
    made.chmod(0o755)
    for name, content in _contents().items():
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if name.endswith(_PACKED) and len(content) > _WORTH_PACKING:
            Path(f"{file}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    try:
        made.rename(place)
    except OSError:  # another process was faster: both wrote the same
        shutil.rmtree(made)
    _forget_old_trees(root)
    return place


def joined_style(name: str, read: Read) -> str:
    """A stylesheet with what it imports in the place of the import, without remarks."""
    folder = name.rpartition("/")[0]

    def put_in(found: re.Match[str]) -> str:
        return joined_style(f"{folder}/{found[1]}", read)

    text = _CSS_IMPORT.sub(put_in, read(name))
    return _INDENT.sub("", _CSS_REMARK.sub("", text))


def joined_script(name: str, read: Read) -> str:
    """A module with those it imports put before it, each once and in a scope of its own."""
    folder = name.rpartition("/")[0]
    before: dict[str, str] = {}

    def body(module: str) -> str:
        text = _JS_IMPORT.sub(put_in, read(f"{folder}/{module}"))
        if re.search(r"^import\b", text, re.MULTILINE):
            raise ValueError(f"{module}: write imports as: import {{ name }} from './file.js';")
        return _INDENT.sub("", _JS_REMARK.sub("", text))

    def put_in(found: re.Match[str]) -> str:
        names, module = found[1], found[2]
        scope = "in_" + re.sub(r"\W", "_", module.removesuffix(".js"))
        if module not in before:
            text = body(module)
            given = ", ".join(_JS_EXPORT.findall(text))
            text = _JS_EXPORT.sub("", text)
            before[module] = f"const {scope} = (() => {{\n{text}return {{ {given} }};\n}})();\n"
        return f"const {{{names}}} = {scope};\n" if names else ""

    last = body(name.rpartition("/")[2])
    return "".join(before.values()) + last


def _contents() -> dict[str, bytes]:
    sources = _sources()

    def read(name: str) -> str:
        return Path(sources[name]).read_text(encoding="utf-8")

    contents = {}
    for name, path in sources.items():
        if name.startswith(_OURS) and name.endswith(".css"):
            contents[name] = joined_style(name, read).encode()
        elif name.startswith(_OURS) and name.endswith(".js"):
            contents[name] = joined_script(name, read).encode()
        else:
            contents[name] = Path(path).read_bytes()
    return contents


def _sources() -> dict[str, str]:
    """By name the file that the first finder has."""
    found: dict[str, str] = {}
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            found.setdefault(path.replace(os.sep, "/"), storage.path(path))
    return found


def _forget_old_trees(root: Path) -> None:
    trees = [path for path in root.iterdir() if re.fullmatch(r"[0-9a-f]{12}", path.name)]
    for path in sorted(trees, key=lambda path: path.stat().st_mtime)[:-KEPT_TREES]:
        shutil.rmtree(path, ignore_errors=True)


def is_served_as_written() -> bool:
    """While developing every file is served alone, as it lies, and never kept."""
    return bool(settings.DEBUG)
