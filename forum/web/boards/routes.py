"""The home page and the lists of suggestions."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.boards import queries as boards
from forum.core import paging
from forum.core.actor import Actor
from forum.core.paging import Page
from forum.http import access, answers, reader, results, throttle
from forum.http.cards import cards_of
from forum.suggestions.queries import lists, personal
from forum.votes import queries as votes
from forum.web.boards.listing import Listing, read_listing

bp = Blueprint("boards", __name__)
HOME_SIZE = 8


@bp.get("/")
@access.public(cached=True)
def index() -> BaseResponse:
    actor = reader.actor()
    visible = boards.visible_boards(actor)
    ids = [board.id for board in visible]
    page = lists.cards(ids, size=HOME_SIZE)
    return answers.page(
        "boards/index.html",
        boards=visible,
        counts=_counts(ids),
        cards=cards_of(page.rows, actor),
        language=reader.current().profile.language,
    )


def _counts(board_ids: list[int]) -> dict[int, int]:
    """Published suggestions by board."""
    counts: dict[int, int] = dict.fromkeys(board_ids, 0)
    for (board_id, _, _), count in lists.tallies(board_ids).items():
        counts[board_id] += count
    return counts


@bp.get("/b/<slug>")
@access.public(cached=True)
def show(slug: str) -> BaseResponse:
    actor = reader.actor()
    board = boards.by_slug(actor, slug)
    wanted = read_listing(request.args, board, actor)
    if wanted.words:
        return _found(actor, board, wanted)
    page = _page(actor, board, wanted)
    return answers.page(
        "boards/show.html",
        board=board,
        listing=wanted,
        page=page,
        cards=cards_of(page.rows, actor),
        tally=wanted.tally(lists.tallies([board.id])),
        current_board=board.id,
    )


def _found(actor: Actor, board: boards.BoardRow, wanted: Listing) -> BaseResponse:
    """The board's page with what has the words, the best first."""
    throttle.hit_search()
    narrowed = wanted.narrowed
    found = results.results(
        actor,
        wanted.words,
        board_ids=[board.id],
        status_id=narrowed.status_id,
        category_id=narrowed.category_id,
        page=wanted.page,
    )
    return answers.page(
        "boards/show.html",
        board=board,
        listing=wanted,
        found=found,
        page=found,
        cards=found.cards,
        tally=wanted.tally(lists.tallies([board.id])),
        current_board=board.id,
    )


def _page(actor: Actor, board: boards.BoardRow, wanted: Listing) -> Page[object]:
    """One page of the list; a person's own ones when he asked for them."""
    cursor = paging.decode(wanted.page)
    own = {"mine": personal.ids_by, "voted": votes.ids_by}.get(wanted.show)
    if own is not None and actor.person_id is not None:
        return lists.cards_among(
            actor,
            own(actor.person_id),
            board_id=board.id,
            narrowed=wanted.narrowed,
            cursor=cursor,
        )
    return lists.cards([board.id], sort=wanted.sort, narrowed=wanted.narrowed, cursor=cursor)
