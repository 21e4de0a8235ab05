"""Bytes under the name of their digest: all of them or none, also where the writer is killed."""

import os
import secrets
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage


def keep_whole(name: str, content: "File[Any]") -> None:
    """Write them where nothing is there yet; what is there is the same, as the name is its digest.

    They are written beside it and renamed: a part that a killed writer left would be taken for the
    whole ever after.
    """
    if default_storage.exists(name):
        return
    beside = default_storage.save(f"{name}.{secrets.token_hex(4)}.writing", content)
    os.replace(default_storage.path(beside), default_storage.path(name))
