"""Random walks over real actions: each in one transaction, with a cast of its own."""

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from giaoban.rules.problems import RuleError
from tests.cast import Cast, make_cast


class InOneTransaction(RuleBasedStateMachine):
    """What an example has done is taken back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.cast: Cast = make_cast()

    def teardown(self) -> None:
        try:
            self.looked_back()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def looked_back(self) -> None:
        """What must hold at the end of it all."""


def refused_or_done(act: Any) -> None:
    """Whichever it is: of what is refused nothing stays."""
    try:
        with transaction.atomic():
            act()
    except RuleError:
        pass


def walked(machine: type[InOneTransaction], steps: int) -> None:
    is_heavy = settings().max_examples > 100
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=100 if is_heavy else 4,
            stateful_step_count=steps * 2 if is_heavy else steps,
            suppress_health_check=list(HealthCheck),
        ),
    )
