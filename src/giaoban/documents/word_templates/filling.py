"""How is a template filled? Called in a process of its own (apart/parent.py)."""

from io import BytesIO
from typing import Any

PART_KEY = "\ue6f2part"
"""A ready-made part is a JSON object with this one key; no field has such a name."""


def answer(given: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`given` has `context`, `aliases` and `properties`; a mistake has `said` and `nearby`."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    from giaoban.documents.word_templates.sandbox import TemplateSandbox

    template = DocxTemplate(BytesIO(content))
    try:
        properties = template.get_docx().core_properties
        for name, text in given["properties"].items():
            setattr(properties, name, text)
        template.render(
            _values(given["context"], given["aliases"]), TemplateSandbox(), autoescape=True
        )
        packed = BytesIO()
        template.docx.save(packed)
    except MemoryError:
        raise
    except (
        TemplateError,
        RecursionError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        nearby = " ".join(" ".join(getattr(error, "docx_context", ())).split())
        said = f"{getattr(error, 'message', None) or error}"[:300]
        return {"failed": "mistake", "said": said, "nearby": nearby[:300]}, b""
    return {}, packed.getvalue()


def _values(given: Any, aliases: dict[str, Any]) -> Any:
    """Texts as they are, to be escaped; ready-made parts as markup; fields under both names."""
    from markupsafe import Markup

    if isinstance(given, list):
        return [_values(value, aliases) for value in given]
    if not isinstance(given, dict):
        return given
    if set(given) == {PART_KEY}:
        return Markup(given[PART_KEY])
    values = {}
    for name, value in given.items():
        alias, inside = aliases.get(name, (name, {}))
        values[name] = values[alias] = _values(value, inside)
    return values
