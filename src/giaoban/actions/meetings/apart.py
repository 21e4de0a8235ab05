"""Doing the same for many meetings: what breaks at one is not felt at the others."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import InterfaceError, OperationalError

Done = TypeVar("Done")


def each_apart(ids: Iterable[int], act: Callable[[int], Done]) -> list[Done]:
    """What was done for each, every one in a transaction of its own that `act` opens.

    The last error is raised when all had their turn, so that the worker writes it down; a database
    that is away ends it at once.
    """
    done, broken = list[Done](), None
    for pk in ids:
        try:
            done.append(act(pk))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # whatever one row holds that nobody expects
            broken = error
    if broken is not None:
        raise broken
    return done
