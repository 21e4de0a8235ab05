"""The installation that is measured: the country's units and a regime of sixty figures."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.management import call_command

from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.models import Period, Regime

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]
INDICATORS = 60


def migrate() -> None:
    call_command("migrate", verbosity=0)


def with_country() -> None:
    """Việt Nam, 34 provinces and 3,321 communes, and the regime."""
    call_command("import_units", "vietnam", stdout=_Silent(), stderr=_Silent())
    facts, problems = read_regime(regime_file().encode())
    if facts is None or problems:
        raise ValueError(problems)
    take_regime(facts=facts, by=None, today=NOW.date(), now=NOW)


def regime_file() -> str:
    """Forty-eight counts and twelve amounts in six sections, with eight errors and two warnings.

    Pairs belong together: `i1` never exceeds `i0`, `i3` never `i2` and so on. Two checks look at
    the month before.
    """
    lines = [
        'code = "bench"',
        'name = "Báo cáo đo tốc độ"',
        'frequency = "month"',
        'calendar = "calendar"',
    ]
    sections = [f"Phần {number}" for number in range(1, 7)]
    lines += [f'[[sections]]\ntitle = "{title}"' for title in sections]
    for number in range(INDICATORS):
        kind = "amount" if number % 5 == 4 else "count"
        lines.append(
            f'[[indicators]]\ncode = "i{number}"\nname = "Chỉ tiêu số {number}"\n'
            f'kind = "{kind}"\nsection = "{sections[number // 10]}"\nmeasure = "hồ sơ"\n'
            "required = true\nmin = 0.0"
        )
    for number in range(0, 16, 2):
        lines.append(_check(f"i{number + 1} <= i{number}", "error"))
    for number in (20, 30):
        formula = f"abs(i{number} - previous(i{number})) <= 0.5 * previous(i{number})"
        lines.append(_check(formula, "warning"))
    return "\n".join(lines)


def _check(formula: str, level: str) -> str:
    return f'[[checks]]\nformula = "{formula}"\nlevel = "{level}"\nmessage = "Xem lại: {formula}"'


def opened(keys: list[str]) -> list[Period]:
    regime = Regime.objects.get()
    return [open_period(regime=regime, key=key, by=None, today=NOW.date(), now=NOW) for key in keys]


class _Silent:
    def write(self, text: str, ending: str = "") -> None:
        pass

    def isatty(self) -> bool:
        return False

    def flush(self) -> None:
        pass
