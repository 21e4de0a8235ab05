"""What does a PDF say in its text layer, and who is named in its signature fields?

Called in a process of its own (apart/parent.py): a PDF from outside can be made to hang.
"""

from io import BytesIO
from typing import Any

MOST_PAGES = 500
MOST_CHARACTERS = 3_000_000


def answer(_given: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    return pdf_text(content), b""


def pdf_text(content: bytes) -> dict[str, Any]:
    """`pages`: the text of each; `signatures`: name and moment as the file says them, unchecked.

    `failed` is "unreadable" or "locked" where nothing can be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"failed": "locked"}
        pages: list[str] = []
        for page in reader.pages[:MOST_PAGES]:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MOST_CHARACTERS:
                return {"failed": "too_large"}
        return {"pages": pages, "signatures": _signatures(reader)}
    except MemoryError:
        raise
    except (PyPdfError, RecursionError, *_BROKEN):
        return {"failed": "unreadable"}


# What a reader of broken files runs into besides the errors that it announces.
_BROKEN = (
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
    NotImplementedError,
)


def _signatures(reader: Any) -> list[dict[str, str]]:
    form = reader.root_object.get("/AcroForm")
    fields = form.get_object().get("/Fields", []) if form is not None else []
    found = []
    for reference in fields:
        held = reference.get_object()
        if held.get("/FT") != "/Sig" or held.get("/V") is None:
            continue
        signed = held["/V"].get_object()
        found.append({"name": str(signed.get("/Name", ""))[:200], "at": str(signed.get("/M", ""))})
    return found
