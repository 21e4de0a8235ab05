"""Carrying on, from version to version, from which reports cells were taken."""

from giaoban.models import TakenValue, Version


def keep_taken_values(version: Version, earlier: Version) -> None:
    """A version that carries cells on knows where they came from."""
    TakenValue.objects.bulk_create(
        TakenValue(
            version=version,
            indicator_id=taken.indicator_id,
            source_id=taken.source_id,
            number=taken.number,
            text=taken.text,
            taken_at=taken.taken_at,
        )
        for taken in earlier.taken_values.all()
    )
