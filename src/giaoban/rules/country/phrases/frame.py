"""What stands around every report and letter, beside the words of the layout?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FramePhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language."""

    report: str
    made_up: str
    symbol: str
    filing: str
    office_filing: str
    head_of_unit: str
    chair: str
    as_above: str
    ground: str
    founding: str
    founding_on: str
    decision: str
    subject: str
    # Names of files, in plain ASCII
    report_file: str
    templates_file: str
    starter_file: str
    dunning_file: str


VIETNAMESE = FramePhrases(
    report="BÁO CÁO",
    made_up="Số liệu minh họa",
    symbol="BC",  # báo cáo: NĐ 30/2020/NĐ-CP appendix III
    filing="VT",
    office_filing="VT, TGV",  # văn thư, tổ giúp việc
    head_of_unit="Thủ trưởng đơn vị",
    chair="Trưởng ban",
    as_above="Như trên",
    ground="Căn cứ {ground}",
    founding="Căn cứ {decision} về việc thành lập {committee}",
    founding_on="{decision} ngày {day} tháng {month} năm {year}",
    decision="Quyết định số {decision}",
    subject="{topic} {period}",
    report_file="bao-cao",
    templates_file="mau-bao-cao",
    starter_file="mau-bao-cao-tong-hop",
    dunning_file="cong-van-don-doc",
)


ENGLISH = FramePhrases(
    report="REPORT",
    made_up="Made-up figures",
    symbol="REP",
    filing="Registry",
    office_filing="Registry, secretariat",
    head_of_unit="Head of office",
    chair="Chair",
    as_above="As above",
    ground="In accordance with {ground}",
    founding="In accordance with {decision} establishing the {committee}",
    founding_on="{decision} of {long_day}",
    decision="decision {decision}",
    subject="{topic}, {period}",
    report_file="report",
    templates_file="report-templates",
    starter_file="report-layout",
    dunning_file="letter-on-missing-reports",
)
