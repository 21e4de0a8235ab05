"""The bytes of an old import stay where somebody is just sending the same ones again."""

import threading
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from giaoban.actions.reporting.queued_imports import (
    SentFile,
    cancel_import,
    forget_old_uploads,
    queue_import,
)
from giaoban.models import ImportUpload, ReportImport
from tests.cast import make_cast
from tests.factories import NOW, make_regime
from tests.threads import in_threads

CONTENT = b"ma;ten\n"


@pytest.mark.django_db(transaction=True)
def test_the_bytes_stay_where_the_same_file_is_just_sent_again(
    settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    cast = make_cast()
    regime = make_regime(cast.lao_cai)

    def send() -> ReportImport:
        file = SentFile("a.csv", len(CONTENT), BytesIO(CONTENT))
        return queue_import(regime=regime, files=[file], by=cast.chi, now=NOW)

    cancel_import(report_import=send(), by=cast.chi, now=NOW)
    name = ImportUpload.objects.get().content.name or ""
    sent, forgotten = threading.Event(), threading.Event()

    def send_again() -> None:
        with transaction.atomic():
            send()
            sent.set()
            forgotten.wait(0.4)  # whoever forgets is let go first, if nothing holds the bytes

    def forget() -> None:
        sent.wait(10)
        assert forget_old_uploads(now=NOW + timedelta(days=400)) == 1
        forgotten.set()

    in_threads(send_again, forget)
    assert ImportUpload.objects.exclude(content="").get().content.name == name
    assert default_storage.exists(name)
