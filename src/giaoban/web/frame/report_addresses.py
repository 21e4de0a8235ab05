"""At which address is a step of a report done: a person's, or that of the link in use?"""

from django.urls import reverse

from giaoban.web.frame.acting import Acting


def report_address(acting: Acting | None, name: str, period_id: int, unit_id: int) -> str:
    """`name` is that of a person's address; a link has its own, which name nothing but the link."""
    if acting is not None and acting.link_id is not None:
        return reverse(f"link_{name}", args=[acting.link_id])
    return reverse(name, args=[period_id, unit_id])


def file_address(acting: Acting | None, name: str, pk: int) -> str:
    """Of a file beside a report."""
    if acting is not None and acting.link_id is not None:
        return reverse(f"link_{name}", args=[acting.link_id, pk])
    return reverse(name, args=[pk])
