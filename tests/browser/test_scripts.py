"""Scripts typed into every field there is, read in a real browser: they are shown and never run."""

import itertools
import re
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser

from forum.accounts.models import Invitation, Person, Session
from forum.boards.models import Board, Category
from forum.core import clock, unit_of_work
from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.moderation.models import Flag
from forum.search.models import SearchMiss, Synonym
from forum.site.models import Setting
from forum.suggestions.models import Status, Suggestion
from tests import make
from tests import town as towns
from tests.adverse.test_texts import SCRIPTS
from tests.browser.driving import Seat
from tests.browser.test_smoke import is_ours, paths, take_seat
from tests.comments.acting import post as post_comment
from tests.suggestions.acting import act, edit, post, respond

pytestmark = [
    pytest.mark.browser,
    pytest.mark.database("sqlite"),
    pytest.mark.xdist_group("browser"),
]
LANGUAGES = ("fa", "ar", "en")
_SUM = re.compile(r"(?<![\w.,:/-])(49|۴۹|٤٩)(?![\w.,:/-])")
OF_MACHINE = ("/admin", "/admin/mail")  # sizes and paths, which may have any figures
# What a reader is shown or read aloud; moments have figures of their own.
_SHOWN = """() => {
    const page = document.documentElement.cloneNode(true);
    page.querySelectorAll("time").forEach(one => one.remove());
    const spoken = [...page.querySelectorAll("[aria-label], [placeholder], meta[content]")].map(
        one => ["aria-label", "placeholder", "content"].map(name => one.getAttribute(name)));
    return [page.textContent, ...spoken.flat()].join(" ");
}"""


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


@pytest.mark.long
def test_adv_049_no_script_runs_wherever_it_was_typed(
    app: Flask, machine: Browser, site: str, town: towns.Town, full: bool
) -> None:
    """No dialog, nothing that the page's policy had to stop, and the text as it was typed, on all
    pages (everyday: the main ones of one reader, and no results of searches)."""
    names = _sign(town)
    wishes = [_wish(town, script) for script in SCRIPTS]
    walked = sorted({*paths(app, town, full=full), *names})
    for role in ("administrator", "customer", "guest") if full else ("administrator",):
        seat = take_seat(app, machine, site, role, town, "en")
        shown = {path: _shown(seat, path) for path in walked}
        assert not [path for path, text in shown.items() if _sum(text) and path not in OF_MACHINE]
        if role == "administrator":
            for path, typed in names.items():
                assert not [script for script in typed if _plain(script) not in shown[path]], path
        seat.close()
    guest, layla = (
        take_seat(app, machine, site, role, town, "fa") for role in ("guest", "moderator")
    )
    for script, (wish, refused) in zip(SCRIPTS, wishes, strict=True):
        searches = [f"/b/ideas?q={quote(script)}", f"/search?q={quote(script)}"] if full else []
        for path in (f"/s/{wish.id}", *searches):
            text = _shown(guest, path)
            assert _plain(script) in text, (path, script)
            assert not _sum(text), (path, script)
        for path, least in (
            (f"/desk/all?id={wish.id}", 5),  # row, title, body, response, a note
            (f"/desk/rejected?id={refused.id}", 4),
            (f"/s/{wish.id}/history", 2),
        ):
            text = _shown(layla, path)
            assert text.count(_plain(script)) >= least, (path, script)
            assert not _sum(text), (path, script)
    guest.close()
    layla.close()


def _shown(seat: Seat, path: str) -> str:
    """All words of the page, in one line; whatever ran or was stopped on it fails here."""
    seat.page.goto(path)
    found = " ".join(seat.page.evaluate(_SHOWN).split())
    ours = [text for text in seat.complaints if is_ours(text)]
    assert not ours, (path, ours)
    return found


def _plain(script: str) -> str:
    return " ".join(script.split())


def _sum(text: str) -> bool:
    """Whether somebody has worked out 7*7."""
    return _SUM.search(text) is not None


def _sign(town: towns.Town) -> dict[str, list[str]]:
    """Scripts for names and for what a few people alone see; path → what is shown there."""
    scripts = itertools.cycle(SCRIPTS)

    def some(count: int = 3) -> list[str]:
        return list(itertools.islice(scripts, count))

    def in_each() -> dict[str, str]:
        return dict(zip(LANGUAGES, some(), strict=True))

    people = list(vars(town.cast).values())
    for someone, script in zip(people, SCRIPTS, strict=False):
        make.change(Person, someone.id, name=script)
    boards = [in_each() for _ in range(3)]
    for row, called in zip((town.board, town.private, town.members_only), boards, strict=True):
        make.change(Board, row.id, names=called, descriptions=in_each())
    category, synonyms, misses, note = in_each(), some(2), some(10), some(1)
    make.change(Category, town.category.id, names=category)
    make.change(Synonym, town.synonym.id, words=synonyms)
    make.change(Flag, town.flag.id, note=note[0])
    make.change(Session, town.session.id, user_agent=some(1)[0], address=some(1)[0])
    make.change(Invitation, town.invitation.id, email=f"{SCRIPTS[1]}@example.com")
    site = {
        f"{name}_{language}": some(1)[0] for name in ("name", "tagline") for language in LANGUAGES
    }
    with writing() as session:
        for status in session.query(Status):
            status.names = in_each()
        for words in misses:
            session.add(SearchMiss(day=clock.now().date(), language="en", words=words, count=3))
        for key, value in site.items():
            session.merge(Setting(key=key, value=value))
        unit_of_work.structure_changed()
    return {
        "/": [names["en"] for names in boards] + [site["name_en"]],
        "/admin/people": [*SCRIPTS[: len(people)]],
        "/admin/search": [*misses],
        "/admin/boards": [names["en"] for names in boards],
        "/desk/flagged": note,
    }


def _wish(town: towns.Town, script: str) -> tuple[Suggestion, Suggestion]:
    """A suggestion that was posted, moved, edited, answered, commented on and reported in these
    words; and one that was refused for the reason of these words, beside one that waits."""
    cast, board = town.cast, town.board
    wish = post(cast.sara, board, title=f"{script} ...", body=f"{script}\n\n`{script}`")
    act("move", cast.layla, wish, board_id=board.id, category_id=town.category.id)
    edit(cast.sara, wish, title=script, body=script, category_id=town.category.id)
    said = post_comment(cast.omid, wish, script)
    post_comment(cast.sara, wish, f"{script} 2", parent_id=said.id)
    respond(cast.reza, wish, script)
    with writing():
        for kind, about in (("suggestion", wish.id), ("comment", said.id)):
            moderation.flag(
                actor=make.actor(cast.dana),
                subject_kind=kind,
                subject_id=about,
                reason="other",
                note=script,
            )
    make.suggestion(board, cast.sara, title=script, body=script, state="pending")
    refused = make.suggestion(
        board, cast.sara, title=script, body=script, state="rejected", reason=script
    )
    return wish, refused
