"""A field for several lines: kept and counted as they stand in the box."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Browsers send two signs for the end of a line; papers would make two lines of them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(_one_sign(value)))


def _one_sign(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
