"""What every page's frame needs: the places of the left column and the units to act for."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"acting": getattr(request, "acting", None)}
