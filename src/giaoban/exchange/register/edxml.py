"""Documents in and out of edXML packages, as offices' document systems exchange them.

QCVN 102:2016/BTTTT as far as public programs show it (docs/how-to/exchange-documents.md).
"""

import base64
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from lxml import etree

from giaoban.apart.parent import done_apart
from giaoban.exchange.register.edxml_names import (
    NAMESPACE,
    NEW,
    Attachment,
    Package,
    number_and_notation,
    package_id,
)
from giaoban.models import Document
from giaoban.queries.register.kinds import kinds
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction

_READER = "giaoban.exchange.register.edxml_apart"
_KINDS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same document gives the same bytes


def read_package(content: bytes) -> Package:
    """A package from its bytes.

    Raises RuleError `file_too_large` (megabytes), `package_damaged`, `package_too_large`,
    `package_unknown`, `package_is_a_receipt`, `package_revokes`, `package_updates`,
    `document_locked`, `file_takes_too_much`.
    """
    largest = 2 * settings.UPLOAD_LARGEST_FILE  # base64 makes a third more of every attachment
    if len(content) > largest:
        raise RuleError("file_too_large", megabytes=largest >> 20)
    given = {
        "most_nodes": settings.PACKAGE_MOST_NODES,
        "most_files": settings.PACKAGE_MOST_FILES,
        "largest_file": settings.UPLOAD_LARGEST_FILE,
    }
    said, rest = done_apart(_READER, given, content)
    if "refused" in said:
        raise RuleError(said["refused"])
    attachments = []
    at = 0
    for name, size in said["files"]:
        attachments.append(Attachment(name, rest[at : at + size]))
        at += size
    return Package(said["cells"], said["sender_code"], said["sender"], tuple(attachments))


def write_package(
    document: Document, attachments: Iterable[Attachment] = (), *, written_at: datetime
) -> bytes:
    """The package of a document that has a date; the same bytes for the same arguments."""
    assert document.dated_on is not None
    root = etree.Element(f"{{{NAMESPACE}}}edXML", nsmap={None: NAMESPACE})
    envelope = _add(root, "edXMLEnvelope")
    header = _add(envelope, "edXMLHeader")
    _add_message(_add(header, "MessageHeader"), document)
    _add_trace(_add(header, "TraceHeaderList"), document, written_at)
    manifest = _add(_add(envelope, "edXMLBody"), "edXMLManifest")
    manifest.set("version", "1.0")
    encoded = _add(root, "AttachmentEncoded")
    for attachment in attachments:
        _add_attachment(manifest, encoded, attachment)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _add(node: etree._Element, name: str, text: object = None) -> etree._Element:
    added = etree.SubElement(node, f"{{{NAMESPACE}}}{name}")
    if text is not None:
        added.text = "".join(sign for sign in str(text) if sign >= " " or sign in "\n\t")
    return added


def _add_all(node: etree._Element, names: Sequence[tuple[str, object]]) -> None:
    for name, text in names:
        _add(node, name, text)


def _organisation(document: Document) -> tuple[str, str]:
    """Code and name of who sends it; only our own code is known."""
    if document.direction == Direction.INCOMING:
        return "", document.author
    return document.body.outside_code, document.body.name


def _add_message(header: etree._Element, document: Document) -> None:
    assert document.dated_on is not None
    code, name = _organisation(document)
    recipients = document.recipients.splitlines()
    _add_all(_add(header, "From"), [("OrganId", code), ("OrganName", name)])
    for recipient in recipients:
        _add_all(_add(header, "To"), [("OrganId", ""), ("OrganName", recipient)])
    known = document.outside_id or package_id(code or name, document.dated_on, document.symbol)
    _add(header, "DocumentId", known)
    number, notation = number_and_notation(document.symbol)
    _add_all(_add(header, "Code"), [("CodeNumber", number), ("CodeNotation", notation)])
    _add(_add(header, "PromulgationInfo"), "PromulgationDate", f"{document.dated_on:%Y/%m/%d}")
    kind = "1"  # an administrative document; the other numbers are not known to us
    _add_all(
        _add(header, "DocumentType"),
        [("Type", kind), ("TypeName", kinds().name_of(document.type_code))],
    )
    _add(header, "Subject", document.title)
    _add(header, "Content", document.note or document.title)
    _add(_add(header, "SignerInfo"), "FullName", document.signer)
    _add_all(
        _add(header, "OtherInfo"),
        [("Priority", 0), ("PromulgationAmount", document.copies or 0)],
    )
    places = _add(header, "ToPlaces")
    for recipient in recipients:
        _add(places, "Place", recipient)


def _add_trace(trace: etree._Element, document: Document, written_at: datetime) -> None:
    code, name = _organisation(document)
    stamp = f"{written_at:%Y/%m/%d %H:%M:%S}"
    _add_all(_add(trace, "TraceHeader"), [("OrganId", code or name), ("Timestamp", stamp)])
    # Spelled so in the regulation's own names.
    _add_all(_add(trace, "Bussiness"), [("BussinessDocType", NEW), ("Paper", 0)])


def _add_attachment(
    manifest: etree._Element, encoded: etree._Element, attachment: Attachment
) -> None:
    known = f"cid:{hashlib.sha256(attachment.content).hexdigest()[:32]}"
    ending = PurePosixPath(attachment.name).suffix.lower()
    kind = _KINDS.get(ending, "application/octet-stream")
    facts = [("ContentId", known), ("ContentType", kind), ("AttachmentName", attachment.name)]
    _add_all(_add(manifest, "Reference"), facts)
    node = _add(encoded, "Attachment")
    _add_all(node, facts)
    # Programs unpack a zip where they find one: a bare .docx would be taken for one.
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            ZipInfo(f"{known[4:]}{ending}", _LONG_AGO), attachment.content, ZIP_DEFLATED
        )
    _add(node, "ContentTransferEncoded", base64.b64encode(packed.getvalue()).decode())
