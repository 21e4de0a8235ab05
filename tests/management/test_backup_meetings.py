"""A backup carries meetings whole, and nothing of them that opens a door."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.models import InviteeLink, Meeting
from giaoban.queries.meetings.record import record_of
from tests.cast import make_cast
from tests.management.shell import must
from tests.meeting_whole import make_whole, token_digest


@pytest.mark.django_db(transaction=True)
def test_a_meeting_comes_back_as_it_was_but_for_what_opens_it(
    tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    meeting = make_whole(make_cast())
    seed = meeting.check_in_seed
    assert seed
    said = record_said(meeting)
    seal_all_events()
    must("backup", "--to", tmp_path / "b.zip")
    rows = tables_of(tmp_path / "b.zip")
    assert sorted(name for name in tables_of_meetings() if not rows.get(name)) == []
    everything = json.dumps(rows)
    assert token_digest() not in everything
    assert seed not in everything

    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = str(tmp_path / "other-files")
    must("restore", tmp_path / "b.zip")
    restored = Meeting.objects.get(pk=meeting.pk)
    assert record_said(restored) == said
    assert restored.check_in_seed == ""
    assert set(InviteeLink.objects.values_list("token_digest", flat=True)) == {""}
    must("backup", "--to", tmp_path / "again.zip")
    assert tables_of(tmp_path / "again.zip") == rows


def tables_of_meetings() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_app_config("giaoban").get_models()
        if model.__module__.startswith("giaoban.models.meetings.")
    ]


def tables_of(path: Path) -> dict[str, list[Any]]:
    with zipfile.ZipFile(path) as archive:
        return {
            Path(name).stem: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/")
        }


def record_said(meeting: Meeting) -> list[object]:
    """Who was there, what was counted and concluded."""
    record = record_of(meeting)
    return [
        [(place.invitee.name, place.stays) for place in record.places],
        [[count for _option, count in vote.counts] for vote in votes(record)],
        [(one.text, one.task_id) for one in record.conclusions],
    ]


def votes(record: Any) -> list[Any]:
    return [vote for heard in record.items for vote in heard.votes]
