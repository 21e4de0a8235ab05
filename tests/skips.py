"""What happens to a test whose part is missing on this machine?"""

import os

import pytest

from tests import parts

MISSING = "MISSING PART"


def skip_without(*names: str) -> None:
    """Skip this test loudly where a part is missing; with CI=true that is a failure."""
    missing = [name for name in names if parts.PARTS[name].find() is None]
    if not missing:
        return
    message = f"{MISSING}: {', '.join(missing)}. Type: {parts.command_to_get(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
