"""What is a field typed like in Word, and what does it give for a real report?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from giaoban.documents.numbers import base_language
from giaoban.documents.word_templates.schema import (
    Context,
    Kind,
    Part,
    TemplateField,
    name_in,
)

_LONGEST_EXAMPLE = 80


@dataclass(frozen=True)
class ListedField:
    """`typed` is what is written into Word; `example` is empty where a text says nothing.

    Fields of a group follow the line that opens its loop, `depth` deeper.
    """

    typed: str
    about: str | Promise
    example: str
    depth: int


def listed_fields(
    fields: Sequence[TemplateField],
    given: Context | None,
    language: str,
    before: str = "",
    depth: int = 0,
) -> Iterator[ListedField]:
    """Every field in order, by its name in the language; examples are of what is `given`."""
    line, a_code = ("dong", "MA_CHI_TIEU") if base_language(language) == "vi" else ("line", "CODE")
    for field in fields:
        name = f"{before}{name_in(field.names, language)}"
        value = None if given is None else given.get(field.key)
        match field.kind:
            case Kind.TEXT:
                yield ListedField(f"{{{{ {name} }}}}", field.about, _shown(value), depth)
            case Kind.PART:
                yield ListedField(f"{{{{p {name} }}}}", field.about, "", depth)
            case Kind.FLAG:
                yield ListedField(f"{{%p if {name} %}} … {{%p endif %}}", field.about, "", depth)
            case Kind.BY_CODE:
                code, text = next(iter((value or {}).items()), (a_code, ""))
                yield ListedField(f"{{{{ {name}.{code} }}}}", field.about, _shown(text), depth)
            case Kind.TEXTS:
                first = value[0] if value else ""
                typed = f"{{%p for {line} in {name} %}} … {{{{ {line} }}}} … {{%p endfor %}}"
                yield ListedField(typed, field.about, _shown(first), depth)
            case Kind.GROUPS:
                each = name_in(field.each, language)
                opens = f"{{%p for {each} in {name} %}} … {{%p endfor %}}"
                yield ListedField(opens, field.about, "", depth)
                first_group = value[0] if value else None
                yield from listed_fields(field.fields, first_group, language, f"{each}.", depth + 1)


def _shown(value: object) -> str:
    if value is None or isinstance(value, Part):
        return ""
    text = " / ".join(str(value).split("\n"))
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[: _LONGEST_EXAMPLE - 1]}…"
