"""The addresses of a meeting while it runs: the record, the projector, the door, votes, closing."""

from django.urls import path

from giaoban.web.meetings.attendance import (
    attendance_file,
    meeting_attendance,
    place_step,
    presence_step,
)
from giaoban.web.meetings.ballots import cast_vote, meeting_votes
from giaoban.web.meetings.check_in import check_in
from giaoban.web.meetings.closing import close, reopen
from giaoban.web.meetings.conclusions import (
    add_conclusion,
    change_conclusion,
    take_conclusion_out,
)
from giaoban.web.meetings.projector import projector, projector_exhibit, projector_now
from giaoban.web.meetings.running import run_meeting, run_now
from giaoban.web.meetings.running_steps import (
    add_opinion,
    add_recusal,
    begin,
    change_opinion,
    end,
    hear,
    item_notes,
    replace_code,
    take_back,
    take_opinion_out,
    take_recusal_back,
)
from giaoban.web.meetings.votes import ask_for_vote, vote, vote_step

_ONE = "meetings/<int:pk>/"
_RUN = f"{_ONE}run/"
_ITEM = f"{_RUN}items/<int:item_id>/"
_OPINION = f"{_RUN}opinions/<int:opinion_id>/"
_CONCLUSION = f"{_RUN}conclusions/<int:conclusion_id>/"
_VOTE = f"{_RUN}votes/<int:question_id>/"
_PRESENCE = f"{_ONE}attendance/stays/<int:presence_id>/<str:step>/"

urlpatterns = [
    path(_RUN, run_meeting, name="run_meeting"),
    path(f"{_RUN}now/", run_now, name="run_now"),
    path(f"{_RUN}begin/", begin, name="begin_meeting"),
    path(f"{_RUN}take-back/", take_back, name="take_back_beginning"),
    path(f"{_RUN}code/", replace_code, name="replace_check_in_code"),
    path(f"{_ITEM}hear/", hear, name="hear_item"),
    path(f"{_ITEM}end/", end, name="end_item"),
    path(f"{_ITEM}notes/", item_notes, name="item_notes"),
    path(f"{_ITEM}opinions/", add_opinion, name="add_opinion"),
    path(f"{_ITEM}recusals/", add_recusal, name="add_recusal"),
    path(f"{_ITEM}vote/", ask_for_vote, name="ask_for_vote"),
    path(_OPINION, change_opinion, name="change_opinion"),
    path(f"{_OPINION}out/", take_opinion_out, name="take_opinion_out"),
    path(f"{_RUN}recusals/<int:recusal_id>/", take_recusal_back, name="take_recusal_back"),
    path(_VOTE, vote, name="vote"),
    path(f"{_VOTE}<str:step>/", vote_step, name="vote_step"),
    path(f"{_RUN}conclusions/", add_conclusion, name="add_conclusion"),
    path(_CONCLUSION, change_conclusion, name="change_conclusion"),
    path(f"{_CONCLUSION}out/", take_conclusion_out, name="take_conclusion_out"),
    path(f"{_ONE}close/", close, name="close_meeting"),
    path(f"{_ONE}reopen/", reopen, name="reopen_meeting"),
    path(f"{_ONE}attendance/", meeting_attendance, name="meeting_attendance"),
    path(f"{_ONE}attendance/list.<str:form>", attendance_file, name="attendance_file"),
    path(f"{_ONE}attendance/<int:place_id>/<str:step>/", place_step, name="place_step"),
    path(_PRESENCE, presence_step, name="presence_step"),
    path(f"{_ONE}votes/", meeting_votes, name="meeting_votes"),
    path(f"{_ONE}votes/<int:question_id>/", cast_vote, name="cast_vote"),
    path(f"{_ONE}projector/", projector, name="projector"),
    path(f"{_ONE}projector/now/", projector_now, name="projector_now"),
    path(f"{_ONE}projector/<int:item_id>/", projector_exhibit, name="projector_exhibit"),
    path("check-in/<int:pk>/<slug:code>/", check_in, name="check_in"),
]
