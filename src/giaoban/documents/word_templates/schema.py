"""What can a field of a template be, and how do the fields become what a template is given?

A field is declared once: its value, its name and its explanation stand in one row. What the check
knows and what the page lists are read from the same rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from giaoban.documents.numbers import base_language

Context = dict[str, Any]
Names = tuple[str, str]
"""Vietnamese and English: each is read in every template."""
Aliases = Mapping[str, tuple[str, "Aliases"]]
"""By the Vietnamese name: the English one, and the names inside its groups."""
NO_NAMES: Names = ("", "")


def name_in(names: Names, language: str) -> str:
    """The name that is offered to whoever writes in a language."""
    return names[0] if base_language(language) == "vi" else names[1]


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
    `fields` are the fields of a group, and `each` is what one of them is called in a loop.
    """

    names: Names
    kind: Kind
    value: Callable[[Any], Any]
    about: str | Promise
    fields: tuple["TemplateField", ...] = ()
    each: Names = NO_NAMES

    @property
    def key(self) -> str:
        """Under this name its value is given to a template."""
        return self.names[0]


@dataclass(frozen=True)
class Known:
    """What the check knows of a name: its kind, what may follow the dot, and the codes there are.

    `codes` None: which indicators there are is not known, and every code is taken. A name of the
    other language is read and not offered.
    """

    kind: Kind
    fields: Mapping[str, "Known"]
    codes: frozenset[str] | None = None
    is_offered: bool = True


def context_of(fields: Iterable[TemplateField], source: Any) -> Context:
    """What a template is given: texts, flags, parts, and lists and groups of them."""
    return {field.key: _value(field, source) for field in fields}


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
    fields: Sequence[TemplateField], codes: frozenset[str] | None, language: str
) -> Mapping[str, Known]:
    """The same rows, as the check reads them; names in the language are offered."""
    known = {}
    for field in fields:
        inside = known_names(field.fields, codes, language)
        held = codes if field.kind is Kind.BY_CODE else frozenset()
        for name in field.names:
            is_offered = name == name_in(field.names, language)
            known[name] = Known(field.kind, inside, held, is_offered)
    return known


def names_in_groups(fields: Iterable[TemplateField]) -> Iterator[Names]:
    """The names of all fields that stand after a dot."""
    for field in fields:
        for inside in field.fields:
            yield inside.names
        yield from names_in_groups(field.fields)


def aliases_of(fields: Iterable[TemplateField]) -> Aliases:
    """The same rows, for whoever fills a template: values go there once, under one name."""
    return {field.names[0]: (field.names[1], aliases_of(field.fields)) for field in fields}
