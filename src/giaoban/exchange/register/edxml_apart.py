"""What does an edXML package say? Read in a process of its own (apart/parent.py), without settings.

Elements are found by their local names, since programs differ in the namespace and in how deep an
element lies. A signature in the package is neither checked nor kept.
"""

import base64
import binascii
import re
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from giaoban.exchange.register.edxml_names import (
    NEW,
    REPLACING,
    REVOKED,
    UPDATED,
    day_text,
    symbol_text,
)
from giaoban.rules.problems import RuleError

_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DEEPEST = 40
_LONGEST_NAME = 200
_WHOLE_PACKAGES = ("[Content_Types].xml", "mimetype")  # of .docx and .odt, which are zips too
_REFUSED = {REVOKED: "package_revokes", UPDATED: "package_updates"}


def answer(given: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`refused`: a code; else `cells`, `sender_code`, `sender` and `files` as [name, size], whose
    bytes follow one after another.

    `given`: most_nodes, most_files, largest_file.
    """
    try:
        root = _parsed(content, given["most_nodes"])
        said = _header(root)
        files = _files(root, given["most_files"], given["largest_file"])
    except RuleError as error:
        return {"refused": error.code}, b""
    except (etree.XMLSyntaxError, ValueError):
        return {"refused": "package_damaged"}, b""
    head = {**said, "files": [[name, len(content)] for name, content in files]}
    return head, b"".join(content for _name, content in files)


def _parsed(content: bytes, most: int) -> etree._Element:
    if _ENTITIES.search(content) or b"\0" in content[:400]:
        raise RuleError("package_damaged")
    # A scan of 20 MB is one text: the parser's own bound of 10 MB is lifted, ours stand instead.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    nodes = depth = 0
    for at in range(0, len(content), 1 << 16):
        parser.feed(content[at : at + (1 << 16)])
        for event, _node in parser.read_events():
            depth += 1 if event == "start" else -1
            nodes += event == "start"
            if nodes > most or depth > _DEEPEST:
                raise RuleError("package_too_large")
    root = parser.close()
    if not isinstance(root, etree._Element):
        raise RuleError("package_damaged")
    return root


def _first(node: etree._Element | None, *names: str) -> etree._Element | None:
    """The first element under the node that bears the first of the names that any bears."""
    if node is None:
        return None
    for name in names:
        found = next(node.iter(f"{{*}}{name}"), None)
        if found is not None:
            return found
    return None


def _text(node: etree._Element | None, *names: str) -> str:
    found = _first(node, *names) if names else node
    return "" if found is None else (found.text or "").strip()


def _header(root: etree._Element) -> dict[str, Any]:
    header = _first(root, "MessageHeader")
    if header is None:
        is_receipt = _first(root, "MessageStatus") is not None
        raise RuleError("package_is_a_receipt" if is_receipt else "package_unknown")
    does = _text(root, "BussinessDocType", "BusinessDocType") or NEW
    if does not in {NEW, REPLACING}:
        raise RuleError(_REFUSED.get(does, "package_unknown"))
    sender, kind = _first(header, "From"), _first(header, "DocumentType")
    subject, content = _text(header, "Subject"), _text(header, "Content")
    places = [_text(place) for place in _each(_first(header, "ToPlaces"), "Place")]
    named = [_text(to, "OrganName") for to in _each(header, "To")]
    code = _first(header, "Code")
    cells = {
        "symbol": symbol_text(_text(code, "CodeNumber"), _text(code, "CodeNotation")),
        "type": _text(kind, "TypeName") or (_text(kind) if kind is not None else ""),
        "dated_on": day_text(_text(_first(header, "PromulgationInfo"), "PromulgationDate")),
        "title": subject,
        "author": _text(sender, "OrganName"),
        "signer": _text(_first(header, "SignerInfo"), "FullName", "Signer"),
        "recipients": "\n".join(filter(None, places or named)),
        "copies": _count(_text(_first(header, "OtherInfo"), "PromulgationAmount")),
        "note": content if content != subject else "",
        "outside_id": _text(header, "DocumentId"),
    }
    return {
        "cells": cells,
        "sender_code": _text(sender, "OrganId"),
        "sender": cells["author"],
    }


def _each(node: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if node is None else list(node.iterchildren(f"{{*}}{name}"))


def _count(text: str) -> str:
    return text if text.strip("0") else ""


def _files(root: etree._Element, most: int, largest: int) -> list[tuple[str, bytes]]:
    """The attachments in their order, unwrapped where a program put each into a zip."""
    names = {
        _text(reference, "ContentId"): _text(reference, "AttachmentName")
        for reference in root.iter("{*}Reference")
    }
    found = []
    for attachment in root.iter("{*}Attachment"):
        encoded = _first(attachment, "ContentTransferEncoded", "Content")
        if encoded is None:
            continue
        name = _text(attachment, "AttachmentName", "Name") or names.get(
            _text(attachment, "ContentId"), ""
        )
        try:
            content = base64.b64decode("".join((encoded.text or "").split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise RuleError("package_damaged") from error
        found.append((_plain(name), _unwrapped(content, largest)))
        if len(found) > most or len(found[-1][1]) > largest:
            raise RuleError("package_too_large")
    return found


def _plain(name: str) -> str:
    """A name without folders; nothing is ever written under it."""
    return PurePosixPath(name.replace("\\", "/")).name[-_LONGEST_NAME:]


def _unwrapped(content: bytes, largest: int) -> bytes:
    if not content.startswith(b"PK\x03\x04"):
        return content
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            is_whole = any(part.filename in _WHOLE_PACKAGES for part in parts)
            if is_whole or len(parts) != 1:
                return content
            if parts[0].flag_bits & 1:
                raise RuleError("document_locked")
            with archive.open(parts[0]) as opened:
                return opened.read(largest + 1)
    except (BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
        raise RuleError("package_damaged") from error
