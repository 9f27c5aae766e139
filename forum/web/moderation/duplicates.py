"""Likely duplicates: a page of the desk for each board, and the word that two are none."""

from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.boards import queries as boards
from forum.core import paging
from forum.core.errors import Forbidden, Missing
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader, twins
from forum.http.converters import number
from forum.http.twins import Twins
from forum.i18n.catalog import N_, gettext
from forum.search import policy
from forum.search.actions import pairs
from forum.search.pairing import Pair
from forum.search.queries import duplicates
from forum.web.moderation import desk
from forum.web.moderation.place import Place

bp = Blueprint("duplicates", __name__, url_prefix="/desk/duplicates")
PATH = "/desk/duplicates"


@bp.get("")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def index() -> Response:
    """The board of the address, else the first that the actor works on; best pairs first."""
    actor, language = reader.actor(), reader.current().profile.language
    names = {
        board.id: board.name_in(language)
        for board in boards.visible_boards(actor)
        if policy.may_see_pairs(actor, board.id)
    }
    board_id = number(request.args.get("board")) or next(iter(names), 0)
    if not board_id:
        raise Forbidden(N_("You may not see this page."))
    asked = request.args.get("page")
    page = duplicates.pairs(actor, board_id=board_id, cursor=paging.decode(asked))
    return answers.page(
        "moderation/duplicates.html",
        nav=desk.nav(actor, Place()),
        rows=twins.twins_of(page.rows, actor),
        board_id=board_id,
        board_name=names[board_id],
        board_links=[(name, _url(board=one), one == board_id, None) for one, name in names.items()],
        here_page=asked or "",
        newer=page.newer and _url(board=board_id, page=page.newer),
        older=page.older and _url(board=board_id, page=page.older),
        done=_judged_just_now(),
    )


@bp.post("/dismiss")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def dismiss() -> Response:
    low, high = _two()
    with writing():
        pairs.dismiss(actor=reader.actor(), low_id=low, high_id=high)
    return _done(low, high, is_open=False)


@bp.post("/restore")
@access.requires(Permission.SEE_STAFF_PAGES, somewhere=True)
def restore() -> Response:
    low, high = _two()
    with writing():
        pairs.restore(actor=reader.actor(), low_id=low, high_id=high)
    return _done(low, high, is_open=True)


def _two() -> tuple[int, int]:
    """The pair that the form names. Raises Missing."""
    low, high = number(request.form.get("low")), number(request.form.get("high"))
    if low is None or high is None:
        raise Missing(N_("These two are not proposed as duplicates."))
    return low, high


def _done(low: int, high: int, *, is_open: bool) -> Response:
    """Back to where the button stood: on a suggestion's page htmx swaps its line."""
    of = number(request.form.get("of"))
    if of is None:
        place = {"board": request.form.get("board", ""), "page": request.form.get("page", "")}
        return answers.go(_url(**place, was="" if is_open else f"{low}-{high}"))
    if answers.is_htmx():
        return answers.page("moderation/_twin.html", t=_row(low, high), of=of, is_open=is_open)
    answers.say(
        "success",
        gettext("They are proposed again.") if is_open else gettext("They are no duplicates."),
    )
    return answers.go(f"/s/{of}")


def _row(low: int, high: int) -> Twins:
    pair = duplicates.pair_between(reader.actor(), low, high)
    kept = Pair(pair.id, pair.low_id, pair.high_id, pair.score, tuple(pair.reasons))
    return twins.twins_of([kept], reader.actor())[0]


def _judged_just_now() -> Twins | None:
    """The pair of the act before, to take it back; None for anything else in the address."""
    low, _, high = request.args.get("was", "").partition("-")
    one, other = number(low), number(high)
    if one is None or other is None:
        return None
    try:
        return _row(one, other)
    except (Missing, Forbidden, IndexError):
        return None


def _url(**values: object) -> str:
    given = {key: value for key, value in values.items() if value}
    return f"{PATH}?{urlencode(given)}" if given else PATH
