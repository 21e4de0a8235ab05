"""Committees as rosters with posts, their meetings, votes, conclusions and papers."""

import django.db.models.deletion
import giaoban.rules.meetings.agenda
import giaoban.rules.meetings.majorities
import giaoban.rules.meetings.passages
import giaoban.rules.meetings.recurrence
import giaoban.rules.meetings.states
import giaoban.rules.register.terms
from django.conf import settings
from django.db import migrations, models
from giaoban.migrations._all_at_once import AllAtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("giaoban", "0005_withdrawn_wholes"),
    ]

    operations = [
        AllAtOnce(
            models=[
                migrations.CreateModel(
                    name="MeetingLimits",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, unique=True)),
                        ("name", models.CharField(blank=True, max_length=120)),
                        (
                            "longest_minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True),
                        ),
                        ("notice_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("paper_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "conclusions_days",
                            models.PositiveSmallIntegerField(blank=True, null=True),
                        ),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("is_review", models.BooleanField(default=False)),
                        ("is_used", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("matters_arising", "matters_arising"),
                                    ("report", "report"),
                                    ("chair_page", "chair_page"),
                                    ("late_directives", "late_directives"),
                                    ("review", "review"),
                                    ("proposal", "proposal"),
                                    ("standing", "standing"),
                                    ("decision", "decision"),
                                    ("other", "other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=300)),
                        ("text", models.TextField(blank=True)),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("rapporteur", models.CharField(blank=True, max_length=200)),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("circulated", "circulated"),
                                    ("members", "members"),
                                    ("limited", "limited"),
                                ],
                                default=giaoban.rules.meetings.passages.Reach["CIRCULATED"],
                                max_length=10,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("current", "current"),
                                    ("done", "done"),
                                    ("dropped", "dropped"),
                                ],
                                default=giaoban.rules.meetings.agenda.ItemState["WAITING"],
                                max_length=7,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("heard_since", models.DateTimeField(blank=True, null=True)),
                        ("heard_seconds", models.PositiveIntegerField(default=0)),
                        ("notes", models.TextField(blank=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="giaoban.unit",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="giaoban.meeting",
                            ),
                        ),
                        (
                            "proposal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="item",
                                to="giaoban.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["meeting", "position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state", giaoban.rules.meetings.agenda.ItemState["CURRENT"])
                                ),
                                fields=("meeting",),
                                name="one_item_is_heard_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("text", models.TextField(blank=True)),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("circulated", "circulated"),
                                    ("members", "members"),
                                    ("limited", "limited"),
                                ],
                                default=giaoban.rules.meetings.passages.Reach["MEMBERS"],
                                max_length=10,
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="giaoban.sourcefile",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="giaoban.agendaitem",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="giaoban.agendapaper",
                            ),
                        ),
                        (
                            "summary_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="summaries",
                                to="giaoban.agendapaper",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "title", "version", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="BallotQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("text", models.CharField(max_length=1000)),
                        ("is_secret", models.BooleanField(default=False)),
                        (
                            "how",
                            models.CharField(
                                choices=[("here", "Here"), ("paper", "Paper")],
                                default="here",
                                max_length=5,
                            ),
                        ),
                        (
                            "base",
                            models.CharField(
                                choices=[("cast", "cast"), ("present", "present"), ("all", "all")],
                                max_length=7,
                            ),
                        ),
                        ("majority_over", models.PositiveSmallIntegerField()),
                        ("majority_under", models.PositiveSmallIntegerField()),
                        ("majority_more_than", models.BooleanField()),
                        (
                            "tie",
                            models.CharField(
                                choices=[
                                    ("fails", "fails"),
                                    ("chair", "chair"),
                                    ("again", "again"),
                                ],
                                max_length=5,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("entitled", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("present", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("quorum_needed", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("adopted", "adopted"),
                                    ("rejected", "rejected"),
                                    ("again", "again"),
                                    ("no_quorum", "no_quorum"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "again_of",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="again",
                                to="giaoban.ballotquestion",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="giaoban.agendaitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("majority_over__gt", 0),
                                    ("majority_under__gt", 0),
                                    ("majority_over__lte", models.F("majority_under")),
                                ),
                                name="question_asks_for_a_share",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BallotOption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "means",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("abstain", "Abstain"),
                                    ("option", "Option"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300)),
                        ("count", models.PositiveSmallIntegerField(default=0)),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="options",
                                to="giaoban.ballotquestion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["question", "position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question", "position"), name="option_place_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conclusion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("asks", models.BooleanField(default=True)),
                        ("product", models.CharField(blank=True, max_length=1000)),
                        (
                            "term_kind",
                            models.CharField(
                                choices=[
                                    ("none", "none"),
                                    ("date", "date"),
                                    ("working_days", "working_days"),
                                    ("recurring", "recurring"),
                                ],
                                default=giaoban.rules.register.terms.TermKind["NONE"],
                                max_length=12,
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("working_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("circulated", "circulated"),
                                    ("members", "members"),
                                    ("limited", "limited"),
                                ],
                                default=giaoban.rules.meetings.passages.Reach["CIRCULATED"],
                                max_length=10,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("written_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="conclusions",
                                to="giaoban.agendaitem",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conclusions_led",
                                to="giaoban.unit",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conclusion",
                                to="giaoban.task",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conclusions",
                                to="giaoban.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["meeting", "position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="CoOperatingInConclusion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "conclusion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="co_operating",
                                to="giaoban.conclusion",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="giaoban.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit__sort_key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conclusion", "unit"), name="co_operates_once_in_it"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionRules",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("quorum_over", models.PositiveSmallIntegerField(default=1)),
                        ("quorum_under", models.PositiveSmallIntegerField(default=2)),
                        ("quorum_more_than", models.BooleanField(default=True)),
                        ("substitutes_count", models.BooleanField(default=True)),
                        ("secretariat_votes", models.BooleanField(default=False)),
                        (
                            "base",
                            models.CharField(
                                choices=[("cast", "cast"), ("present", "present"), ("all", "all")],
                                default=giaoban.rules.meetings.majorities.Base["PRESENT"],
                                max_length=7,
                            ),
                        ),
                        ("majority_over", models.PositiveSmallIntegerField(default=1)),
                        ("majority_under", models.PositiveSmallIntegerField(default=2)),
                        ("majority_more_than", models.BooleanField(default=True)),
                        (
                            "tie",
                            models.CharField(
                                choices=[
                                    ("fails", "fails"),
                                    ("chair", "chair"),
                                    ("again", "again"),
                                ],
                                default=giaoban.rules.meetings.majorities.Tie["CHAIR"],
                                max_length=5,
                            ),
                        ),
                        (
                            "silence",
                            models.CharField(
                                choices=[
                                    ("not_counted", "not_counted"),
                                    ("agrees", "agrees"),
                                    ("disagrees", "disagrees"),
                                ],
                                default=giaoban.rules.meetings.majorities.Silence["NOT_COUNTED"],
                                max_length=11,
                            ),
                        ),
                        ("summary_from_pages", models.PositiveSmallIntegerField(default=10)),
                        (
                            "term_warned_days",
                            models.CharField(blank=True, default="90 30 7", max_length=60),
                        ),
                        (
                            "committee",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decision_rules",
                                to="giaoban.committee",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quorum_over__gt", 0),
                                    ("quorum_under__gt", 0),
                                    ("quorum_over__lte", models.F("quorum_under")),
                                ),
                                name="quorum_is_a_share",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("majority_over__gt", 0),
                                    ("majority_under__gt", 0),
                                    ("majority_over__lte", models.F("majority_under")),
                                ),
                                name="majority_is_a_share",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("member", "member"),
                                    ("guest", "guest"),
                                    ("rapporteur", "rapporteur"),
                                    ("secretariat", "secretariat"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("post", models.CharField(blank=True, max_length=160)),
                        (
                            "seat",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    ("chair", "chair"),
                                    ("standing_deputy", "standing_deputy"),
                                    ("deputy", "deputy"),
                                    ("standing_member", "standing_member"),
                                    ("member", "member"),
                                    ("secretariat_head", "secretariat_head"),
                                    ("secretariat", "secretariat"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("agency", models.CharField(blank=True, max_length=200)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("votes", models.BooleanField(default=False)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    ("coming", "coming"),
                                    ("online", "online"),
                                    ("not_coming", "not_coming"),
                                    ("substitute", "substitute"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("answer_words", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("substitute_name", models.CharField(blank=True, max_length=120)),
                        ("substitute_post", models.CharField(blank=True, max_length=160)),
                        ("substitute_email", models.EmailField(blank=True, max_length=254)),
                        (
                            "substitute_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    ("proposed", "proposed"),
                                    ("agreed", "agreed"),
                                    ("refused", "refused"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("substitute_words", models.CharField(blank=True, max_length=300)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("told_sequence", models.IntegerField(default=-1)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="giaoban.appointment",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "substitute_person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="giaoban.unit",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitees",
                                to="giaoban.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("person__isnull", False), ("removed_at", None)),
                                fields=("meeting", "person"),
                                name="invited_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("voter", models.CharField(blank=True, max_length=120)),
                        ("has_voted", models.BooleanField(default=False)),
                        ("by_secretary", models.BooleanField(default=False)),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ballots",
                                to="giaoban.ballotoption",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ballots",
                                to="giaoban.ballotquestion",
                            ),
                        ),
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ballots",
                                to="giaoban.invitee",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["question", "invitee__position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question", "invitee"), name="one_ballot_a_seat"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("option", None), ("has_voted", True), _connector="OR"
                                ),
                                name="who_chose_has_voted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InviteeLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("token_digest", models.CharField(blank=True, max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("for_substitute", models.BooleanField(default=False)),
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="giaoban.invitee",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)),
                                fields=("invitee", "for_substitute"),
                                name="one_invitee_link_in_force",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("token_digest", ""), _negated=True),
                                fields=("token_digest",),
                                name="invitee_token_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("occurrence", models.DateField(blank=True, null=True)),
                        ("kind", models.CharField(max_length=30)),
                        ("title", models.CharField(max_length=300)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("on_site", "on_site"),
                                    ("online", "online"),
                                    ("both", "both"),
                                    ("circulation", "circulation"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("place", models.CharField(blank=True, max_length=300)),
                        ("online_url", models.URLField(blank=True, max_length=300)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("announced", "announced"),
                                    ("running", "running"),
                                    ("closed", "closed"),
                                    ("cancelled", "cancelled"),
                                ],
                                default=giaoban.rules.meetings.states.MeetingState["DRAFT"],
                                max_length=9,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("review_from", models.DateField(blank=True, null=True)),
                        ("review_to", models.DateField(blank=True, null=True)),
                        (
                            "silence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_counted", "not_counted"),
                                    ("agrees", "agrees"),
                                    ("disagrees", "disagrees"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("uid", models.CharField(max_length=80, unique=True)),
                        ("sequence", models.PositiveIntegerField(default=0)),
                        ("check_in_seed", models.CharField(blank=True, max_length=64)),
                        ("announced_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("began_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "search_key",
                            models.CharField(blank=True, db_index=True, default="", max_length=400),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "chair",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings_presided",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="giaoban.committee",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="giaoban.period",
                            ),
                        ),
                        (
                            "secretary",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings_kept",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="giaoban.meetingseries",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["committee", "-starts_at"], name="meeting_by_committee"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("series__isnull", False)),
                                fields=("series", "occurrence"),
                                name="one_meeting_of_an_occurrence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="meeting_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("series", None), ("occurrence__isnull", False), _connector="OR"
                                ),
                                name="meeting_of_a_series_has_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("review_from", None), ("review_to", None)),
                                    ("review_to__gte", models.F("review_from")),
                                    _connector="OR",
                                ),
                                name="review_looks_over_a_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "form",
                                            giaoban.rules.meetings.states.MeetingForm[
                                                "CIRCULATION"
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("silence", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="circulation_says_what_silence_means",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("what", models.CharField(max_length=30)),
                        ("params", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agenda_changes",
                                to="giaoban.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("invitation", "Invitation"),
                                    ("minutes", "Minutes"),
                                    ("conclusions", "Conclusions"),
                                    ("review", "Review"),
                                ],
                                max_length=11,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("approved", "Approved")],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        ("passages", models.JSONField(default=list)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("drafted_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meeting_paper",
                                to="giaoban.document",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="giaoban.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["meeting", "kind", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "kind"), name="one_paper_of_a_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="approved_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=30)),
                        ("rule", models.CharField(max_length=200)),
                        ("first_on", models.DateField()),
                        ("starts_at", models.TimeField()),
                        ("minutes", models.PositiveSmallIntegerField()),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("on_site", "on_site"),
                                    ("online", "online"),
                                    ("both", "both"),
                                    ("circulation", "circulation"),
                                ],
                                default=giaoban.rules.meetings.states.MeetingForm["ON_SITE"],
                                max_length=11,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=300)),
                        ("online_url", models.URLField(blank=True, max_length=300)),
                        (
                            "on_day_off",
                            models.CharField(
                                choices=[
                                    ("stay", "stay"),
                                    ("next", "next"),
                                    ("previous", "previous"),
                                    ("skip", "skip"),
                                ],
                                default=giaoban.rules.meetings.recurrence.OnDayOff["NEXT"],
                                max_length=8,
                            ),
                        ),
                        ("left_out", models.JSONField(blank=True, default=list)),
                        ("standing_items", models.JSONField(blank=True, default=list)),
                        ("is_active", models.BooleanField(default=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meeting_series",
                                to="giaoban.committee",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("committee", "name"), name="series_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingTold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254)),
                        ("step", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="told",
                                to="giaoban.meeting",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "step", "email"), name="meeting_told_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("speaker", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField()),
                        ("reach", models.CharField(max_length=10)),
                        ("at", models.DateTimeField()),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invitee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="giaoban.invitee",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="giaoban.agendaitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="PaperCorrection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("passage", models.CharField(max_length=40)),
                        ("before", models.TextField(blank=True)),
                        ("after", models.TextField(blank=True)),
                        ("reason", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="corrections",
                                to="giaoban.meetingpaper",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("arrived_at", models.DateTimeField()),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        ("is_online", models.BooleanField(default=False)),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("secretary", "Secretary"),
                                    ("qr", "Qr"),
                                    ("link", "Link"),
                                    ("account", "Account"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("is_confirmed", models.BooleanField(default=True)),
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presences",
                                to="giaoban.invitee",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["arrived_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None)),
                                fields=("invitee",),
                                name="there_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at", None),
                                    ("left_at__gt", models.F("arrived_at")),
                                    _connector="OR",
                                ),
                                name="leaves_after_arriving",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("text", models.TextField(blank=True)),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("file_pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("file_text", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "Sent"),
                                    ("taken", "Taken"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="sent",
                                max_length=9,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("sent_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="giaoban.committee",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="giaoban.sourcefile",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="giaoban.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sent_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Recusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recusals",
                                to="giaoban.invitee",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recusals",
                                to="giaoban.agendaitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "invitee"), name="recused_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("symbol", models.CharField(blank=True, max_length=200)),
                        ("holds_from", models.DateField()),
                        ("paper", models.JSONField(blank=True, default=dict)),
                        ("made_at", models.DateTimeField()),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roster_decisions",
                                to="giaoban.committee",
                            ),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roster_decision",
                                to="giaoban.document",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["holds_from", "id"],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="appointment",
            name="began_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="giaoban.document",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="giaoban.document",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="post",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("chair", "chair"),
                    ("standing_deputy", "standing_deputy"),
                    ("deputy", "deputy"),
                    ("standing_member", "standing_member"),
                    ("member", "member"),
                    ("secretariat_head", "secretariat_head"),
                    ("secretariat", "secretariat"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="represents",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="represented_by",
                to="giaoban.unit",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="substitute",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="substitute_for",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="calendar",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="calendar_method",
            field=models.CharField(blank=True, max_length=10),
        ),
    ]
