"""Everything that the home page lists, whichever area it comes from."""

from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, joined
from giaoban.web.meetings.home_meetings import meeting_blocks
from giaoban.web.meetings.home_terms import term_blocks
from giaoban.web.reporting.home_consolidated import consolidated_blocks
from giaoban.web.reporting.home_incidents import incident_blocks
from giaoban.web.reporting.home_rows import reporting_blocks
from giaoban.web.reporting.home_sections import section_blocks
from giaoban.web.tasks.home_tasks import task_blocks


def home_blocks(acting: Acting, *, shows_all: bool) -> HomeBlocks:
    """`shows_all`: long lists whole."""
    return joined(
        incident_blocks(acting),
        section_blocks(acting, shows_all=shows_all),
        reporting_blocks(acting, shows_all=shows_all),
        task_blocks(acting, shows_all=shows_all),
        consolidated_blocks(acting),
        meeting_blocks(acting),
        term_blocks(acting),
    )
