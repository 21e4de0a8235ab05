"""Which errors may the secretariat accept a report over, with a reason?"""

from giaoban.rules.reporting.checks import Finding, FindingCode

LONGEST_REASON = 300

NOT_OF_ITS_KIND = frozenset(
    {
        FindingCode.NOT_FINITE,
        FindingCode.NOT_WHOLE,
        FindingCode.NOT_YES_NO,
        FindingCode.NOT_A_CHOICE,
        FindingCode.NEGATIVE,
    }
)
"""Such a value says nothing that could be added up or read: it is mended or left out."""


def may_be_accepted_over(finding: Finding) -> bool:
    """A contradiction, a bound or a gap may stand; a value that is not of its kind may not."""
    return finding.code not in NOT_OF_ITS_KIND
