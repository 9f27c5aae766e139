"""Voting. A signed-in person's click answers at once; a guest's waits for his code."""

from typing import Any

import wtforms
from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.accounts.actions import pending
from forum.core.unit_of_work import writing
from forum.http import access, answers, asking, forms, reader, throttle
from forum.http.converters import suggestion_path
from forum.i18n.catalog import gettext
from forum.votes import actions as votes
from forum.votes import handlers, queries

bp = Blueprint("votes", __name__)


class GuestForm(forms.Form):
    email = wtforms.StringField(validators=[forms.Filled(), forms.AtMost(320)])


@bp.get("/s/<id:suggestion_id>/vote")
@access.public()
def show(suggestion_id: int) -> BaseResponse:
    return _page(suggestion_id, GuestForm(), 200)


@bp.post("/s/<id:suggestion_id>/vote")
@access.public()
def cast(suggestion_id: int) -> BaseResponse:
    """Cast or withdraw, as the button said that was pressed: twice pressed is once done."""
    actor = reader.actor()
    if actor.is_guest:
        return _ask_guest(suggestion_id)
    throttle.hit_person("votes")
    act = votes.withdraw if request.form.get("want") == "withdraw" else votes.cast
    with writing():
        state = act(actor=actor, suggestion_id=suggestion_id)
    return _answer(state)


def _ask_guest(suggestion_id: int) -> BaseResponse:
    suggestion = queries.votable(reader.actor(), suggestion_id)
    form = GuestForm(request.form)
    if form.validate():
        with form.catching():
            asked = asking.ask(
                email=form.email.data,
                act=pending.Act(
                    handlers.CAST, {"suggestion_id": suggestion.id}, str(suggestion.id)
                ),
                next_path=suggestion_path(suggestion.id, suggestion.title),
            )
            return answers.leave(asked)
    return _page(suggestion_id, form, form.http_status)


def _answer(state: votes.VoteState) -> BaseResponse:
    if answers.is_htmx():
        button: dict[str, Any] = {
            "id": state.suggestion_id,
            "title": state.title,
            "votes": state.count,
            "is_voted": state.is_cast,
        }
        return answers.part("votes/_form.html", v=button, large=request.form.get("large"))
    answers.say(
        "success",
        gettext("Your vote counts.") if state.is_cast else gettext("Your vote is removed."),
    )
    return answers.go(suggestion_path(state.suggestion_id, state.title))


def _page(suggestion_id: int, form: GuestForm, code: int) -> BaseResponse:
    actor = reader.actor()
    suggestion = queries.votable(actor, suggestion_id)
    is_part = answers.is_htmx() and actor.is_guest
    return answers.page(
        "votes/_guest.html" if is_part else "votes/show.html",
        code,
        view=form.view(),
        retry_after=form.retry_after,
        suggestion=suggestion,
        url=suggestion_path(suggestion.id, suggestion.title),
        is_voted=suggestion.id in queries.voted_ids(actor.person_id, [suggestion.id]),
    )
