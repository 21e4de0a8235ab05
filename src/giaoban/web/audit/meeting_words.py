"""What are the actions on meetings called in a history, and the fields that they change?

Some fields bear a name that means something else of other records: a place, a form, a kind.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from giaoban.mail.meeting_words import FORMS
from giaoban.queries.meetings.kind_names import KIND_NAMES

MEETING_ACTIONS: dict[str, Promise] = {
    # the committee
    "change_roster": _("changed the roster"),
    "set_decision_rules": _("changed how the committee decides"),
    # series and meetings
    "make_meeting_series": _("set up the series of meetings"),
    "edit_meeting_series": _("changed the series of meetings"),
    "make_meeting": _("planned the meeting"),
    "edit_meeting": _("changed the meeting"),
    "cancel_meeting": _("called the meeting off"),
    # agenda, papers, proposals
    "draft_agenda": _("had the agenda drafted"),
    "add_agenda_item": _("added an item to the agenda"),
    "edit_agenda_item": _("changed an item of the agenda"),
    "move_agenda_item": _("moved an item of the agenda"),
    "drop_agenda_item": _("took an item off the agenda"),
    "add_agenda_paper": _("added a paper"),
    "withdraw_agenda_paper": _("withdrew a paper"),
    "send_proposal": _("proposed something for the agenda"),
    "refuse_proposal": _("did not take the proposal up"),
    "withdraw_proposal": _("withdrew the proposal"),
    # inviting and answering
    "invite": _("invited to the meeting"),
    "uninvite": _("took the invitation back"),
    "announce_meeting": _("sent the notice of the meeting"),
    "send_meeting_changes": _("sent the changes of the meeting"),
    "send_invitation_again": _("sent the invitation to the meeting again"),
    "send_invitee_link": _("sent a link to answer the invitation"),
    "confirm_invitee_link": _("opened the invitation by its link"),
    "revoke_invitee_link": _("revoked the link to the invitation"),
    "answer_invitation": _("answered the invitation"),
    "ask_answer_anew": _("asked for an answer anew, since the meeting was changed"),
    "mend_invitee_address": _("corrected the address of an invitation"),
    "decide_substitute": _("decided on a substitute"),
    "remind_invitees": _("reminded those who had not answered"),
    "remind_of_meeting": _("sent reminders of the meeting"),
    "replace_check_in_code": _("replaced the code at the door"),
    # holding it
    "begin_meeting": _("began the meeting"),
    "take_back_beginning": _("took back that the meeting had begun"),
    "hear_item": _("called an item up"),
    "end_item": _("ended an item"),
    "check_in": _("wrote down who came"),
    "confirm_presence": _("confirmed who is there"),
    "check_out": _("wrote down who left"),
    "change_stay": _("corrected when somebody came and left"),
    "strike_presence": _("struck out who had not come"),
    "recuse": _("wrote down who takes no part in an item"),
    "end_recusal": _("wrote down who takes part in the item again"),
    "write_opinion": _("wrote an opinion down"),
    "edit_opinion": _("corrected an opinion"),
    "remove_opinion": _("struck an opinion out"),
    "ask_vote": _("put a question to the vote"),
    "drop_question": _("took a question back before its vote"),
    "open_vote": _("opened the vote"),
    "cast_ballot": _("voted"),
    "enter_counts": _("entered the count of the ballots"),
    "close_vote": _("closed the vote"),
    "extend_answers": _("gave more time to answer"),
    "end_circulation": _("counted the answers at the deadline"),
    "write_conclusion": _("wrote a conclusion"),
    "edit_conclusion": _("changed a conclusion"),
    "remove_conclusion": _("struck a conclusion out"),
    "say_who_presided": _("wrote down who presided and who kept the record"),
    "close_meeting": _("closed the meeting"),
    "conclusion_to_task": _("gave the conclusion as a task"),
    "reopen_meeting": _("opened the meeting again"),
    # its papers
    "draft_meeting_paper": _("drafted a paper of the meeting"),
    "add_passage": _("added a passage to the paper"),
    "set_passage_reach": _("changed who may read a passage of the paper"),
    "approve_meeting_paper": _("approved the paper of the meeting"),
    "register_review": _("drafted the report that looks back in the register"),
    "register_meeting_paper": _("put the paper of the meeting into the register again"),
    "correct_meeting_paper": _("corrected the paper after its approval"),
}

MEETING_FIELDS: Mapping[str, Promise] = {
    "kind": _("Kind"),
    "form": _("How people take part"),
    "place": pgettext_lazy("of a meeting", "Place"),
    "online_url": _("Address online"),
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "chair": _("Presided by"),
    "secretary": _("Record kept by"),
    "review_from": _("Looks back from"),
    "review_to": _("Looks back to"),
    "rule": _("When it comes again"),
    "minutes": _("Planned minutes"),
    "rapporteur": _("Rapporteur"),
    "moves": _("Changes of the roster"),
    "tasks": _("Tasks given"),
}
"""In the history of a meeting; what is not here has the words that other records have."""

MEETING_PEOPLE = frozenset({"chair", "secretary"})

MEETING_CODES: Mapping[str, Mapping[str, Promise]] = {"kind": KIND_NAMES, "form": FORMS}
