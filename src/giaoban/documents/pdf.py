"""How does a document become a PDF that can be archived and that any machine sets alike?

The template is a file of the product; the content reaches it as JSON and is only ever shown as
text, so nothing that a person typed can act as markup. No clock and no system font is asked:
the same content gives the same bytes on the same machine.
"""

import json
import re
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any, Final

import typst

from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.pdf_content import pdf_content
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.typesetting import fonts
from giaoban.documents.wording import property_date

ARCHIVE_STANDARD: Final = "a-2b"
# Stands for a character that none of the faces has: PDF/A-2 forbids to show a missing one.
STAND_IN = "□"
_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def to_pdf(document: AdministrativeDocument, profile: LayoutProfile = LAYOUT) -> bytes:
    """The document as PDF/A-2b, fonts embedded.

    Characters that no face has (an emoji in a unit's narrative) are printed as `STAND_IN`.
    """
    return typeset("administrative.typ", pdf_content(document, profile), property_date(document))


def typeset(template_name: str, values: dict[str, Any], day: date) -> bytes:
    """What a template of the product makes of plain JSON values; `day` is kept as the file's."""
    content = json.dumps(values, ensure_ascii=False)
    template = files("giaoban.documents").joinpath(f"templates/{template_name}").read_bytes()
    moment = datetime.combine(day, time(), UTC)
    while True:
        try:
            return _compiled(template, content, moment)
        except typst.TypstError as error:
            mended = content.translate(dict.fromkeys(_unshown(error.diagnostic), STAND_IN))
            if mended == content:
                raise
            content = mended


def _unshown(diagnostic: str) -> set[int]:
    """Code points that the faces lack. ASCII is never among them: it would be JSON's own marks."""
    named = "".join(_UNSHOWN.findall(diagnostic))
    spelt_out = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), named)
    return {ord(character) for character in spelt_out if ord(character) > 127} - {ord(STAND_IN)}


def _compiled(template: bytes, content: str, moment: datetime) -> bytes:
    pdf = typst.compile(
        template,
        format="pdf",
        sys_inputs={"content": content},
        font_paths=fonts(),
        ignore_system_fonts=True,
        pdf_standards=[ARCHIVE_STANDARD],
        timestamp=moment,
    )
    assert isinstance(pdf, bytes)
    return pdf
