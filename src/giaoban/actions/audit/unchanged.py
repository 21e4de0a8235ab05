"""Was the record changed since the page was opened? Then the last save must not win unseen."""

from collections.abc import Collection

from django.db import models

from giaoban.queries.audit.history import HistoryEntry, history_of, newest_event_id


class ChangedMeanwhile(Exception):
    """Somebody else saved first; `entries` says what they did, the newest first."""

    def __init__(self, entries: list[HistoryEntry]) -> None:
        super().__init__([entry.action for entry in entries])
        self.entries = entries


def refuse_changed(*, on: models.Model, actions: Collection[str], seen: int | None) -> None:
    """Raises ChangedMeanwhile where one of the actions was done after the event `seen`.

    To be called by an action that holds the record locked. `seen` is what
    queries.audit.history.newest_event_id said when the page was shown (0: nothing had been done);
    None, as from a command, asks for no comparison.
    """
    if seen is not None and newest_event_id(on, actions) > seen:
        raise ChangedMeanwhile(history_of(on, actions=actions, after=seen))
