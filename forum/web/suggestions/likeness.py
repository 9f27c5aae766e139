"""What says the same already: shown while a title is typed, asked about before it is posted."""

from collections.abc import Collection

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.boards import queries as boards
from forum.boards.queries import BoardRow
from forum.http import access, answers, reader, throttle
from forum.http.cards import Cards, cards_of
from forum.http.twins import Twins, twins_of
from forum.i18n import bidi, locale
from forum.search.queries import alike, duplicates
from forum.suggestions.drafting import Draft
from forum.suggestions.limits import TITLE_MAX
from forum.suggestions.queries import lists

MOST = 5
LEAST_TYPED = 3  # visible characters
_LONGEST_TYPED = 4 * TITLE_MAX
# Of the judged pairs (tests/data/duplicate_cases.json) every duplicate that is found at all
# reaches the first, beside fewer than two others a title; of those that reach the second, 14 in
# 16 are duplicates, so that hardly anybody is asked for nothing.
SHOWN_SCORE = 0.3
ASKED_SCORE = 0.5

bp = Blueprint("likeness", __name__)


@bp.get("/b/<slug>/similar")
@access.public()
def similar(slug: str) -> Response:  # a part only: without JavaScript one is asked after sending
    board = boards.by_slug(reader.actor(), slug)
    throttle.hit_search()
    language, typed = locale.current().language, request.args.get("title", "")
    return answers.part(
        "suggestions/_similar.html",
        is_part=True,
        board=board,
        typed=typed[:_LONGEST_TYPED],
        likely=of_title(board, typed),
        actor=reader.actor(),
        language=language,
        dir=locale.direction(language),
    )


def of_title(board: BoardRow, typed: str) -> Cards:
    """Cards of what this title, finished or not, may stand for: the likeliest first."""
    title = bidi.clean_line(typed[:_LONGEST_TYPED])[:TITLE_MAX]
    if bidi.visible_length(title) < LEAST_TYPED:
        return cards_of((), reader.actor())
    language = bidi.detect_language(title, locale.base(locale.current().language))
    found = alike.similar(
        reader.actor(), title=title, language=language, board_id=board.id, limit=MOST
    )
    return _cards([one.id for one in found if one.score >= SHOWN_SCORE])


def of_draft(board: BoardRow, draft: Draft, seen: Collection[int]) -> Cards:
    """Cards of what most likely says the same as this draft; none when its writer has `seen`
    (ids) them all."""
    found = alike.similar(
        reader.actor(),
        title=draft.title,
        body=draft.body.excerpt,
        language=draft.language,
        board_id=board.id,
        limit=MOST,
    )
    asked = [one.id for one in found if one.score >= ASKED_SCORE]
    return _cards([] if seen and set(asked) <= set(seen) else asked)


def twins(suggestion_id: int) -> list[Twins]:
    """What the team may find to be a duplicate of this suggestion, the likeliest first."""
    actor = reader.actor()
    return twins_of(duplicates.pairs_of(actor, suggestion_id), actor)


def _cards(ids: list[int]) -> Cards:
    return cards_of(lists.cards_by_ids(reader.actor(), ids), reader.actor())
