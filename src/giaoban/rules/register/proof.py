"""Has a figure reached what proves that an obligation was carried out?"""

WHOLE = 100.0


def is_reached(figure: float | None, target: float, *, is_at_most: bool) -> bool:
    """A figure that is not known proves nothing. `is_at_most`: it has to come down to the target.

    >>> is_reached(95.0, 95.0, is_at_most=False), is_reached(None, 0.0, is_at_most=True)
    (True, False)
    """
    if figure is None:
        return False
    return figure <= target if is_at_most else figure >= target


def share(done: int, asked: int) -> float | None:
    """In percent; None where nobody was asked."""
    return WHOLE * done / asked if asked else None
