"""The desk: its views, and what is done with several rows at once."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.core.errors import Invalid
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.http.converters import number
from forum.i18n import locale
from forum.i18n.catalog import N_, gettext
from forum.moderation import actions as moderation
from forum.moderation import views
from forum.moderation.actions import Outcome
from forum.web.moderation import acts, desk, duplicates, flags, words
from forum.web.moderation.place import Place

bp = Blueprint("moderation", __name__)
bp.register_blueprint(acts.bp)
bp.register_blueprint(flags.bp)
bp.register_blueprint(duplicates.bp)


@bp.get("/desk")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def index() -> Response:
    return answers.go(desk.home(reader.actor()).url())


@bp.get("/desk/<view>")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def show(view: str) -> Response:
    return desk.show(Place.of_request(view))


@bp.get("/desk/bulk")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def after_bulk() -> Response:
    """The list again, when the answer of a bulk is reloaded."""
    place = Place.of_request()
    return answers.go(place.url() if place.view else "/desk")


@bp.post("/desk/bulk")
@access.requires(Permission.APPROVE, somewhere=True)
def bulk() -> Response:
    """Approve or reject the chosen rows; the answer says what became of each."""
    place = Place.of_request()
    if not place.view:
        place = desk.home(reader.actor())
    views.named(place.view)  # before anything is done: the answer is the list it names
    try:
        outcomes = _decide_many(request.form.get("verb", ""))
    except Invalid as refusal:
        text = gettext(refusal.message, **refusal.params)
        return desk.show(place, code=422, bulk_error=text, chosen=_chosen())
    return desk.show(place, outcomes=outcomes)


def _decide_many(verb: str) -> tuple[Outcome, ...]:
    actor, ids = reader.actor(), _chosen()
    if verb == "approve":
        with writing():
            return moderation.approve_many(actor=actor, suggestion_ids=ids)
    if verb == "reject":
        chosen = request.form.get("canned", "")
        reasons = {language: words.canned(chosen, language) for language in locale.LANGUAGES}
        with writing():
            return moderation.reject_many(actor=actor, suggestion_ids=ids, reasons=reasons)
    raise Invalid(N_("Choose one of the list."))


def _chosen() -> list[int]:
    found = (number(text) for text in request.form.getlist("id"))
    return [suggestion_id for suggestion_id in found if suggestion_id is not None]
