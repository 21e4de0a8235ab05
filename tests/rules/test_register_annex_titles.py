"""Where one annex of a file ends and the next begins."""

import pytest

from giaoban.rules.register.annex_titles import begins_another, title_of

FIRST = "PHỤ LỤC I: NHIỆM VỤ CỦA CÁC SỞ"


@pytest.mark.parametrize(
    "above, title",
    [
        (["Nơi nhận:", "PHỤ LỤC I", "NHIỆM VỤ CỦA CÁC SỞ", "(Kèm theo Kế hoạch số 5)"], FIRST),
        (["Phụ lục 2.", "(Kèm theo Kế hoạch số 5)"], "Phụ lục 2"),
        (["Phụ lục I", "cũ", "Phụ lục II"], "Phụ lục II"),
        (["Annex A – Actions of 2027"], "Annex A – Actions of 2027"),
        (["Căn cứ phụ lục I", "Annexation"], ""),
        ([f"Phụ lục {'x' * 200}"], f"Phụ lục {'x' * 151}…"),
        ([], ""),
    ],
)
def test_the_title_over_a_table(above: list[str], title: str) -> None:
    assert title_of(above) == title


@pytest.mark.parametrize(
    "above, before, is_another",
    [
        (["PHỤ LỤC II"], FIRST, True),
        (["Biểu số 2"], "Biểu số 1", True),
        (["PHỤ LỤC I (tiếp theo)"], FIRST, False),
        (["Phụ lục I"], FIRST, False),
        (["Trang 2"], FIRST, False),
        ([], FIRST, False),
        (["PHỤ LỤC"], "PHỤ LỤC", True),
        (["PHỤ LỤC II"], "", True),
    ],
)
def test_a_title_between_two_tables_begins_another_annex(
    above: list[str], before: str, is_another: bool
) -> None:
    assert begins_another(above, before) is is_another
