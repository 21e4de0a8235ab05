"""How do the tests' clients get their answers? From one chain of middleware, as in use.

Django builds the chain anew for every Client, which for ours means listing every static file.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import setting_changed
from django.test.client import ClientHandler

_OF_A_CHAIN = (
    "_middleware_chain",
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
)


@pytest.fixture(scope="session", autouse=True)
def _one_chain_of_middleware() -> Iterator[None]:
    """Built at the first request, and again after any setting was changed or put back."""
    built: list[ClientHandler] = []

    def forget(**_what: Any) -> None:
        built.clear()

    build = ClientHandler.load_middleware

    def take(handler: ClientHandler, is_async: bool = False) -> None:
        if is_async:
            build(handler, is_async)
            return
        if not built:
            build(handler)
            built.append(handler)
        for name in _OF_A_CHAIN:
            setattr(handler, name, getattr(built[0], name))

    setting_changed.connect(forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", take)
        yield
    setting_changed.disconnect(forget)
