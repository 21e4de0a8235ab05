"""How do minutes and a notice of conclusions say what happened (NĐ 30/2020/NĐ-CP, form 1.9)?"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MinutesPhrases:
    """Of one language. Blanks are in braces; numbers come as text, written in that language.

    `forms` are by MeetingForm, `bases` by Base (`answered`: who is present in writing), `outcomes`
    by Outcome, `silence` and `silent_count` by Silence.
    """

    type_codes: tuple[str, str]  # of minutes, of a notice of conclusions, as the registers know
    minutes: str
    notice: str
    of_meeting: str
    of_circulation: str
    conclusions_of: str
    meeting_before: tuple[tuple[str, str], ...]  # how a title begins, and what stands before it
    meeting_called: str
    circulation_called: str
    keeper: str
    presiding: str
    for_members: str
    for_office: str
    withheld_one: str
    withheld: str
    moment: str
    time: str
    began: str
    ended: str
    place: str
    form: str
    forms: Mapping[str, str]
    chaired: str
    kept: str
    attendance: str
    members: str
    others: str
    absent: str
    person: str
    substituted: str
    from_time: str
    until_time: str
    between: str
    absent_reason: str
    quorum: str
    quorum_at: str
    enough: str
    not_enough: str
    changes: str
    circulation_changes: str
    arising: str
    arising_line: str
    arising_due: str
    arising_states: Mapping[str, str]
    reported: str
    heard: str  # nothing more is known of an item
    not_heard: str
    opinion: str
    recused: str
    vote: str
    vote_how: tuple[str, str, str]  # openly, secretly, on paper
    vote_counts: str
    vote_option: str
    vote_needs: str
    at_least: str
    more_than: str
    bases: Mapping[str, str]
    means: Mapping[str, str]
    outcomes: Mapping[str, str]
    chosen: str
    voted_named: str
    silent_named: str
    silent_count: Mapping[str, str]
    conclusions: str
    concluded: str
    lead: str
    co_operating: str
    product: str
    due: str
    notice_opening: str
    notice_opening_in_writing: str
    notice_closing: str
    annex: str
    annex_head: tuple[str, str, str, str, str, str]
    corrections: str
    correction: str
    correction_withheld: str
    narrowed: str
    asked_on: str
    asked_of: str
    answers_needed: str
    answered: str
    silence: Mapping[str, str]
    minutes_file: str  # in plain ASCII, as the next one
    notice_file: str


VIETNAMESE = MinutesPhrases(
    type_codes=("BB", "TB"),
    minutes="BIÊN BẢN",
    notice="THÔNG BÁO",
    of_meeting="{title}",
    of_circulation="Tổng hợp ý kiến bằng văn bản: {title}",
    conclusions_of="Kết luận {meeting}",
    meeting_before=(
        ("họp", "phiên "),
        ("phiên", ""),
        ("cuộc họp", ""),
        ("hội nghị", ""),
        ("giao ban", "phiên "),
    ),
    meeting_called="phiên họp “{title}”",
    circulation_called="việc lấy ý kiến bằng văn bản “{title}”",
    keeper="THƯ KÝ",
    presiding="CHỦ TRÌ",
    for_members="Bản dành cho thành viên",
    for_office="Bản đầy đủ, chỉ chủ trì và thư ký sử dụng",
    withheld_one="(Lược một đoạn không thuộc phạm vi gửi của bản này.)",
    withheld="(Lược {count} đoạn không thuộc phạm vi gửi của bản này.)",
    moment="{time}, {day}",
    time="{hour} giờ {minute}",
    began="Thời gian bắt đầu: {moment}.",
    ended="Phiên họp kết thúc vào {moment}.",
    place="Địa điểm: {place}.",
    form="Hình thức: {form}.",
    forms={
        "on_site": "họp trực tiếp",
        "online": "họp trực tuyến",
        "both": "họp trực tiếp kết hợp trực tuyến",
        "circulation": "lấy ý kiến bằng văn bản",
    },
    chaired="Chủ trì: {person}.",
    kept="Thư ký: {person}.",
    attendance="Thành phần tham dự",
    members="Thành viên có mặt {present}/{all}:",
    others="Đại biểu mời và bộ phận giúp việc:",
    absent="Vắng mặt {count}:",
    person="{name}, {post}",
    substituted="{substitute} dự thay {name}",
    from_time="dự từ {time}",
    until_time="về lúc {time}",
    between="dự từ {first} đến {last}",
    absent_reason="{person} (lý do: {reason})",
    quorum="Số thành viên có mặt theo thời gian:",
    quorum_at="Từ {time}: {present}/{all} thành viên, cần {needed}, {enough}.",
    enough="đủ điều kiện quyết định",
    not_enough="không đủ điều kiện quyết định",
    changes="Thay đổi chương trình sau khi gửi giấy mời",
    circulation_changes="Thay đổi sau khi gửi lấy ý kiến",
    arising="Rà soát kết luận của các phiên trước",
    arising_line="{text} ({unit}; phiên ngày {day}): {state}{due}.",
    arising_due=", thời hạn {day}",
    arising_states={
        "assigned": "chưa tiếp nhận",
        "queried": "chờ giải đáp",
        "acknowledged": "đã tiếp nhận",
        "in_progress": "đang thực hiện",
        "submitted": "đã báo cáo kết quả, chờ xác nhận",
        "returned": "đang hoàn thiện theo yêu cầu",
    },
    reported="Người báo cáo: {name}.",
    heard="Phiên họp đã nghe nội dung này.",
    not_heard="Chưa xem xét tại phiên họp.",
    opinion="{name}: {text}",
    recused="{name} không tham gia nội dung này (lý do: {reason}).",
    vote="Biểu quyết: {text}",
    vote_how=("biểu quyết công khai", "bỏ phiếu kín", "bỏ phiếu giấy, nhập kết quả kiểm phiếu"),
    vote_counts="Hình thức: {how}. Số người được biểu quyết: {entitled}; tham gia: {present}.",
    vote_option="{option}: {count}",
    vote_needs="Cần {share} {base}. Kết quả: {outcome}.",
    at_least="ít nhất {share}",
    more_than="quá {share}",
    bases={
        "cast": "số phiếu tán thành và không tán thành",
        "present": "số thành viên có mặt",
        "answered": "số ý kiến được tính",
        "all": "tổng số thành viên có quyền biểu quyết",
    },
    means={"yes": "Tán thành", "no": "Không tán thành", "abstain": "Không có ý kiến"},
    outcomes={
        "adopted": "được thông qua",
        "rejected": "không được thông qua",
        "again": "ngang phiếu, phải biểu quyết lại",
        "no_quorum": "không đủ số người tham gia để quyết định",
    },
    chosen="Chọn: {option}.",
    voted_named="{option}: {names}.",
    silent_named="Không trả lời: {names}.",
    silent_count={
        "not_counted": "Không trả lời: {count}",
        "agrees": "Không trả lời, được coi là tán thành: {count}",
        "disagrees": "Không trả lời, được coi là không tán thành: {count}",
    },
    conclusions="Kết luận",
    concluded="Kết luận: {text}",
    lead="Chủ trì thực hiện: {unit}.",
    co_operating="Phối hợp: {units}.",
    product="Sản phẩm: {product}.",
    due="Thời hạn: {due}.",
    notice_opening=(
        "Ngày {day}, {chair} đã chủ trì {meeting}. Sau khi nghe báo cáo và ý kiến của các thành "
        "viên dự họp, {agency} thông báo kết luận như sau:"
    ),
    notice_opening_in_writing=(
        "Trên cơ sở tổng hợp kết quả {meeting}, thời hạn trả lời {until}, {agency} thông báo kết "
        "luận như sau:"
    ),
    notice_closing=(
        "{agency} thông báo để các cơ quan, đơn vị biết, thực hiện; báo cáo kết quả theo thời hạn "
        "nêu tại Phụ lục."
    ),
    annex="DANH MỤC KẾT LUẬN, PHÂN CÔNG THỰC HIỆN",
    annex_head=("TT", "Kết luận", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời hạn"),
    corrections="Đính chính sau khi duyệt",
    correction="Ngày {day}, {name}: “{before}” sửa thành “{after}”. Lý do: {reason}",
    correction_withheld="(Có {count} đính chính ở phần được lược.)",
    narrowed="Ngày {day}, {name}: thu hẹp phạm vi gửi của đoạn “{passage}”. Lý do: {reason}",
    asked_on="Gửi lấy ý kiến: {moment}; thời hạn trả lời: {until}.",
    asked_of="Số thành viên được lấy ý kiến: {count}; đã trả lời: {answered}.",
    answers_needed="Cần ít nhất {count} người trả lời thì kết quả mới có giá trị.",
    answered="Thành viên được lấy ý kiến:",
    silence={
        "not_counted": "Thành viên không trả lời trong thời hạn không được tính vào kết quả.",
        "agrees": "Thành viên không trả lời trong thời hạn được coi là tán thành.",
        "disagrees": "Thành viên không trả lời trong thời hạn được coi là không tán thành.",
    },
    minutes_file="bien-ban",
    notice_file="thong-bao-ket-luan",
)


ENGLISH = MinutesPhrases(
    type_codes=("MIN", "NOT"),
    minutes="MINUTES",
    notice="NOTICE",
    of_meeting="{title}",
    of_circulation="Decision in writing: {title}",
    conclusions_of="Conclusions: {meeting}",
    meeting_before=(),
    meeting_called="{title}",
    circulation_called="the decision in writing “{title}”",
    keeper="Kept by",
    presiding="Presided by",
    for_members="Version for members",
    for_office="Full version, for the chair and the secretary only",
    withheld_one="(One passage is not for this version and is left out.)",
    withheld="({count} passages are not for this version and are left out.)",
    moment="{time}, {day}",
    time="{hour}:{minute}",
    began="Began at {moment}.",
    ended="The meeting ended at {moment}.",
    place="Place: {place}.",
    form="Form: {form}.",
    forms={
        "on_site": "on site",
        "online": "online",
        "both": "on site and online",
        "circulation": "in writing",
    },
    chaired="Presided by {person}.",
    kept="Record kept by {person}.",
    attendance="Attendance",
    members="Members present, {present} of {all}:",
    others="Guests and secretariat:",
    absent="Absent, {count}:",
    person="{name}, {post}",
    substituted="{substitute} in place of {name}",
    from_time="from {time}",
    until_time="until {time}",
    between="from {first} to {last}",
    absent_reason="{person} (reason: {reason})",
    quorum="Members present over time:",
    quorum_at="From {time}: {present} of {all}, {needed} needed, {enough}.",
    enough="able to decide",
    not_enough="not able to decide",
    changes="Changes of the agenda after the notice",
    circulation_changes="Changes after the questions were sent",
    arising="Matters arising",
    arising_line="{text} ({unit}; meeting of {day}): {state}{due}.",
    arising_due=", due {day}",
    arising_states={
        "assigned": "not acknowledged",
        "queried": "waits for an answer",
        "acknowledged": "acknowledged",
        "in_progress": "in progress",
        "submitted": "handed in, to be confirmed",
        "returned": "being mended on request",
    },
    reported="Rapporteur: {name}.",
    heard="The item was heard.",
    not_heard="Not taken up at the meeting.",
    opinion="{name}: {text}",
    recused="{name} took no part in this item (reason: {reason}).",
    vote="Vote: {text}",
    vote_how=("open", "secret", "on paper, the counts entered"),
    vote_counts="Form: {how}. Entitled to vote: {entitled}; taking part: {present}.",
    vote_option="{option}: {count}",
    vote_needs="Needed: {share} of {base}. Result: {outcome}.",
    at_least="at least {share}",
    more_than="more than {share}",
    bases={
        "cast": "the votes for and against",
        "present": "the members present",
        "answered": "the answers that count",
        "all": "all members with a vote",
    },
    means={"yes": "For", "no": "Against", "abstain": "Abstaining"},
    outcomes={
        "adopted": "adopted",
        "rejected": "not adopted",
        "again": "a tie, to be voted on again",
        "no_quorum": "too few took part to decide",
    },
    chosen="Chosen: {option}.",
    voted_named="{option}: {names}.",
    silent_named="No answer: {names}.",
    silent_count={
        "not_counted": "No answer: {count}",
        "agrees": "No answer, taken as agreement: {count}",
        "disagrees": "No answer, taken as disagreement: {count}",
    },
    conclusions="Conclusions",
    concluded="Conclusion: {text}",
    lead="Lead: {unit}.",
    co_operating="With: {units}.",
    product="Product: {product}.",
    due="Due: {due}.",
    notice_opening=(
        "On {day}, presided over by {chair}, this meeting was held: {meeting}. Having heard the "
        "reports and the opinions of those present, {agency} gives notice of these conclusions:"
    ),
    notice_opening_in_writing=(
        "By the answers to {meeting}, due by {until}, {agency} gives notice of these conclusions:"
    ),
    notice_closing=(
        "All concerned are asked to carry them out and to report by the days given in the annex."
    ),
    annex="Conclusions and who carries them out",
    annex_head=("No.", "Conclusion", "Lead", "With", "Product", "Due"),
    corrections="Corrections after approval",
    correction="{day}, {name}: “{before}” now reads “{after}”. Reason: {reason}",
    correction_withheld="(Corrections in passages that are left out: {count}.)",
    narrowed="{day}, {name}: the passage “{passage}” goes less far. Reason: {reason}",
    asked_on="Sent {moment}; to be answered by {until}.",
    asked_of="Members asked: {count}; answered: {answered}.",
    answers_needed="At least {count} answers were needed to decide.",
    answered="Members asked:",
    silence={
        "not_counted": "Who did not answer in time is not counted.",
        "agrees": "Who did not answer in time is counted as agreeing.",
        "disagrees": "Who did not answer in time is counted as disagreeing.",
    },
    minutes_file="minutes",
    notice_file="notice-of-conclusions",
)
