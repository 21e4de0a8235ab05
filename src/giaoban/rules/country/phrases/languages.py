"""Which fixed phrases do reports and letters use, in the language of their layout?

A document is written in the language of its layout, whoever reads the page; so its phrases stand
side by side, a part of a document to a file, and not among the texts of the screens.
"""

from dataclasses import dataclass

from giaoban.rules.country.phrases import (
    assignment,
    attendance,
    changes,
    charts,
    dunning,
    frame,
    invitation,
    minutes,
    progress,
    prose,
    registers,
    review,
    roster,
    tables,
    typed,
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Whole sentences of one language, with named blanks, by the part of a document."""

    language: str
    frame: frame.FramePhrases
    typed: typed.TypedWords
    prose: prose.ProsePhrases
    tables: tables.TablePhrases
    charts: charts.ChartPhrases
    changes: changes.ChangePhrases
    dunning: dunning.DunningPhrases
    assignment: assignment.AssignmentPhrases
    progress: progress.ProgressPhrases
    registers: registers.RegisterPhrases
    roster: roster.RosterPhrases
    attendance: attendance.AttendancePhrases
    invitation: invitation.InvitationPhrases
    minutes: minutes.MinutesPhrases
    review: review.ReviewPhrases


PHRASES = {
    "vi": Phrases(
        language="vi",
        frame=frame.VIETNAMESE,
        typed=typed.VIETNAMESE,
        prose=prose.VIETNAMESE,
        tables=tables.VIETNAMESE,
        charts=charts.VIETNAMESE,
        changes=changes.VIETNAMESE,
        dunning=dunning.VIETNAMESE,
        assignment=assignment.VIETNAMESE,
        progress=progress.VIETNAMESE,
        registers=registers.VIETNAMESE,
        roster=roster.VIETNAMESE,
        attendance=attendance.VIETNAMESE,
        invitation=invitation.VIETNAMESE,
        minutes=minutes.VIETNAMESE,
        review=review.VIETNAMESE,
    ),
    "en": Phrases(
        language="en",
        frame=frame.ENGLISH,
        typed=typed.ENGLISH,
        prose=prose.ENGLISH,
        tables=tables.ENGLISH,
        charts=charts.ENGLISH,
        changes=changes.ENGLISH,
        dunning=dunning.ENGLISH,
        assignment=assignment.ENGLISH,
        progress=progress.ENGLISH,
        registers=registers.ENGLISH,
        roster=roster.ENGLISH,
        attendance=attendance.ENGLISH,
        invitation=invitation.ENGLISH,
        minutes=minutes.ENGLISH,
        review=review.ENGLISH,
    ),
}
