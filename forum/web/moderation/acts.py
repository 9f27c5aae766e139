"""What is done to one suggestion on the desk. Each act is a form of its own and leads back."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.http.converters import number
from forum.http.forms import Form
from forum.i18n.texts import Prepared
from forum.moderation import actions as moderation
from forum.moderation.queries import case as cases
from forum.suggestions import drafting
from forum.suggestions.actions import authors, review, team
from forum.suggestions.queries import single as suggestion_queries
from forum.web.moderation import desk
from forum.web.moderation.forms import DecideForm, EditForm, MoveForm, RejectForm
from forum.web.moderation.place import MODES, Place

bp = Blueprint("acts", __name__, url_prefix="/desk/s/<id:suggestion_id>")
_ADVANCING = ("approve", "reject", "hide", "restore", "flags", "decide")


def _done(verb: str, suggestion_id: int) -> Response:
    """On to the next row where the act settled this one, else back to it."""
    place = Place.of_request()
    if not place.view:
        place = desk.home(reader.actor())
    following = place.next if verb in _ADVANCING else suggestion_id
    return answers.go(place.but(id=following, mode="", done=verb, was=suggestion_id).url())


def _again(mode: str, suggestion_id: int, form: Form) -> Response:
    """The desk with the refused form in the pane, everything typed still in it."""
    place = Place.of_request()
    view = place.view or desk.home(reader.actor()).view
    place = place.but(view=view, id=suggestion_id, mode=mode)
    # htmx swaps no 409 in (the front end's list); a refused form it must show is a 422 to it.
    code = 422 if answers.is_htmx() else form.http_status
    return desk.show(place, code=code, form=form.view())


@bp.get("/<verb>")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def form_of(suggestion_id: int, verb: str) -> Response:
    """Where a refused form stood, asked for again (reload, another language, after sign-in)."""
    place = Place.of_request()
    view = place.view or desk.home(reader.actor()).view
    mode = verb if verb in MODES else ""
    return answers.go(place.but(view=view, id=suggestion_id, mode=mode).url())


@bp.post("/approve")
@access.requires(Permission.APPROVE, somewhere=True)
def approve(suggestion_id: int) -> Response:
    with writing():
        review.approve(actor=reader.actor(), suggestion_id=suggestion_id)
    return _done("approve", suggestion_id)


@bp.post("/reject")
@access.requires(Permission.APPROVE, somewhere=True)
def reject(suggestion_id: int) -> Response:
    form = RejectForm(request.form)
    language = suggestion_queries.get(reader.actor(), suggestion_id).language
    if form.validate():
        with form.catching(), writing():
            review.reject(
                actor=reader.actor(), suggestion_id=suggestion_id, reason=form.text(language)
            )
        if not form.is_refused:
            return _done("reject", suggestion_id)
    return _again("reject", suggestion_id, form)


@bp.post("/hide")
@access.requires(Permission.HIDE, somewhere=True)
def hide(suggestion_id: int) -> Response:
    with writing():
        review.hide(actor=reader.actor(), suggestion_id=suggestion_id)
    return _done("hide", suggestion_id)


@bp.post("/restore")
@access.requires(Permission.HIDE, somewhere=True)
def restore(suggestion_id: int) -> Response:
    with writing():
        review.restore(actor=reader.actor(), suggestion_id=suggestion_id)
    return _done("restore", suggestion_id)


@bp.post("/lock")
@access.requires(Permission.LOCK_COMMENTS, somewhere=True)
def lock(suggestion_id: int) -> Response:
    with writing():
        team.lock_comments(actor=reader.actor(), suggestion_id=suggestion_id, is_locked=True)
    return _done("lock", suggestion_id)


@bp.post("/unlock")
@access.requires(Permission.LOCK_COMMENTS, somewhere=True)
def unlock(suggestion_id: int) -> Response:
    with writing():
        team.lock_comments(actor=reader.actor(), suggestion_id=suggestion_id, is_locked=False)
    return _done("unlock", suggestion_id)


@bp.post("/edit")
@access.requires(Permission.EDIT_ANY, somewhere=True)
def edit(suggestion_id: int) -> Response:
    form = EditForm(request.form)
    if form.validate():
        with form.catching():
            _edit(suggestion_id, form)
        if not form.is_refused:
            return _done("edit", suggestion_id)
    return _again("edit", suggestion_id, form)


def _edit(suggestion_id: int, form: EditForm) -> None:
    actor = reader.actor()
    draft = drafting.draft(
        title=form.title.data,
        body=form.body.data,
        language=suggestion_queries.get(actor, suggestion_id).language,
        chosen_dir=form.chosen_dir("body"),
    )
    with writing():
        authors.edit(
            actor=actor,
            suggestion_id=suggestion_id,
            draft=draft,
            category_id=number(form.category.data),
            seen_revision=number(form.revision.data) or 0,
        )


@bp.post("/move")
@access.requires(Permission.MOVE, somewhere=True)
def move(suggestion_id: int) -> Response:
    form = MoveForm(request.form)
    if form.validate():
        board, _, category = form.place.data.partition(".")
        with form.catching(), writing():
            team.move(
                actor=reader.actor(),
                suggestion_id=suggestion_id,
                board_id=number(board) or 0,
                category_id=number(category),
            )
        if not form.is_refused:
            return _done("move", suggestion_id)
    return _again("move", suggestion_id, form)


@bp.post("/block")
@access.requires(Permission.BLOCK_PERSON)
def block(suggestion_id: int) -> Response:
    with writing():
        moderation.block_author(actor=reader.actor(), suggestion_id=suggestion_id)
    return _done("block", suggestion_id)


@bp.post("/decide")
@access.requires(Permission.RESPOND, somewhere=True)
def decide(suggestion_id: int) -> Response:
    """Status and official response; 409 with what stands there now when somebody was faster."""
    form = DecideForm(request.form)
    if form.validate():
        with form.catching():
            _decide(suggestion_id, form)
        if not form.is_refused:
            return _done("decide", suggestion_id)
    return _again("", suggestion_id, form)


def _decide(suggestion_id: int, form: DecideForm) -> None:
    response = _response(suggestion_id, form)
    with writing():
        moderation.decide(
            actor=reader.actor(),
            suggestion_id=suggestion_id,
            status_key=form.status_key.data,
            response=response,
            seen=moderation.Seen(form.seen_status.data, number(form.seen_response.data) or 0),
        )


def _response(suggestion_id: int, form: DecideForm) -> Prepared | None:
    """The typed response, None when the box holds nothing new."""
    found, typed = cases.case(reader.actor(), suggestion_id).response, form.body.data
    before, chosen = found.body if found else "", form.chosen_dir("body")
    is_turned = found is not None and chosen not in ("", found.dir)
    if " ".join(typed.split()) == " ".join(before.split()) and not is_turned:
        return None
    language = found.language if found else reader.current().profile.language
    return drafting.response(body=typed, language=language, chosen_dir=chosen)


@bp.post("/flags")
@access.requires(Permission.HIDE, somewhere=True)
def settle_flags(suggestion_id: int) -> Response:
    kind = "comment" if request.form.get("kind") == "comment" else "suggestion"
    with writing():
        moderation.resolve_flags(
            actor=reader.actor(),
            subject_kind=kind,
            subject_id=number(request.form.get("subject")) or 0,
            resolution="hidden" if request.form.get("resolution") == "hidden" else "kept",
        )
    return _done("flags", suggestion_id)
