"""How do static files get their addresses, and who serves them? See static_tree.py."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from giaoban.web.frame.static_tree import alone_with, digest, is_served_as_written, write_tree


class NamedByContent(StaticFilesStorage):
    """`{% static "giaoban/css/giaoban.css" %}` → `/static/<digest>/giaoban/css/giaoban.css`."""

    def url(self, name: str | None) -> str:
        if is_served_as_written():
            return super().url(name)
        return super().url(f"{digest()}/{name}")


class ServeStatic(WhiteNoiseMiddleware):
    """Writes the tree where it is not there yet, and serves it packed and to be kept for good."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if is_served_as_written():
            super().__init__(get_response)
            return
        root = Path(settings.STATIC_ROOT)
        with alone_with(root):
            write_tree(root)
            super().__init__(get_response)
