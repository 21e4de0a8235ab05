"""How far is an import, and what became of one of its files?"""

from enum import StrEnum


class ImportState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"  # what was taken before stays

    @property
    def is_over(self) -> bool:
        return self in {ImportState.DONE, ImportState.CANCELLED}


class FileState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


def file_state(*, new: int, changed: int, is_refused: bool) -> FileState:
    """What a file became that was read; a table is taken where any of its reports is."""
    if is_refused:
        return FileState.REFUSED
    return FileState.TAKEN if new or changed else FileState.UNCHANGED
