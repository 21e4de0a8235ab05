"""Which annex of a file that the document keeps is to be read, and which was taken already?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.http import Http404

from giaoban.actions.register.importing_obligations import (
    ReadAnnexFile,
    read_annex_file,
    rows_there,
)
from giaoban.exchange.register.annex_tables import TAKEN, FoundAnnex
from giaoban.exchange.register.problem_words import annex_name, sentence
from giaoban.models import Document, DocumentFile
from giaoban.rules.problems import RuleError


@dataclass(frozen=True)
class AnnexChoice:
    """`there` is how many of its rows the document has; `problem` why it cannot be read."""

    number: int
    name: str
    rows: int
    bad: int
    there: int
    problem: str

    @property
    def is_fresh(self) -> bool:
        """Whether nothing of it was taken yet."""
        return not self.there and not self.problem

    @property
    def is_there(self) -> bool:
        return self.rows > 0 and self.there == self.rows


def choices_of(document: Document, annexes: Sequence[FoundAnnex]) -> list[AnnexChoice]:
    """One query for each annex."""
    return [
        AnnexChoice(
            number=one.number,
            name=annex_name(one),
            rows=len(one.annex.rows),
            bad=sum(not row.is_good for row in one.annex.rows),
            there=rows_there(document, one.annex.rows),
            problem=sentence(one.annex.problem.code, one.annex.problem.params)
            if one.annex.problem
            else "",
        )
        for one in annexes
    ]


def files_with_annexes(document: Document) -> list[DocumentFile]:
    """The files of the document in which an annex may stand."""
    files = document.files.select_related("file").defer("text")
    return [one for one in files if PurePosixPath(one.file.name).suffix.lower() in TAKEN]


def file_asked(document: Document, asked: str) -> DocumentFile:
    """Raises Http404 where the document has no such file."""
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 19
    files = document.files.select_related("file").defer("text")
    held = files.filter(pk=asked).first() if is_number else None
    if held is None:
        raise Http404
    return held


def read_kept(held: DocumentFile) -> ReadAnnexFile:
    """Raises RuleError as read_annex_file does, and `document_damaged` where its bytes are gone."""
    try:
        with held.file.content.open("rb") as opened:
            content = opened.read()
    except OSError as error:
        raise RuleError("document_damaged") from error
    return read_annex_file(held.file.name, content)
