"""A committee's own Word template: what it may say, what is refused, and what comes out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from giaoban.apart.parent import done_apart
from giaoban.documents.docx import to_docx
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.reporting.consolidated_report import Issue, consolidated_report
from giaoban.documents.reporting.dunning_letter import DunningFacts, MissingReport, dunning_letter
from giaoban.documents.word_templates.bounds import refuse_template
from giaoban.documents.word_templates.checking import TagProblem, template_problems
from giaoban.documents.word_templates.fields import FIELDS
from giaoban.documents.word_templates.letter_fields import LETTER_FIELDS
from giaoban.documents.word_templates.listed import listed_fields
from giaoban.documents.word_templates.places import lines_of
from giaoban.documents.word_templates.rendering import filled_template, given_of
from giaoban.documents.word_templates.schema import TemplateField, known_names
from giaoban.documents.word_templates.starter import starter_letter, starter_template
from giaoban.rules.country.layouts import PLAIN
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import DrawnFacts, Heading
from tests.factories import NOW
from tests.report_samples import content, facts

FACTS = facts()
DOCUMENT = consolidated_report(content(), FACTS, Issue("Tình hình quý III", is_draft=True))
CODES = frozenset(shown.code for shown in FACTS.indicators)
KNOWN = known_names(FIELDS, CODES, "vi")
ENGLISH = known_names(FIELDS, CODES, "en")


def word(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file with these paragraphs, then a table."""
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table:
        grid = made.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return packed(made)


def packed(made: docx.document.Document) -> bytes:
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def said(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        return [line.text for line in lines_of(archive) if line.text.strip()]


HEADING = Heading(
    "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ",
    "BC-BCĐ",
    "Lào Cai",
    parent_agency="ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
    agency_in_text="Ban Chỉ đạo Chuyển đổi số",
    authority=("TM. BAN CHỈ ĐẠO",),
    signer_post="TRƯỞNG BAN",
    signer_name="Nguyễn Văn Dũng",
    filing="VT, TGV",
)
OWED = DunningFacts(
    regime="Báo cáo chuyển đổi số",
    period_key="2026Q3",
    heading=HEADING,
    missing=(MissingReport("Xã <Tả> Van", NOW, 3), MissingReport("Xã Y Tý", NOW, None, True)),
    expected=99,
    at=NOW,
)


@pytest.mark.parametrize("profile", [LAYOUT, PLAIN])
def test_the_starter_of_the_letter_gives_what_the_built_in_layout_gives(
    profile: LayoutProfile,
) -> None:
    starter = starter_letter(profile)
    known = known_names(LETTER_FIELDS, frozenset(), profile.language)
    assert template_problems(starter, known) == []
    letter = dunning_letter(OWED)
    drawn = "\n".join(said(to_docx(letter, profile)))
    assert "\n".join(said(filled_template(starter, letter, OWED, profile))) == drawn


def test_a_letter_knows_its_own_fields_and_says_where_another_stands() -> None:
    known = known_names(LETTER_FIELDS, frozenset(), "vi")
    made = word(
        "{{ chua_gui }}/{{ so_don_vi }}, {{ qua_han }} quá hạn",
        table=(
            ("{%tr for dong in danh_sach %}",),
            ("{{ dong.ten }}: {{ dong.cham }}",),
            ("{%tr endfor %}",),
        ),
    )
    assert template_problems(made, known) == []
    assert said(filled_template(made, dunning_letter(OWED), OWED)) == [
        "2/99, 1 quá hạn",
        "Xã <Tả> Van: 3",
        "Xã Y Tý: Trong hạn",
    ]
    (problem,) = template_problems(word("a", "{{ so_lieu.x }}"), known)
    assert (problem.code, problem.place and problem.place.paragraph) == ("field_unknown_near", 2)


def with_part(name: str, text: str | bytes) -> bytes:
    """An ordinary file in which one part is put or replaced."""
    held = BytesIO()
    with ZipFile(BytesIO(word("a"))) as source, ZipFile(held, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, text)
    return held.getvalue()


def with_relation(kind: str, target: str, mode: str = "External") -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return with_part("word/_rels/settings.xml.rels", rels)


def with_field(instruction: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cut = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in instruction)
    body = f'<w:document xmlns:w="{space}"><w:body><w:p>{cut}</w:p></w:body></w:document>'
    return with_part("word/document.xml", body)


FIELD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:instrText>INCLUDETEXT a</w:instrText></w:r></w:p></w:body></w:document>"
)


