"""What every test may lean on: both databases, the parts a test needs, and query counts.

The browser's fixtures are in browser.py; people, units and regimes in cast.py and factories.py.
"""

import gc
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import pytest_django
from django.utils import translation

from tests import migrated, parts, postgres, sharing
from tests.sharing import ON_POSTGRESQL
from tests.skips import MISSING, skip_without

pytest_plugins = ["tests.answering", "tests.browser", "tests.cast", "tests.emptying"]

# Markers that name a part; any other part is asked for with @pytest.mark.needs("gettext", …).
PART_MARKERS = {"journey": "chromium", "libreoffice": "libreoffice"}

# Several runs share two cores, so that a slow example means nothing. The heavy form looks further.
hypothesis.settings.register_profile("ordinary", deadline=None, print_blob=True)
hypothesis.settings.register_profile("full", deadline=None, print_blob=True, max_examples=2000)
hypothesis.settings.load_profile("full" if sharing.IS_FULL else "ordinary")


def pytest_configure(config: pytest.Config) -> None:
    """The controller of a parallel run starts PostgreSQL once; its workers inherit the address."""
    sharing.check_names()
    is_controller = "PYTEST_XDIST_WORKER" not in os.environ
    workers = getattr(config.option, "tx", None) or []
    if is_controller and any("postgresql" in worker for worker in workers):
        try:
            postgres.server_url()
        except postgres.PostgresqlMissing as error:
            raise pytest.UsageError(str(error)) from error


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if ON_POSTGRESQL else 'SQLite'}"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if sharing.holds_nothing(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What says nothing of a database runs once, PostgreSQL's own tests on PostgreSQL only.

    The heavy form waits for GIAOBAN_FULL=1 (`make test-full`) or for being named with -m.
    """
    wanted = [item for item in items if sharing.belongs_here(config, item)]
    kept = set(wanted)
    left_out = [item for item in items if item not in kept]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = wanted


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no search for garbage need look through it again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # or what was imported is not torn down in order when Python ends


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Of processes side by side one may have nothing to do, where only some tests are asked for."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    ran = reporter is not None and bool(reporter.stats.get("passed"))
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and ran:
        session.exitstatus = pytest.ExitCode.OK


def pytest_runtest_setup(item: pytest.Item) -> None:
    names = [part for marker, part in PART_MARKERS.items() if item.get_closest_marker(marker)]
    for marker in item.iter_markers("needs"):
        names.extend(marker.args)
    skip_without(*names)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, just above the closing line, what was not tested and how to get it."""
    missing: dict[str, int] = {}
    for report in terminalreporter.getreports("skipped"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if MISSING in reason:
            text = reason[reason.index(MISSING) + len(MISSING) + 2 :]
            missing[text] = missing.get(text, 0) + 1
    lines = [f"{count} tests need {text}" for text, count in sorted(missing.items())]
    if os.environ.get("GIAOBAN_TEST_WITHOUT_POSTGRESQL") == "1":
        command = parts.command_to_get(["postgresql"])
        lines.append(f"Nothing ran on PostgreSQL. Type: {command}")
    if lines:
        terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.write_line(line)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failure in a run on both databases says on which one it happened."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.failed:
        report.sections.append(("Database", "PostgreSQL" if ON_POSTGRESQL else "SQLite"))


@pytest.fixture(autouse=True)
def _the_first_language() -> None:
    """A page that another test asked for leaves its reader's language behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_form_of_another_test() -> None:
    """Every test begins with the same ids at the same moment, which no database in use does."""
    from giaoban.queries.reporting.forms import forget_frozen_forms

    forget_frozen_forms()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The test database, from one that was migrated before where there is one (migrated.py)."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    database = Path(str(connection.settings_dict["TEST"]["NAME"]))
    kept = None if ON_POSTGRESQL else migrated.keep_migrated(request.config, database)
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=database.exists())
        if kept and not kept.exists():
            migrated.keep(database, kept)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


QueryCheck = Callable[[Callable[[], object], Callable[[], object]], None]


@pytest.fixture
def constant_queries() -> QueryCheck:
    """Check that a page or a query asks the database as often for three rows as for one.

    constant_queries(add_row, ask): `add_row()` stores one more row, `ask()` is what is measured.
    Asking once beforehand fills Django's own caches, which are not in question.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries_of(ask: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            ask()
        return [query["sql"] for query in captured.captured_queries]

    def check(add_row: Callable[[], object], ask: Callable[[], object]) -> None:
        add_row()
        ask()
        with_one = queries_of(ask)
        add_row()
        add_row()
        with_three = queries_of(ask)
        assert len(with_one) > 0, "nothing was asked of the database"
        if len(with_three) != len(with_one):
            listed = "\n".join(f"  {sql[:300]}" for sql in with_three)
            pytest.fail(
                f"{len(with_one)} queries with 1 row, {len(with_three)} with 3:\n{listed}",
                pytrace=False,
            )

    return check


Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a file in LibreOffice, recalculate, and save it as another format: (file, "pdf") → file.

    A profile of its own lets the two databases' runs use LibreOffice at the same time.
    """
    skip_without("libreoffice")
    program = parts.libreoffice() or ""
    profile = tmp_path_factory.mktemp("libreoffice-profile")

    def convert(file: Path, to: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--convert-to", to, "--outdir", str(folder), str(file)),
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        made = list(folder.iterdir())
        assert len(made) == 1, f"LibreOffice made {made}:\n{done.stdout}\n{done.stderr}"
        return made[0]

    return convert
