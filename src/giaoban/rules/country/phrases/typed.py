"""By which words is it known what somebody has typed: a ground, a filing, a section of results?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Of one language, in small letters: what lines and titles begin with or hold."""

    filings: tuple[str, ...]
    grounds: tuple[str, ...]
    decisions: tuple[str, ...]
    countries: tuple[str, ...]
    kinds: tuple[str, ...]
    results: tuple[str, ...]
    proposals: tuple[str, ...]


VIETNAMESE = TypedWords(
    filings=("lưu:",),
    grounds=("căn cứ", "thực hiện", "theo "),
    decisions=("quyết định",),
    countries=("quốc gia",),
    kinds=("tỉnh", "thành phố", "xã", "phường", "đặc khu", "huyện", "quận", "thị xã"),
    results=("kết quả",),
    proposals=("kiến nghị", "đề xuất", "đề nghị"),
)


ENGLISH = TypedWords(
    filings=("filed:",),
    grounds=("in accordance", "under ", "pursuant", "having regard", "on the basis"),
    decisions=("decision",),
    countries=("country",),
    kinds=(),
    results=("results",),
    proposals=("proposal", "request", "recommendation"),
)
