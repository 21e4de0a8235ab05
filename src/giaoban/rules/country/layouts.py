"""Which fixed words, sizes and measures does a country's rule lay down for its documents?

One record a layout, one row a rule, with its source beside it: an amended decree is an edit here
and nowhere else; a country's profile names one and may change single rows of it. Lengths are
millimetres, type sizes points.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LayoutProfile:
    """All that the renderers do not decide for themselves.

    Without a `national_title` the head is one column: the agency, then reference and date.
    """

    code: str
    language: str

    national_title: str
    motto: str
    number_text: str
    place_and_date: str
    dots: str
    addressed_to: str
    letter_about: str
    letter_word: str
    recipients_title: str
    filing_text: str
    draft_word: str
    annex_word: str
    annex_reference: str
    date: str
    quote_by: str
    unit_note: str

    page_width: float
    page_height: float
    margin_top: float
    margin_bottom: float
    margin_left: float
    margin_right: float
    page_number_from_edge: float
    letterhead_left_share: float
    signature_left_share: float
    signature_space: float

    faces: tuple[str, ...]
    size_page_number: float
    size_national_title: float
    size_motto: float
    size_agency: float
    size_number: float
    size_place: float
    size_letter_subject: float
    size_title: float
    size_body: float
    size_signature: float
    size_recipients_title: float
    size_recipients: float
    size_table: float
    size_note: float

    agency_line_share: float
    first_line_indent: float
    space_between_paragraphs: float
    line_spacing: float
    ground_end: str
    ground_last_end: str

    closing: str = ""
    """The sentence after the last section, with {title}."""
    numbers_sections: Literal["roman", "arabic"] = "roman"
    has_capitals: bool = True
    """Agencies, posts and titles of sections in capitals."""
    page_number_at: Literal["head", "foot"] = "head"
    page_number: str = "{number}"
    numbers_first_page: bool = False
    table_head_fill: str = ""
    """Six hexadecimal digits of a light colour, or none."""
    is_sans: bool = False
    signature_align: Literal["center", "left"] = "center"


# Nghị định 30/2020/NĐ-CP, appendix I (layout), unless another source is named.
VIETNAM = LayoutProfile(
    code="vn-nd30",
    language="vi-VN",
    # Part II, 1: capitals, bold, 12–13; below it the motto, bold 13–14, first letters of each
    # phrase in capitals, joined by hyphens, over a line as wide as the words.
    national_title="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập - Tự do - Hạnh phúc",
    size_national_title=12,
    size_motto=13,
    # Part II, 2: parent agency in capitals 12–13; issuing agency in bold capitals 12–13 over a
    # line 1/3 to 1/2 as wide as the words.
    size_agency=12,
    agency_line_share=0.42,
    # Part II, 3: "Số:" then number "/" symbol without spaces, 13.
    number_text="Số: {number}/{symbol}",
    size_number=13,
    # Part II, 4: italic 13–14; days under 10 and months 1 and 2 with a leading 0.
    place_and_date="{place}, {date}",
    dots="……",
    size_place=13,
    # Of a công văn: under number and symbol, upright, 12–13 (appendix I, II.5b).
    letter_about="V/v ",
    letter_word="Công văn",
    size_letter_subject=12,
    # Part II, 5: kind and subject, bold 13–14, centred.
    size_title=14,
    # Part II, 6: body 13–14, justified, first line 1 or 1.27 cm, at least 6 pt between
    # paragraphs, lines single to 1.5; grounds italic, ending ";" and the last ".".
    size_body=14,
    first_line_indent=12.7,
    space_between_paragraphs=6,
    line_spacing=1.15,
    ground_end=";",
    ground_last_end=".",
    # Custom: the text ends with "./.".
    closing="Trên đây là báo cáo {title}./.",
    # Part II, 7: authority, post and name in bold 13–14.
    size_signature=13,
    # Part II, 9: "Kính gửi:" 13–14; "Nơi nhận:" bold italic 12, its list 11, "Lưu:" last.
    addressed_to="Kính gửi:",
    recipients_title="Nơi nhận:",
    filing_text="Lưu: {filing}",
    size_recipients_title=12,
    size_recipients=11,
    # Part I: A4; top and bottom 20–25, left 30–35, right 15–20; Times New Roman, black; page
    # number 13–14 upright, centred in the top margin, not shown on the first page.
    page_width=210,
    page_height=297,
    margin_top=20,
    margin_bottom=20,
    margin_left=30,
    margin_right=15,
    page_number_from_edge=10,
    size_page_number=13,
    # Tinos has the same widths as Times New Roman; Libertinus Serif is built into typst and has
    # every Vietnamese letter, so a machine without fonts still prints.
    faces=("Times New Roman", "Tinos", "Libertinus Serif"),
    # Part III, 1: annexes are named, refer to their document in italics, and number their pages
    # on their own.
    annex_word="Phụ lục",
    annex_reference="(Kèm theo {kind} số {number}/{symbol} {date} của {agency})",
    date="ngày {day} tháng {month} năm {year}",
    # What follows is practice where the decree is silent.
    draft_word="DỰ THẢO",
    quote_by="({unit})",
    unit_note="Đơn vị tính: {unit}",
    letterhead_left_share=0.41,
    signature_left_share=0.42,
    signature_space=24,
    size_table=11,
    size_note=11,
)


# A plain letter of an organisation without a decree: what is common in reports of programmes.
PLAIN = LayoutProfile(
    code="plain",
    language="en-GB",
    national_title="",
    motto="",
    size_national_title=12,
    size_motto=12,
    size_agency=13,
    agency_line_share=1,
    number_text="Reference: {number}/{symbol}",
    size_number=10.5,
    place_and_date="{place}, {date}",
    dots="……",
    size_place=10.5,
    letter_about="Subject: ",
    letter_word="Letter",
    size_letter_subject=11,
    size_title=15,
    size_body=11,
    first_line_indent=0,
    space_between_paragraphs=6,
    line_spacing=1.15,
    ground_end=".",
    ground_last_end=".",
    size_signature=11,
    addressed_to="To:",
    recipients_title="Distribution",
    filing_text="Filed: {filing}",
    size_recipients_title=10,
    size_recipients=10,
    # ISO 216, A4; equal margins, so that a page can be printed on either side.
    page_width=210,
    page_height=297,
    margin_top=22,
    margin_bottom=22,
    margin_left=25,
    margin_right=25,
    page_number_from_edge=11,
    size_page_number=9,
    # Arimo and Liberation Sans have the widths of Arial; Libertinus Serif is built into typst.
    faces=("Arial", "Arimo", "Liberation Sans", "Libertinus Serif"),
    annex_word="Annex",
    annex_reference="({kind} {number}/{symbol} of the {agency}, {date})",
    date="{plain_day} {month_name} {year}",
    draft_word="DRAFT",
    quote_by="({unit})",
    unit_note="Unit of measure: {unit}",
    letterhead_left_share=0.6,
    signature_left_share=0.5,
    signature_space=18,
    size_table=9,
    size_note=9,
    numbers_sections="arabic",
    has_capitals=False,
    page_number_at="foot",
    page_number="Page {number}",
    numbers_first_page=True,
    table_head_fill="E8EDF2",
    is_sans=True,
    signature_align="left",
)

LAYOUTS = {"nd30": VIETNAM, "plain": PLAIN}
"""By the name under which a profile chooses one."""
