"""May this Word file be a template at all? Its size unpacked and everything that acts by itself.

Looked at before anything opens it: what is refused here was never parsed as a document.
"""

import re
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings
from lxml import etree

from giaoban.rules.problems import RuleError

_ZIP = b"PK\x03\x04"
_DOCUMENT = "word/document.xml"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = re.compile(r"(?:^|/)vba(?:Project|Data)", re.IGNORECASE)
_OBJECTS = re.compile(r"(?:^|/)(?:embeddings|activeX|ctrlProps)/", re.IGNORECASE)
_OBJECT_RELATIONS = frozenset({"oleobject", "package", "control"})
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata")
_TYPES, _RELATIONS = "[content_types].xml", "_rels/.rels"
_XML_ENDINGS = (".xml", ".rels")
_MAY_LEAVE = ("http://", "https://", "mailto:")
# Fields of Word that fetch, call or run when the file is opened or refreshed.
_FETCHING = frozenset(
    {
        *("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK"),
        *("DATABASE", "MACROBUTTON", "MERGEFIELD", "RD", "EMBED", "AUTOTEXT", "GLOSSARY"),
    }
)
ENDING: Final = ".docx"


def refuse_template(name: str, content: bytes) -> None:
    """Raises RuleError; the codes say what was found, `part` and `target` where.

    `template_not_word` (name), `template_too_large` (megabytes), `template_damaged`,
    `template_locked`, `template_has_macros`, `template_has_objects` (part),
    `template_is_attached` (target), `template_leaves` (target), `template_takes_in` (target),
    `template_fetches` (field).
    """
    if PurePosixPath(name).suffix.lower() != ENDING or not content.startswith(_ZIP):
        raise RuleError("template_not_word", name=name)
    if len(content) > settings.TEMPLATE_LARGEST_FILE:
        raise RuleError("template_too_large", megabytes=settings.TEMPLATE_LARGEST_FILE >> 20)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_archive(archive)
    except (
        BadZipFile,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        etree.XMLSyntaxError,
        zlib.error,
    ) as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError("template_damaged") from error


def _refuse_archive(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > settings.TEMPLATE_MOST_PARTS or unpacked > settings.TEMPLATE_LARGEST_TOTAL:
        raise RuleError("template_too_large", megabytes=settings.TEMPLATE_LARGEST_TOTAL >> 20)
    if any(part.flag_bits & 1 for part in parts):
        raise RuleError("template_locked")
    if len(set(names)) != len(names) or any(_leads_away(name) for name in names):
        raise RuleError("template_damaged")
    for name in names:
        if _MACROS.search(name):
            raise RuleError("template_has_macros")
        if _OBJECTS.search(name):
            raise RuleError("template_has_objects", part=name)
    if _DOCUMENT not in names:
        raise RuleError("template_not_word", name=ENDING)
    for part in parts:
        content = _unpacked(archive, part)
        if part.filename.lower() == _TYPES and _MAIN_TYPE not in content:
            raise RuleError("template_has_macros")  # .docm or .dotm under another name
        if part.filename.lower().endswith(_XML_ENDINGS):
            _refuse_part(part.filename.lower(), content)


def _leads_away(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts


def _unpacked(archive: ZipFile, part: ZipInfo) -> bytes:
    """The bytes of a part; a directory that lies about their number is a damaged file."""
    with archive.open(part) as opened:
        found = opened.read(part.file_size + 1)
    if len(found) != part.file_size:
        raise RuleError("template_damaged")
    return found


def _refuse_part(name: str, content: bytes) -> None:
    if _ENTITIES.search(content) or b"\0" in content[:200]:
        raise RuleError("template_damaged")
    root = etree.fromstring(content, _SAFE)
    if name.endswith(".rels"):
        for relation in root.iter("{*}*"):
            _refuse_relation(relation)
        if name == _RELATIONS:
            _refuse_other_document(root)
    elif name == _TYPES:
        _refuse_types(root)
    else:
        _refuse_fields(root)


def _refuse_other_document(relations: etree._Element) -> None:
    """What is opened is what the relations name: it must be the document that was looked at."""
    targets = [
        relation.get("Target", "").removeprefix("/")
        for relation in relations.iter("{*}*")
        if relation.get("Type", "").lower().endswith("/officedocument")
    ]
    if targets != [_DOCUMENT]:
        raise RuleError("template_damaged")


def _refuse_types(types: etree._Element) -> None:
    """Parts whose names do not say that they are XML were not looked at; pictures may be .svg."""
    for node in types.iter("{*}*"):
        kind = node.get("ContentType", "").strip().lower()
        if any(macro in kind for macro in _MACRO_TYPES):
            raise RuleError("template_has_macros")
        name = node.get("PartName") or f".{node.get('Extension', '')}"
        is_xml = kind.partition(";")[0].rstrip().endswith(("+xml", "/xml"))
        if is_xml and not kind.startswith("image/") and not name.lower().endswith(_XML_ENDINGS):
            raise RuleError("template_damaged")


def _refuse_relation(relation: etree._Element) -> None:
    kind = relation.get("Type", "").rpartition("/")[2].lower()
    target = relation.get("Target", "")
    is_external = relation.get("TargetMode", "").strip().lower() == "external"
    if kind == "attachedtemplate":
        raise RuleError("template_is_attached", target=target)
    if kind in _OBJECT_RELATIONS:
        raise RuleError("template_has_objects", part=target)
    if kind in {"afchunk", "subdocument"}:
        raise RuleError("template_takes_in", target=target)
    if is_external and not (kind == "hyperlink" and target.lower().startswith(_MAY_LEAVE)):
        raise RuleError("template_leaves", target=target[:200])


def _refuse_fields(root: etree._Element) -> None:
    """A field's instruction may be cut over several runs: those of a paragraph are put together."""
    for paragraph in root.iter("{*}p"):  # of strict files as well, whose namespace is another
        written = "".join(node.text or "" for node in paragraph.iter("{*}instrText"))
        simple = [
            value
            for node in paragraph.iter("{*}fldSimple")
            for name, value in node.attrib.items()
            if etree.QName(name).localname == "instr"
        ]
        for instruction in [written, *simple]:
            for word in re.findall(r"[A-Za-z]+", instruction):
                if word.upper() in _FETCHING:
                    raise RuleError("template_fetches", field=word.upper())
