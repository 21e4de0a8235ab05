"""Where do letters go that nobody sends? Each into a file of its own that only we can read."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as ReadMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

MOST_READ = 200


class FolderBackend(BaseEmailBackend):
    """Keeps letters under EMAIL_FILE_PATH where no mail server is set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _keep(folder, message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True)
class KeptLetter:
    to: str
    subject: str
    body: str
    at: datetime | None


def kept_letters(folder: Path, most: int = MOST_READ) -> list[KeptLetter]:
    """The newest first."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:most] if folder.is_dir() else []
    return [_read(path) for path in paths]


def _keep(folder: Path, content: bytes) -> None:
    number = 1 + (_last_in.get(folder) or _last_kept(folder))
    while True:
        try:
            place = folder / f"{number:08d}.eml"
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            break
        except FileExistsError:  # another process was quicker
            number += 1
    _last_in[folder] = number
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


_last_in: dict[Path, int] = {}
"""The number that this process wrote last: the folder is not read anew for each of 3,321."""


def _last_kept(folder: Path) -> int:
    return max((int(path.stem) for path in folder.glob("[0-9]*.eml")), default=0)


def _moment(written: str) -> datetime:
    """A head line that says -0000 is in UTC, and is read as a moment without a zone."""
    read = parsedate_to_datetime(written)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _read(path: Path) -> KeptLetter:
    message: ReadMessage = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    body = message.get_body(("plain",))
    date = message["Date"]
    return KeptLetter(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body="" if body is None else str(body.get_content()),
        at=_moment(str(date)) if date else None,
    )
