"""Why is a backup not made or not taken? One sentence for whoever typed the command."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "name_taken": _("%(file)s is there already; choose another name."),
    "not_up_to_date": _("The database is not up to date; run `giaoban migrate` first."),
    "not_there": _("%(file)s is not there."),
    "no_backup": _("%(file)s is no backup of Giaoban, or it was cut off."),
    "other_format": _("The backup is written as %(found)s; this version reads %(known)s."),
    "manifest_damaged": _("manifest.json is damaged: %(why)s"),
    "part_damaged": _("%(part)s is damaged: it is not what was written."),
    "part_missing": _("%(part)s is not in the file."),
    "part_unknown": _("%(part)s is not in the manifest: the file was changed."),
    "outside": _("%(part)s points out of the folder of files."),
    "newer": _(
        "The backup was made by version %(version)s, which is newer than this one: "
        "%(migration)s is not known here. Install that version first."
    ),
    "older": _(
        "The backup is older than the tables of this database. Restore it into one on which "
        "`giaoban migrate` was not run; it is brought up to date afterwards."
    ),
    "other_build": _(
        "%(part)s does not have the columns of that table here: the backup was made by another "
        "build of version %(version)s."
    ),
    "not_empty": _(
        "The database is not empty: %(table)s has rows (%(count)s). A backup is restored into "
        "an empty one only: name another GIAOBAN_HOME or DATABASE_URL."
    ),
    "file_differs": _("%(file)s is there already and holds something else."),
    "file_not_written": _("%(file)s could not be written as it was."),
    "row_unreadable": _("%(part)s: row %(row)s cannot be read (%(why)s)."),
    "rows_not_stored": _("%(part)s: rows %(first)s to %(last)s cannot be stored (%(why)s)."),
    "rows_missing": _("%(part)s did not give its %(rows)s rows."),
    "refers_to_nothing": _("%(part)s refers to rows that are not there (%(why)s)."),
    "chain_broken": _("The chain of the audit does not hold at event %(number)s."),
    "chain_ends_elsewhere": _("The chain of the audit does not end where the backup says."),
    "totals_differ": _(
        "%(wrong)s of %(all)s figures are not what the reports make, so nothing was restored. "
        "With --add-up-anew every total is made anew from the reports of the backup."
    ),
}


class BackupRefused(Exception):
    """`code` is a key of WORDS; its parameters are parts, files, rows, and a driver's own words."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(WORDS[self.code] % self.params)


def on_one_line(error: Exception) -> str:
    """What a database or a library said of it; some say it in several lines."""
    return " ".join(str(error).split())
