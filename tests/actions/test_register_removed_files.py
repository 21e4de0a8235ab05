"""The bytes of a file that is taken out stay where somebody else just keeps the same ones."""

import threading
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from giaoban.actions.register.files import attach_files, read_file, remove_file
from giaoban.models import SourceFile
from tests.cast import make_cast
from tests.factories import NOW
from tests.obligations import make_body, make_document
from tests.register_files import word_text
from tests.threads import in_threads


@pytest.mark.django_db(transaction=True)
def test_the_bytes_stay_where_another_document_is_just_given_the_same_file(
    settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    body = make_body(make_cast().lao_cai)
    first, second, third = (make_document(body, symbol=f"0{n}/QĐ-BCĐ") for n in (1, 2, 3))
    file = read_file("a.docx", word_text("Kế hoạch"))
    (held,) = attach_files(document=first, files=[file], by=None, now=NOW)
    kept, removed = threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            attach_files(document=second, files=[file], by=None, now=NOW)
            kept.set()
            removed.wait(0.4)  # whoever takes it out is let go first, if nothing holds them

    def take_out() -> None:
        kept.wait(10)
        remove_file(file=held, by=None, now=NOW)
        removed.set()

    in_threads(keep, take_out)
    name = SourceFile.objects.get().content.name or ""
    assert default_storage.exists(name)
    with transaction.atomic():  # or is given it between the commit and what is done behind it
        transaction.on_commit(
            lambda: attach_files(document=third, files=[file], by=None, now=NOW) and None
        )
        remove_file(file=second.files.get(), by=None, now=NOW)
    assert default_storage.exists(name)
    remove_file(file=third.files.get(), by=None, now=NOW)
    assert not default_storage.exists(name)
