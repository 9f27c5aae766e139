"""Searching across the boards, and what the search box offers meanwhile."""

from flask import Blueprint, Response, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.boards import queries as boards
from forum.core.actor import Actor
from forum.http import access, answers, reader, results, throttle
from forum.http.cards import cards_of
from forum.i18n import bidi
from forum.search.queries import finding as search
from forum.site import queries as site
from forum.suggestions import policy
from forum.suggestions.queries import lists
from forum.web.search import asked

bp = Blueprint("search", __name__)
OFFERED = 6
_FEWEST = 2  # characters


@bp.get("/search")
@access.public(cached=True)
def index() -> BaseResponse:
    actor = reader.actor()
    wanted = asked.read(request.args, actor)
    found = None
    if wanted.words:
        throttle.hit_search()
        found = results.results(
            actor,
            wanted.words,
            board_ids=wanted.board_ids,
            status_id=wanted.status_id,
            page=wanted.page,
        )
    return answers.page(
        "search/index.html",
        asked=wanted,
        boards=wanted.boards(actor),
        post_on=_post_on(actor, wanted),
        **({"found": found, "cards": found.cards} if found else {}),
    )


def _post_on(actor: Actor, wanted: asked.Asked) -> list[tuple[str, str]]:
    """(slug, name) of the boards where what was looked for may be suggested."""
    rule, language = site.current().who_may_post, reader.current().profile.language
    return [
        (board.slug, board.name_in(language))
        for board in boards.visible_boards(actor)
        if wanted.board in (None, board)
        and board.is_open
        and (rule == "everyone" if actor.is_guest else policy.may_post(actor, board, rule))
    ]


@bp.get("/search/offers")
@access.public()
def offers() -> BaseResponse:
    """The first few that have these words or beginnings of words, for the search box."""
    actor = reader.actor()
    words = bidi.clean_line(request.args.get("q", ""))[: asked.MAX_WORDS]
    if len(words) < _FEWEST:
        return Response("")  # nothing to offer yet
    throttle.hit_search()
    found = search.find(actor, words, is_typing=True)
    rows = lists.cards_by_ids(actor, found.ids[:OFFERED])
    return answers.page(
        "search/_offers.html",
        cards=cards_of(rows, actor),
        marked=results.marked_titles(rows, found),
        words=words,
        count=found.count,
    )
