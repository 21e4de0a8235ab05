"""Is a Word file drawn by the built-in layout, or by a template of the unit's own?"""

from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.docx import to_docx
from giaoban.documents.word_templates.rendering import Facts, filled_template
from giaoban.models import DocumentTemplate
from giaoban.rules.problems import RuleError


def word_file(
    document: AdministrativeDocument,
    facts: Facts,
    template: DocumentTemplate | None,
) -> bytes:
    """By the template where there is one; raises RuleError as `filled_template` does, and
    `template_is_gone` where its file is no longer there.
    """
    if template is None:
        return to_docx(document)
    return filled_template(template_bytes(template), document, facts)


def template_bytes(template: DocumentTemplate) -> bytes:
    """Raises RuleError `template_is_gone`."""
    try:
        with template.file.content.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise RuleError("template_is_gone") from error
    return content
