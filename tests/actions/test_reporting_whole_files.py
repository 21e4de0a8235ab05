"""A file is there whole or not at all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from giaoban.actions.reporting.whole_files import keep_whole

NAME = "sources/2026/11/aa.xlsx"


class BreaksOff(ContentFile):  # type: ignore[type-arg]
    """Ends as a writer ends that is killed in the middle."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt


def test_what_was_broken_off_is_written_anew_and_never_taken_for_the_whole(
    settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        keep_whole(NAME, BreaksOff(b""))
    assert not default_storage.exists(NAME)
    keep_whole(NAME, ContentFile(b"whole"))
    keep_whole(NAME, BreaksOff(b""))  # there already
    with default_storage.open(NAME) as kept:
        assert kept.read() == b"whole"
