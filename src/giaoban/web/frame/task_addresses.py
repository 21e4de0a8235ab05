"""At which address is a step of a task done: a person's, or that of the link in use?"""

from django.urls import reverse

from giaoban.web.frame.acting import Acting


def task_address(acting: Acting | None, name: str, task_id: int, *more: str) -> str:
    """`name` is that of a person's address; a link has its own, which name nothing but the link."""
    if acting is not None and acting.link_id is not None:
        return reverse(f"link_{name}", args=[acting.link_id, *more])
    return reverse(name, args=[task_id, *more])


def task_file_address(acting: Acting | None, name: str, pk: int) -> str:
    """Of evidence, or of a file of the document that a task comes from."""
    if acting is not None and acting.link_id is not None:
        return reverse(f"link_{name}", args=[acting.link_id, pk])
    return reverse(name, args=[pk])
