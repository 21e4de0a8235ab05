"""How does a plan or a decision say what is given to whom, and an annex by when?"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssignmentPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language;
    `kind` is the type of the document, as a decision or a resolution, `small` the same within a
    sentence. `cited` is a document as it is named first (NĐ 30/2020, II.6): whole.

    `every` and `every_on_day` are by span: month, quarter, half, year.
    """

    named: str
    decides: str
    resolves: str  # of a resolution
    ground: str
    cited: str
    cited_undated: str
    about: str
    article: str
    articles: tuple[str, str, str]
    carrying_out: str
    plan: str
    notice: str  # what a notice says in the place of a plan
    directive: str  # and a directive
    sections: tuple[str, str, str]
    contents: str  # of a notice or a directive, in the place of the first section
    given: str
    carrying: str
    annex: str
    head: tuple[str, str, str, str, str, str]
    no_term: str
    working_days: str
    every: Mapping[str, str]
    every_on_day: Mapping[str, str]
    until: str
    file: str  # in plain ASCII


VIETNAMESE = AssignmentPhrases(
    named="{type} số {symbol}",
    decides="QUYẾT ĐỊNH:",
    resolves="QUYẾT NGHỊ:",
    ground="Căn cứ {document}",
    cited="{type} số {symbol} {day} của {author}{about}",
    cited_undated="{type} số {symbol} của {author}{about}",
    about=" về {title}",
    article="Điều {number}. ",
    articles=(
        "Giao {count} nhiệm vụ cho các cơ quan, đơn vị chủ trì, phối hợp thực hiện theo Phụ lục "
        "ban hành kèm theo {kind} này.",
        "Thủ trưởng đơn vị chủ trì tổ chức thực hiện nhiệm vụ được giao, bảo đảm chất lượng, đúng "
        "thời hạn và báo cáo kết quả về {agency}. Trường hợp không hoàn thành đúng hạn, phải báo "
        "cáo rõ nguyên nhân.",
        "{kind} này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị có tên trong "
        "Phụ lục chịu trách nhiệm thi hành {kind} này./.",
    ),
    carrying_out="Thực hiện {documents}, {opening}",
    plan="{agency} ban hành {kind} với các nội dung sau:",
    notice="{agency} thông báo như sau:",
    directive="{agency} yêu cầu thủ trưởng các cơ quan, đơn vị thực hiện các nội dung sau:",
    sections=("Mục đích, yêu cầu", "Nhiệm vụ", "Tổ chức thực hiện"),
    contents="Nội dung",
    given=(
        "Giao {count} nhiệm vụ cho {units} đơn vị chủ trì. Nội dung, đơn vị chủ trì, đơn vị phối "
        "hợp, thời hạn và sản phẩm của từng nhiệm vụ nêu tại Phụ lục kèm theo."
    ),
    carrying=(
        "Thủ trưởng đơn vị chủ trì tổ chức thực hiện nhiệm vụ được giao, bảo đảm chất lượng, đúng "
        "thời hạn và báo cáo kết quả về {agency}. Trường hợp không hoàn thành đúng hạn, phải báo "
        "cáo rõ nguyên nhân./."
    ),
    annex="PHÂN CÔNG NHIỆM VỤ",
    head=(
        "TT",
        "Nhiệm vụ",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời hạn hoàn thành",
        "Sản phẩm",
    ),
    no_term="Thường xuyên",
    working_days="{count} ngày làm việc kể từ ngày ban hành",
    every={
        "month": "Hằng tháng",
        "quarter": "Hằng quý",
        "half": "Hằng 6 tháng",
        "year": "Hằng năm",
    },
    every_on_day={
        "month": "Hằng tháng, chậm nhất ngày {day}",
        "quarter": "Hằng quý, chậm nhất ngày {day} tháng cuối quý",
        "half": "Hằng 6 tháng, chậm nhất ngày {day} tháng cuối kỳ",
        "year": "Hằng năm, chậm nhất ngày {day} tháng 12",
    },
    until="{term}, đến {day}",
    file="phan-cong-nhiem-vu",
)


ENGLISH = AssignmentPhrases(
    named="{type} {symbol}",
    decides="DECIDES:",
    resolves="RESOLVES:",
    ground="In accordance with {document}",
    cited="{type} {symbol} of the {author}, {day}{about}",
    cited_undated="{type} {symbol} of the {author}{about}",
    about=", “{title}”",
    article="{number}. ",
    articles=(
        "The tasks listed in the annex are given to the units named there. Number of tasks: "
        "{count}.",
        "The head of each lead unit sees to it that the task is carried out well and in time and "
        "reports the result to the {agency}. Where a term is not kept, the reason is given.",
        "This {small} takes effect on the day of its signature. The heads of the units named in "
        "the annex carry it out.",
    ),
    carrying_out="To carry out {documents}, {opening}",
    plan="the {agency} issues this {small}:",
    notice="the {agency} gives notice of the following:",
    directive="the {agency} directs the heads of units to carry out the following:",
    sections=("Purpose", "Tasks", "Carrying out"),
    contents="Contents",
    given=(
        "Tasks given: {count}; lead units: {units}. The annex says of each task what is to be "
        "done, who leads, who co-operates, by when, and what is delivered."
    ),
    carrying=(
        "The head of each lead unit sees to it that the task is carried out well and in time and "
        "reports the result to the {agency}. Where a term is not kept, the reason is given."
    ),
    annex="Tasks and who carries them out",
    head=("No.", "Task", "Lead unit", "Co-operating units", "Deadline", "Product"),
    no_term="Ongoing",
    working_days="{count} working days after issue",
    every={
        "month": "Every month",
        "quarter": "Every quarter",
        "half": "Every half-year",
        "year": "Every year",
    },
    every_on_day={
        "month": "Every month, by day {day}",
        "quarter": "Every quarter, by day {day} of its last month",
        "half": "Every half-year, by day {day} of its last month",
        "year": "Every year, by {day} December",
    },
    until="{term}, until {day}",
    file="assignment-of-tasks",
)
