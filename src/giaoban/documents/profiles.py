"""Which fixed words, sizes and measures does a country's rule lay down for its documents?

One record a country, one row a rule, with its source beside it: an amended decree is an edit
here and nowhere else. Lengths are millimetres, type sizes points.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayoutProfile:
    """All that the renderers do not decide for themselves."""

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
