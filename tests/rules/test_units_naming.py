"""How names are found and ordered: tables of examples."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.units.naming import (
    LONGEST_SORT_KEY,
    person_sort_key,
    search_key,
    sort_key,
)


@pytest.mark.parametrize(
    "text, key",
    [
        ("Xã Đăk  Hà ", "xa dak ha"),
        ("ĐẶNG THỊ HƯỜNG", "dang thi huong"),
        ("Thừa Thiên–Huế", "thua thien–hue"),
        ("Ðiện Biên", "dien bien"),  # typed with eth
        ("Hòa Bi\u0300nh", "hoa binh"),  # decomposed marks
        ("\tPhường 12\n", "phuong 12"),
        ("", ""),
    ],
)
def test_marks_and_capitals_do_not_hide_a_name(text, key):
    assert search_key(text) == key


IN_ORDER = [
    ["2", "10", "A"],
    ["Xã 2", "Xã 10", "Xã 10a", "Xã An"],
    ["Quận 1", "Quận 1 Bắc", "Quận 2", "Quận 11"],
    list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
    ["ba", "bà", "bả", "bã", "bá", "bạ", "bác", "băng", "bâng"],
    ["ba hoa", "bà con", "bà hoa", "bạ"],
    ["An Bình", "An Châu", "Ăn", "Ân Thi", "Ba Vì"],
    ["Dương", "Đà Nẵng", "Điện Biên", "Em"],
    ["Hoa Lư", "Hòa", "Hòa Bình", "Hoạt"],
    ["Nghệ An", "Ninh Bình", "Ô Môn", "Ơ Đu", "Phú Thọ"],
    ["Tân Lập", "Tân-Phú", "Tân Uyên", "Tẩn"],
    ["Zen", "Москва"],
]


@pytest.mark.parametrize("names", IN_ORDER)
def test_names_stand_in_the_order_of_a_vietnamese_dictionary(names):
    keys = [sort_key(name) for name in names]
    assert all(first < second for first, second in pairwise(keys))


def test_people_stand_by_their_given_names_then_by_family_and_middle_names():
    names = ["Trần Thị Lan", "Y", "Bùi Thị Ánh", "Nguyễn Lan", "Âu Trà", "Bùi Thị Lan", "Đỗ Văn An"]

    assert sorted(names, key=person_sort_key) == [
        "Đỗ Văn An",
        "Bùi Thị Ánh",
        "Bùi Thị Lan",
        "Nguyễn Lan",
        "Trần Thị Lan",
        "Âu Trà",
        "Y",
    ]
    assert person_sort_key("") == ""


@pytest.mark.parametrize("names", IN_ORDER)
def test_a_database_that_orders_by_a_locale_gives_the_same_order(names):
    # A locale looks at capitals and punctuation last: with neither in a key it has nothing to add.
    keys = [sort_key(name) for name in names]
    assert all(key == "" or (key.isalnum() and key == key.upper()) for key in keys)


@pytest.mark.parametrize(
    "one, other",
    [
        ("XÃ ĐĂK HÀ", "xã đăk hà"),
        ("Hoà Bình", "Hòa Bình"),
        ("Bi\u0300nh", "Bình"),
        ("Tân-An", "Tân  An"),
        ("Xã 02", "Xã 2"),
        ("Ðà Nẵng", "Đà Nẵng"),
    ],
)
def test_names_that_only_look_different_stand_together(one, other):
    assert sort_key(one) == sort_key(other)


def test_the_order_does_not_depend_on_where_sorting_starts():
    names = ("Xã 10", "Đà Nẵng", "Xã 2", "Da Lộc", "Ăn")
    expected = ["Ăn", "Da Lộc", "Đà Nẵng", "Xã 2", "Xã 10"]
    assert {tuple(sorted(given, key=sort_key)) for given in permutations(names)} == {
        tuple(expected)
    }


@given(st.text(max_size=200))
def test_a_sort_key_is_printable_ascii_that_fits_its_column(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert len(key) <= LONGEST_SORT_KEY


@given(st.text(max_size=60))
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_go_by_their_value(one, other):
    assert (sort_key(f"Xã {one}") < sort_key(f"Xã {other}")) == (one < other)
