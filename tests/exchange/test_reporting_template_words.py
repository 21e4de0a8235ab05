"""A mistake in a Word template is told with the paragraph, or the cell of a table, it stands in."""

from io import BytesIO

import docx
import pytest
from django.utils.translation import override

from giaoban.documents.word_templates.checking import template_problems
from giaoban.exchange.reporting.document_template_words import ShownProblem, shown_problems
from tests.documents.test_word_templates import KNOWN


def template(*, field: str = "trich_yeu", closes: str = "{%p endif %}", row: str = "") -> bytes:
    """A template as a clerk makes one: a heading, a condition, a table of indicators."""
    made = docx.Document()
    for text in ("BÁO CÁO", f"Về {{{{ {field} }}}}", "{%p if da_gui %}", "Đã gửi", closes):
        made.add_paragraph(text)
    table = made.add_table(rows=2, cols=2)
    cells = (
        ("STT", "Chỉ tiêu"),
        (row or "1", "{{ don_vi }}{% endfor %}" if row else "{{ don_vi }}"),
    )
    for line, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    held = BytesIO()
    made.save(held)
    return held.getvalue()


HALF_A_ROW = "{% for d in chi_tieu %}{{ d.ten }}"


@pytest.mark.parametrize(
    ("made", "language", "place", "sentence", "text"),
    [
        (
            {"field": "trich_yeux"},
            "vi",
            "đoạn 2",
            "Trường trich_yeux không có; có phải trich_yeu?",
            "Về {{ trich_yeux }}",
        ),
        (
            {"field": "trich_yeux"},
            "en",
            "paragraph 2",
            "There is no field trich_yeux. Is it trich_yeu?",
            "Về {{ trich_yeux }}",
        ),
        (
            {"closes": "Hết"},
            "vi",
            "đoạn 3",
            "“{%p if da_gui %}” chưa được đóng: thiếu endif.",
            "{%p if da_gui %}",
        ),
        (
            {"closes": "Hết"},
            "en",
            "paragraph 3",
            "“{%p if da_gui %}” is never closed: its endif is missing.",
            "{%p if da_gui %}",
        ),
        (
            {"row": HALF_A_ROW},
            "vi",
            "bảng 1, dòng 2, cột 2",
            "“{% endfor %}” đi cùng “{% for d in chi_tieu %}”, hai thẻ phải cùng loại và cùng chỗ: "
            "hai đoạn trong một ô, hai dòng của một bảng, hoặc hai ô của một dòng.",
            "{{ don_vi }}{% endfor %}",
        ),
        (
            {"row": HALF_A_ROW},
            "en",
            "table 1, row 2, column 2",
            "“{% endfor %}” belongs to “{% for d in chi_tieu %}”, and both must be of one kind and "
            "stand in one place: two paragraphs of one cell, two rows of one table, or two cells "
            "of one row.",
            "{{ don_vi }}{% endfor %}",
        ),
    ],
)
def test_a_mistake_is_told_in_words_with_its_place(
    made: dict[str, str], language: str, place: str, sentence: str, text: str
) -> None:
    stored = [problem.stored() for problem in template_problems(template(**made), KNOWN)]
    with override(language):
        assert shown_problems(stored) == [ShownProblem(place, sentence, text)]
