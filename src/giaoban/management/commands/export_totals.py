"""Write totals as a table to stdout or a file (docs/contracts.md, "Totals")."""

import io
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from giaoban.actions.reporting.folding import fold_all
from giaoban.exchange.reporting.totals_table import (
    Row,
    total_rows,
    units_of_level,
    write_csv,
    write_parquet,
    write_xlsx,
)
from giaoban.models import Period, Regime
from giaoban.queries.reporting.measures import measures_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.units.tree import DatedTree


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Write totals as unit,period,indicator,value,sum,count,min,max. What waits to be added up "
        "is added up first. Totals that were carried over from earlier years are not written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--regime", required=True, metavar="CODE")
        parser.add_argument("--period", required=True, nargs="+", action="extend", metavar="KEY")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--unit", metavar="CODE", help="this unit alone")
        which.add_argument("--level", type=int, metavar="N", help="level 1 is the root")
        parser.add_argument("--format", choices=["csv", "xlsx", "parquet"], default="csv")
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        regime = Regime.objects.filter(code=options["regime"]).first()
        if regime is None:
            raise CommandError(
                _("There is no regime with the code %(code)s.") % {"code": options["regime"]}
            )
        periods = [self._period(regime, key) for key in dict.fromkeys(options["period"])]
        tree = load_dated_tree()
        chosen = [self._units(tree, period, options) for period in periods]
        if options["level"] is not None and not any(chosen):
            raise CommandError(_("No unit is at level %(level)s.") % {"level": options["level"]})
        fold_all()
        measures = measures_of(regime)

        def rows() -> Iterator[Row]:
            for period, unit_ids in zip(periods, chosen, strict=True):
                if sys.stderr.isatty():
                    self.stderr.write(period.key)
                yield from total_rows(measures, period, tree, unit_ids)

        try:
            _write(rows(), options["format"], options["to"], self.stdout)
        except OSError as error:
            raise CommandError(f"{options['to'] or 'stdout'}: {error.strerror}") from error

    def _period(self, regime: Regime, key: str) -> Period:
        period = Period.objects.filter(regime=regime, key=key).first()
        if period is None:
            raise CommandError(
                _("%(regime)s has no period %(key)s.") % {"regime": regime.code, "key": key}
            )
        return period

    def _units(self, tree: DatedTree, period: Period, options: dict[str, Any]) -> list[int] | None:
        if options["level"] is not None:
            return units_of_level(tree, period, options["level"])
        if options["unit"] is None:
            return None
        unit = tree.bearer_within(options["unit"], period.starts_on, period.ends_on)
        if unit is None:
            raise CommandError(
                _("No unit bears the code %(code)s in the period %(key)s.")
                % {"code": options["unit"], "key": period.key}
            )
        return [unit.id]


def _write(rows: Iterator[Row], form: str, to: Path | None, stdout: Any) -> None:
    if form == "csv":
        if to is None:
            write_csv(rows, stdout)
            return
        with to.open("w", encoding="utf-8", newline="") as file:
            write_csv(rows, file)
        return
    packed = io.BytesIO()
    (write_xlsx if form == "xlsx" else write_parquet)(rows, packed)
    if to is None:
        sys.stdout.buffer.write(packed.getvalue())
    else:
        to.write_bytes(packed.getvalue())
