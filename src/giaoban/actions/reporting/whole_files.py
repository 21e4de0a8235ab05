"""Bytes under the name of their digest: all of them or none, also where the writer is killed."""

import hashlib
import os
import secrets
from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction


def keep_whole(name: str, content: "File[Any]") -> None:
    """Write them where nothing is there yet; what is there is the same, as the name is its digest.

    They are written beside it and renamed: a part that a killed writer left would be taken for the
    whole ever after.
    """
    if default_storage.exists(name):
        return
    beside = default_storage.save(f"{name}.{secrets.token_hex(4)}.writing", content)
    os.replace(default_storage.path(beside), default_storage.path(name))


def keep_held(name: str, content: "File[Any]") -> None:
    """As keep_whole, for a row of the caller's transaction: until it can be seen, nobody deletes
    the bytes, those that were there already neither.
    """
    _lock(name, "pg_advisory_xact_lock_shared")
    keep_whole(name, content)


def delete_unheld(name: str, is_held: Callable[[], bool]) -> None:
    """Delete the bytes unless a row holds them, one that is just being stored too."""
    with transaction.atomic():
        _lock(name, "pg_advisory_xact_lock")
        if not is_held():
            default_storage.delete(name)


def _lock(name: str, taken_by: str) -> None:
    """Until the transaction ends; on SQLite whoever stored a row is the one writer anyway."""
    if connection.vendor == "postgresql":
        # One number each, as signed 64 bits; names differ in their digests.
        number = hashlib.sha256(name.encode()).digest()[:8]
        key = int.from_bytes(number, "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {taken_by}(%s)", [key])
