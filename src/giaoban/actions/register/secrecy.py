"""A file that calls itself a state secret is refused before anything of it is stored."""

from giaoban.exchange.register.document_text import document_text
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret


def refuse_secret_file(name: str, content: bytes) -> None:
    """For what is kept beside a task: a Word file or PDF is read, what cannot be read is taken.

    It may take seconds, so in no transaction. Raises RuleError `state_secret` (mark).
    """
    try:
        text = document_text(name, content)
    except RuleError:
        return  # a picture, a workbook, a locked file: evidence is not only documents
    refuse_secret(lines=text.around)
    refuse_secret(lines=text.lines)
