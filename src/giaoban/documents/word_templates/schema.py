"""What can a field of a template be, and how do the fields become what a template is given?

A field is declared once: its value, its name and its explanation stand in one row. What the check
knows and what the page lists are read from the same rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Context = dict[str, Any]


class Kind(StrEnum):
    """TEXT is written as it is; FLAG is for `if`; PART is drawn ready and takes a paragraph's
    place; TEXTS is a list of texts; GROUPS a list of groups of fields; BY_CODE has one text for
    each indicator, by its code.
    """

    TEXT = "text"
    FLAG = "flag"
    PART = "part"
    TEXTS = "texts"
    GROUPS = "groups"
    BY_CODE = "by_code"


@dataclass(frozen=True)
class Part:
    """A ready-made piece of a Word document: WordprocessingML, everything in it escaped."""

    xml: str


@dataclass(frozen=True)
class TemplateField:
    """`value` takes what its group is made from; of GROUPS it gives what each group is made from,
    and `fields` are the fields of a group.
    """

    name: str
    kind: Kind
    value: Callable[[Any], Any]
    about: str | Promise
    fields: tuple["TemplateField", ...] = ()
    each: str = ""


@dataclass(frozen=True)
class Known:
    """What the check knows of a name: its kind, what may follow the dot, and the codes there are.

    `codes` None: which indicators there are is not known, and every code is taken.
    """

    kind: Kind
    fields: Mapping[str, "Known"]
    codes: frozenset[str] | None = None


def context_of(fields: Iterable[TemplateField], source: Any) -> Context:
    """What a template is given: texts, flags, parts, and lists and groups of them."""
    return {field.name: _value(field, source) for field in fields}


def _value(field: TemplateField, source: Any) -> Any:
    value = field.value(source)
    match field.kind:
        case Kind.GROUPS:
            return [context_of(field.fields, each) for each in value]
        case Kind.TEXTS:
            return [str(each) for each in value]
        case Kind.BY_CODE:
            return {str(code): str(text) for code, text in value.items()}
        case Kind.FLAG:
            return bool(value)
        case Kind.PART:
            assert isinstance(value, Part)
            return value
        case Kind.TEXT:
            return str(value)


def known_names(
    fields: Sequence[TemplateField], codes: frozenset[str] | None
) -> Mapping[str, Known]:
    """The same rows, as the check reads them."""
    return {
        field.name: Known(
            field.kind,
            known_names(field.fields, codes),
            codes if field.kind is Kind.BY_CODE else frozenset(),
        )
        for field in fields
    }