def with_text(name: str, old: str, new: str) -> bytes:
    with ZipFile(BytesIO(word("a"))) as source:
        text = source.read(name).decode()
    assert old in text
    return with_part(name, text.replace(old, new))


def with_type(entry: str) -> bytes:
    return with_text("[Content_Types].xml", "</Types>", f"{entry}</Types>")


def bomb() -> bytes:
    return with_part("word/media/a.png", b"\0" * (45 * 1024 * 1024))


REFUSED: list[tuple[str, str, Callable[[], bytes]]] = [
    ("no_zip.docx", "template_not_word", lambda: b"MZ\x90\x00"),
    ("other.doc", "template_not_word", lambda: word("a")),
    ("macro.docx", "template_has_macros", lambda: with_part("word/vbaProject.bin", b"x")),
    (
        "docm.docx",
        "template_has_macros",
        lambda: with_part(
            "[Content_Types].xml",
            '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
            'ms-word.document.macroEnabled.main+xml"/></Types>',
        ),
    ),
    ("ole.docx", "template_has_objects", lambda: with_part("word/embeddings/o.bin", b"x")),
    ("activex.docx", "template_has_objects", lambda: with_part("word/activeX/a.xml", "<a/>")),
    (
        "attached.docx",
        "template_is_attached",
        lambda: with_relation("attachedTemplate", "http://example.org/a.dotm"),
    ),
    ("oleobject.docx", "template_has_objects", lambda: with_relation("oleObject", "a.bin")),
    ("picture.docx", "template_leaves", lambda: with_relation("image", "http://example.org/a.png")),
    ("file.docx", "template_leaves", lambda: with_relation("hyperlink", "file:///etc/passwd")),
    ("chunk.docx", "template_takes_in", lambda: with_relation("aFChunk", "a.html", "Internal")),
    ("dde.docx", "template_fetches", lambda: with_field("DDEAUTO c:\\cmd.exe")),
    ("include.docx", "template_fetches", lambda: with_field(" INCLUDETEXT a.docx ")),
    (
        "entity.docx",
        "template_damaged",
        lambda: with_part("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ),
    (
        "elsewhere.docx",
        "template_damaged",
        lambda: with_text("_rels/.rels", "word/document.xml", "other/document.xml"),
    ),
    (
        "two_documents.docx",
        "template_damaged",
        lambda: with_text(
            "_rels/.rels",
            "</Relationships>",
            '<Relationship Id="r99" Target="other/d.xml" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/officeDocument"/></Relationships>',
        ),
    ),
    ("field_elsewhere.docx", "template_fetches", lambda: with_part("other/header1.xml", FIELD)),
    ("field_in_capitals.docx", "template_fetches", lambda: with_part("word/header1.XML", FIELD)),
    (
        "field_of_strict.docx",
        "template_fetches",
        lambda: with_part(
            "word/header1.xml",
            FIELD.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
        ),
    ),
    (
        "xml_under_another_name.docx",
        "template_damaged",
        lambda: with_type(
            '<Override PartName="/word/header1.bin" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.header+xml"/>'
        ),
    ),
    (
        "xml_by_ending.docx",
        "template_damaged",
        lambda: with_type('<Default Extension="dat" ContentType="application/xml"/>'),
    ),
    (
        "macro_by_type.docx",
        "template_has_macros",
        lambda: with_type(
            '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        ),
    ),
    ("path.docx", "template_damaged", lambda: with_part("../../etc/cron.d/a", "x")),
    ("bomb.docx", "template_too_large", bomb),
    ("cut.docx", "template_damaged", lambda: word("a")[:-200]),
]


@pytest.mark.parametrize("name, code, made", REFUSED, ids=[row[0] for row in REFUSED])
def test_a_file_that_acts_by_itself_is_refused_by_name(
    name: str, code: str, made: Callable[[], bytes]
) -> None:
    with pytest.raises(RuleError) as refused:
        refuse_template(name, made())
    assert refused.value.code == code


def test_an_ordinary_file_with_a_link_to_a_page_is_taken() -> None:
    refuse_template("mau.docx", with_relation("hyperlink", "https://example.org/"))


def test_a_file_with_a_drawn_picture_is_taken() -> None:
    refuse_template("mau.docx", with_type('<Default Extension="svg" ContentType="image/svg+xml"/>'))


def test_a_document_named_from_the_root_is_taken() -> None:
    refuse_template(
        "mau.docx", with_text("_rels/.rels", '"word/document.xml"', '"/word/document.xml"')
    )


MISTAKES: list[tuple[str, str, dict[str, str]]] = [
    (
        "{{ so_lieu.onlin }}",
        "field_unknown_near",
        {"field": "so_lieu.onlin", "near": "so_lieu.online"},
    ),
    ("{{ trich_yeux }}", "field_unknown_near", {"field": "trich_yeux", "near": "trich_yeu"}),
    ("{{ abcxyz }}", "field_unknown", {"field": "abcxyz"}),
    ("{{ cac_muc }}", "field_is_a_list", {"field": "cac_muc"}),
    ("{{ so_lieu }}", "field_needs_a_code", {"field": "so_lieu"}),
    ("{{ noi_dung }}", "field_is_a_part", {"field": "noi_dung"}),
    ("{{p trich_yeu }}", "field_is_no_part", {"field": "trich_yeu"}),
    ("{{ trich_yeu.ten }}", "field_has_no_fields", {"field": "trich_yeu", "key": "ten"}),
    ("{%p for a in trich_yeu %}", "field_is_no_list", {"field": "trich_yeu"}),
    ("{{ trich_yeu", "bracket_not_closed", {}),
    ("{%p if da_gui %}", "tag_not_closed", {"word": "endif"}),
    ("{%p endfor %}", "tag_closes_nothing", {}),
    ("Xin {%p endfor %}", "tag_not_alone", {}),
    ("{{r trich_yeu }}", "tag_unknown", {}),
    ("{{ trich_yeu | safe }}", "expression_unreadable", {}),
    # what a program would want of it
    ("{{ ''.__class__.__mro__ }}", "field_has_no_fields", {}),
    ("{{ trich_yeu.__class__ }}", "field_has_no_fields", {}),
    ("{{ cycler.__init__.__globals__ }}", "field_unknown", {}),
    ("{{ self }}", "field_unknown", {}),
    ("{{ range(10) }}", "expression_unreadable", {}),
    ('{{ "a" * 10 ** 9 }}', "expression_unreadable", {}),
    ("{%p for i in range(10**9) %}", "expression_unreadable", {}),
    ('{% include "/etc/passwd" %}', "tag_unknown", {}),
    ('{% import "os" as os %}', "tag_unknown", {}),
    ("{% set a = trich_yeu %}", "tag_unknown", {}),
    ("{% macro a() %}", "tag_unknown", {}),
    ("{{ " + "(" * 150 + "1" + ")" * 150 + " }}", "tag_too_long", {}),
]


def problems(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> list[TagProblem]:
    return template_problems(word(*paragraphs, table=table), KNOWN)


@pytest.mark.parametrize("text, code, params", MISTAKES)
def test_a_mistake_is_told_with_its_place(text: str, code: str, params: dict[str, str]) -> None:
    found = problems("Kính gửi:", "{{ trich_yeu }}", text)
    first = found[0]
    assert (first.code, first.place.paragraph, first.place.table) == (code, 3, 0)
    assert {name: first.params[name] for name in params} == params


def test_more_paragraphs_than_can_be_looked_through_are_refused() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    many = f'<w:document xmlns:w="{space}"><w:body>{"<w:p/>" * 100_001}</w:body></w:document>'
    with pytest.raises(RuleError, match="too_large"):
        template_problems(with_part("word/document.xml", many), KNOWN)


def test_in_a_table_the_row_and_the_column_are_named() -> None:
    (found,) = problems("a", table=(("STT", "Tên"), ("1", "{{ don_vix }}")))
    assert (found.place.table, found.place.row, found.place.column) == (1, 2, 2)
    assert found.params["near"] == "don_vi"


OPENS, NAME, CLOSES = ("{%tr for d in chi_tieu %}",), ("{{ d.ten }}",), ("{%tr endfor %}",)


@pytest.mark.parametrize(
    "rows, codes",
    [
        ((OPENS, NAME, CLOSES), []),
        ((OPENS, ("{{ d.tenx }}",), CLOSES), ["field_unknown_near"]),
        ((OPENS, NAME, ("{%p endfor %}",)), ["tag_closes_elsewhere"]),
        ((("{%tr for d in chi_tieu %} STT",), NAME, CLOSES), ["tag_not_alone"]),
    ],
)
def test_rows_are_repeated_between_rows_of_their_own(
    rows: tuple[tuple[str, ...], ...], codes: list[str]
) -> None:
    assert [found.code for found in problems(table=rows)] == codes


def test_a_tag_that_word_has_cut_into_runs_is_read_whole() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph()
    for piece in ("{", "{ trich", "_yeu", " }", "} và {{ “a” ", "}}"):
        paragraph.add_run(piece).bold = True
    content_ = packed(made)
    assert template_problems(content_, KNOWN) == []
    assert said(filled_template(content_, DOCUMENT, FACTS))[0] == "Tình hình quý III và a"


def test_the_starter_has_no_mistake_and_says_what_the_built_in_layout_says() -> None:
    starter = starter_template()
    refuse_template("mau.docx", starter)
    assert template_problems(starter, KNOWN) == []
    assert starter_template() == starter
    lines = said(filled_template(starter, DOCUMENT, FACTS))
    assert not [line for line in lines if re.search(r"\{\{|\{%|[\ue6f0\ue6f1]", line)]
    text = "\n".join(lines)
    wanted = [
        DOCUMENT.type_line,
        DOCUMENT.subject,
        *(block.text for block in DOCUMENT.blocks if block.kind == "heading" and block.level == 1),
        *(annex.title for annex in DOCUMENT.annexes),
        *("1.234,5", "75,0", "Xã Tả Van", "Chưa gửi"),
    ]
    assert [each for each in wanted if each not in text] == []


def test_the_starter_of_an_english_layout_names_its_fields_in_english() -> None:
    starter = starter_template(PLAIN)
    assert template_problems(starter, ENGLISH) == []
    tags = re.findall(r"\{[{%].*?[}%]\}", "\n".join(said(starter)))
    names = {name for tag in tags for name in re.findall(r"[a-z_]{3,}", tag)}
    offered = english_names(FIELDS) | {"for", "else", "endif", "endfor", "line", "column", "cell"}
    assert names - offered == set()
    assert DOCUMENT.subject in said(filled_template(starter, DOCUMENT, FACTS))


def english_names(fields: Sequence[TemplateField]) -> set[str]:
    inside = [english_names(field.fields) | {field.each[1]} for field in fields]
    return {field.names[1] for field in fields}.union(*inside)


@pytest.mark.parametrize(
    ("text", "language", "near"),
    [
        ("{{ subjekt }}", "en", "subject"),
        ("{{ trich_yeux }}", "vi", "trich_yeu"),
        ("{{ figure.onlin }}", "en", "figure.online"),
    ],
)
def test_a_mistake_is_answered_with_a_name_of_the_layout_s_language(
    text: str, language: str, near: str
) -> None:
    found = template_problems(word(text), known_names(FIELDS, CODES, language))
    assert [problem.params["near"] for problem in found] == [near]


@pytest.mark.parametrize(
    "text", ["{{ subject }} / {{ trich_yeu }}", "{{ figure.online }} / {{ so_lieu.online }}"]
)
def test_a_template_may_name_a_field_in_either_language(text: str) -> None:
    first, second = said(filled_template(word(text), DOCUMENT, FACTS))[0].split(" / ")
    assert first == second != ""


@pytest.mark.parametrize("fields", [FIELDS, *(field.fields for field in FIELDS)])
def test_no_name_of_a_field_stands_for_two(fields: Sequence[TemplateField]) -> None:
    for names in zip(*(field.names for field in fields), strict=True):
        assert sorted(set(names)) == sorted(names)
    assert all(a.names == b.names for a in fields for b in fields if set(a.names) & set(b.names))


def test_the_rows_of_the_report_s_own_table_do_not_stand_under_another_regime_s() -> None:
    """A section that draws on another regime comes first; its table is number 1 then."""
    first = replace(content().sections[1], key="s0", title="Việc khác", regime="khac")
    other = replace(FACTS, regime="khac", indicators=FACTS.indicators[:1])
    drawn = DrawnFacts("Việc khác", "2026-09-30", has_same_days=True, facts=other)
    own = replace(FACTS, others=(drawn,))
    both = content(sections=(first, *content().sections))
    document = consolidated_report(both, own, Issue("Hai chế độ"))
    context = given_of(document, own).context
    assert [(muc["co_bang_chi_tieu"], muc["ten_bang"][:7]) for muc in context["cac_muc"]] == [
        (False, ""),
        (False, ""),
        (True, "Bảng 2."),
        (False, ""),
        (False, ""),
    ]


def test_draft_and_made_up_stand_on_every_page_whatever_the_template_says() -> None:
    made = docx.Document(BytesIO(filled_template(word("{{ trich_yeu }}"), DOCUMENT, FACTS)))
    heads = ["".join(p.text for p in section.header.paragraphs) for section in made.sections]
    assert heads == ["DỰ THẢO · Số liệu minh họa"]


def test_a_ready_made_part_brings_its_styles_tables_and_pictures() -> None:
    made = docx.Document(BytesIO(filled_template(word("{{p noi_dung }}"), DOCUMENT, FACTS)))
    assert {"Table Text", "Dash List"} <= {style.name for style in made.styles}
    assert len(made.tables) >= 1
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == [
        block.text for block in DOCUMENT.blocks if block.kind == "heading" and block.level == 1
    ]


def test_what_a_value_says_is_text_and_never_markup_or_a_tag() -> None:
    hostile = "</w:t><w:p/> {{ don_vi }} & <script>\ue6f0chart0\ue6f1"
    document = consolidated_report(content(), FACTS, Issue(hostile))
    lines = said(filled_template(word("{{ trich_yeu }}"), document, FACTS))
    assert lines[0] == "</w:t><w:p/> {{ don_vi }} & <script>chart0"


@pytest.mark.parametrize(
    "text",
    [
        "{{ trich_yeu.__class__.__mro__ }}",
        '{{ "a" * 10 ** 9 }}',
        "{%p for i in range(10 ** 9) %}",
    ],
)
def test_the_process_itself_refuses_what_the_check_would_have_refused(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        filled_template(word(text), DOCUMENT, FACTS)
    assert refused.value.code == "template_fails"


@pytest.mark.full
def test_loops_in_loops_end_with_the_process_and_not_with_the_server() -> None:
    loops = [f"{{%p for {name} in many %}}" for name in "abcd"]
    ends = ["{%p endfor %}"] * 4
    task = {"context": {"many": ["x" * 1000] * 1000}, "properties": {}}
    with pytest.raises(RuleError) as refused:
        done_apart("giaoban.documents.word_templates.filling", task, word(*loops, "{{ d }}", *ends))
    assert refused.value.code == "file_takes_too_much"


def test_the_list_of_fields_is_made_from_what_a_template_is_given() -> None:
    given = given_of(DOCUMENT, FACTS).context
    listed = list(listed_fields(FIELDS, given, "vi"))
    assert set(given) == {field.key for field in FIELDS}
    assert {each.typed: each.example for each in listed}["{{ so_lieu.online }}"] == "1.234,5"
    typed = [each.typed.replace(" … ", "x") for each in listed if each.depth == 0]
    plain = [each for each in typed if not each.startswith("{%p for")]
    assert problems(*(each for each in plain if not each.startswith("{%p if"))) == []
