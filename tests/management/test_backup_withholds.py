"""What a backup keeps to itself, so that an old copy opens nothing that was taken back since."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from giaoban.models import CalendarFeed, Task, TaskLink, UnitContact
from tests.cast import make_cast
from tests.factories import NOW
from tests.management.shell import must


@pytest.mark.django_db(transaction=True)
def test_a_backup_carries_no_address_that_opens_a_task_or_a_calendar(
    tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    cast = make_cast()
    task = Task.objects.create(unit=cast.ta_van, giver=cast.lao_cai, text="Việc", given_at=NOW)
    contact = UnitContact.objects.create(unit=cast.ta_van, email="xa@example.org", since=NOW.date())
    link = {"task": task, "contact": contact, "token_digest": "a" * 64}
    TaskLink.objects.create(**link, made_at=NOW, expires_at=NOW)
    CalendarFeed.objects.create(person=cast.an, token_digest="b" * 64, made_at=NOW)
    must("backup", "--to", tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert len(parts["tables/giaoban_tasklink.jsonl"].splitlines()) == 1
    assert "tables/giaoban_calendarfeed.jsonl" not in parts
    assert not any(digest * 64 in rows for rows in parts.values() for digest in (b"a", b"b"))
