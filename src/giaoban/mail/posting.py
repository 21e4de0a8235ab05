"""Did the mail server take the letter; if not: is it the server, the address, or the moment?"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from giaoban.mail.letters import Calendar

_LONGEST = 300
_CALENDAR_FILE = "invitation.ics"


class ServerAway(Exception):
    """Nothing can be sent now: no connection, no sign-in, no answer."""


class RefusedNow(Exception):
    """This letter was refused for the time being."""


class RefusedForGood(Exception):
    """This letter will never be taken: its address is none, say."""


class Post:
    """One connection for a batch of letters."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self._connection = connection

    def send(self, to: str, subject: str, body: str, calendar: Calendar | None = None) -> None:
        """Returns when the server took it; raises one of the three."""
        message = EmailMultiAlternatives(subject, body, None, [to], connection=self._connection)
        if calendar is not None:
            # Mail programs that know calendars show the one, all others offer the other.
            message.attach_alternative(
                calendar.text, f"text/calendar; method={calendar.method}; component=VEVENT"
            )
            message.attach(_CALENDAR_FILE, calendar.text.encode(), "application/ics")
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _refusal(code, answer) from error
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            if error.smtp_code == 421:  # closing
                raise ServerAway(words_of(error)) from error
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            raise ServerAway(words_of(error)) from error
        except ValueError as error:  # a line break in a head line, an address that is none
            raise RefusedForGood(words_of(error)) from error


@contextmanager
def post_office() -> Iterator[Post]:
    """A connection that is closed at the end; raises ServerAway where there is none."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise ServerAway(words_of(error)) from error
    try:
        yield Post(connection)
    finally:
        with suppress(OSError, smtplib.SMTPException):  # it went away by itself
            connection.close()


def words_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:_LONGEST]


def _refusal(code: int, answer: bytes | str) -> Exception:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = f"{code} {text}"[:_LONGEST]
    return RefusedForGood(words) if code >= 500 else RefusedNow(words)
