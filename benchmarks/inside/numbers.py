"""What the officers of the last hour type; known to them and to whoever adds it up afterwards."""

INDICATORS = 60


def numbers_of(officer: int) -> list[int]:
    """Whole numbers that pass the regime's checks."""
    size = 100 + officer % 900
    return [size - slot % 2 for slot in range(INDICATORS)]
