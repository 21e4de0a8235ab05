"""What runs apart, with little memory and time, so that no file from outside can hold the server?

`python -m giaoban.documents.word_templates.child render` takes a template and what it is given.
Standard input is one line of JSON and then a file; standard output is one line of JSON, and after
it what was made. Knows no settings: it is started without them.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Any

MEMORY = 1024 * 1024 * 1024  # address space: the libraries alone take a third of it
SECONDS = 20
LARGEST_OUTPUT = 60 * 1024 * 1024
PART_KEY = "\ue6f2part"
"""A ready-made part is a JSON object with this one key; no field has such a name."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    task = sys.argv[1]
    given = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        head, made = (_rendered if task == "render" else _read)(given, content)
    except MemoryError:
        head, made = {"failed": "too_large"}, b""
    if len(made) > LARGEST_OUTPUT:
        head, made = {"failed": "too_large"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made)


def _rendered(given: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    from giaoban.documents.word_templates.sandbox import TemplateSandbox

    template = DocxTemplate(BytesIO(content))
    try:
        properties = template.get_docx().core_properties
        for name, text in given["properties"].items():
            setattr(properties, name, text)
        template.render(_values(given["context"]), TemplateSandbox(), autoescape=True)
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


def _values(given: Any) -> Any:
    """Texts as they are, to be escaped; ready-made parts as markup."""
    from markupsafe import Markup

    if isinstance(given, dict):
        if set(given) == {PART_KEY}:
            return Markup(given[PART_KEY])
        return {name: _values(value) for name, value in given.items()}
    if isinstance(given, list):
        return [_values(value) for value in given]
    return given


def _read(_given: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    from giaoban.documents.issued_copies.pdf_text import pdf_text

    return pdf_text(content), b""


if __name__ == "__main__":
    main()
