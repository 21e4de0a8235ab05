"""Is what begins like a formula written as a text, and read back as it was?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.formula_starts import as_written, harmless


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Xã Tả Van", "Xã Tả Van"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+84", "'+84"),
        ("-5", "'-5"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("'Ô Chợ Dừa", "'Ô Chợ Dừa"),
        ("", ""),
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str, written: str) -> None:
    assert harmless(text) == written
    assert as_written(written) == text


@given(st.text(alphabet="=+-@'\t\na").filter(lambda text: not text.startswith("'")))
def test_a_text_without_an_apostrophe_of_its_own_makes_the_round_trip(text: str) -> None:
    assert as_written(harmless(text)) == text
