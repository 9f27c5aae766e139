"""Rows of the list in a real browser: a hostile title or name moves nothing of its row."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forum.suggestions.models import Suggestion
from tests import make
from tests.adverse.test_bidi import HOSTILE
from tests.browser.driving import Seat
from tests.suggestions.acting import post

pytestmark = [
    pytest.mark.browser,
    pytest.mark.database("sqlite"),
    pytest.mark.xdist_group("browser"),
]
PLAIN = {"fa": "حالت تاریک برای برنامه", "ar": "الوضع الداكن للتطبيق", "en": "A dark mode"}
# As no verb of ours would store them; a row holds even if one of them ever gets in.
UNCLEAN = [
    "safe\u202egpj.exe",
    "\u2067\u2066\u2068open to the end",
    "end without a beginning\u2069\u2069\u202c\u202c",
    "\u202b" * 200 + "nested" + "\u202c" * 3,
    "\u061cmarks\u200f of \u200eall kinds\u061c",
]
# The boxes that hold a row together, and its details in the order they are seen. Lines of
# different scripts differ in height: how far below its title the rest is says nothing.
_ROWS = """() => [...document.querySelectorAll("article.card")].map(card => {
    const edges = card.getBoundingClientRect();
    const at = name => card.querySelector(name).getBoundingClientRect();
    const across = name => [at(name).left, at(name).width].map(Math.round);
    const down = name => Math.round(at(name).top - edges.top);
    const ordered = name => [...card.querySelector(name).children]
        .map(one => [one.getBoundingClientRect().left, one.className || one.tagName])
        .sort((one, other) => one[0] - other[0]).map(one => one[1]);
    return {
        id: card.id,
        vote: [...across(".vote"), down(".vote")],
        count: [...across(".vote b"), down(".vote b")],
        title: [...across("h2"), down("h2")],
        meta: [...across(".meta"), at(".meta").top >= at("h2").bottom],
        details: ordered(".meta"),
        by: ordered(".by"),
    };
})"""


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_adv_226_rows_keep_their_places(
    app: Flask, machine: Browser, site: str, language: str
) -> None:
    board = make.board("ideas", language=language)
    plain = make.suggestion(board, make.person("Sara"), title=PLAIN[language], body="")
    for number, title in enumerate(UNCLEAN):
        # Each hostile text is somebody's title and somebody else's name.
        author = make.person(f"{UNCLEAN[-number]} {number}")
        make.suggestion(board, author, title=title, body="")
    for title in HOSTILE:
        wish = post(make.person(), board, title=title, body="")
        make.change(Suggestion, wish.id, vote_count=0)  # not even his own: figures differ in width
    count = 1 + len(UNCLEAN) + len(HOSTILE)
    for width in (1280, 390):
        seat = Seat(machine, site, language, width=width)
        rows = _rows(seat.go("/b/ideas?sort=new"))
        assert len(rows) == count
        neighbour = rows.pop(f"s{plain.id}")
        assert neighbour["by"][:: 1 if language == "en" else -1] == ["BDI", "SPAN", "TIME"]
        for card, row in rows.items():
            assert row == neighbour, (card, width)
        assert seat.complaints == []
        seat.close()


def _rows(page: Page) -> dict[str, Any]:
    return {row.pop("id"): row for row in page.evaluate(_ROWS)}
