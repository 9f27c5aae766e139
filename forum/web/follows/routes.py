"""Following a suggestion and no longer following it."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.core.unit_of_work import writing
from forum.follows import actions as follows
from forum.http import access, answers, reader
from forum.i18n.catalog import gettext

bp = Blueprint("follows", __name__)


@bp.post("/s/<id:suggestion_id>/follow")
@access.signed_in()
def change(suggestion_id: int) -> BaseResponse:
    """Follow or stop, as the button said that was pressed."""
    is_stopping = request.form.get("want") == "stop"
    act = follows.stop if is_stopping else follows.ask
    with writing():
        act(actor=reader.actor(), suggestion_id=suggestion_id)
    answers.say(
        "success",
        gettext("You no longer follow this suggestion.")
        if is_stopping
        else gettext("You follow this suggestion."),
    )
    return answers.go(f"/s/{suggestion_id}")
