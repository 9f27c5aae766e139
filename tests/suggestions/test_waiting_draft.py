"""A guest's text waits ready for his code: at confirmation nothing slow holds the write lock."""

from dataclasses import replace

import pytest
from flask import Flask

from forum.accounts.events import PersonConfirmed
from forum.core import events, unit_of_work
from forum.core.db import db
from forum.i18n import markup
from forum.suggestions import drafting, handlers
from forum.suggestions.models import Suggestion
from tests import make


def posted(stored: dict[str, object]) -> Suggestion:
    """What becomes of a kept draft when its writer is confirmed."""
    board, sara = make.board(), make.person()
    payload = {"board_id": board.id, "category_id": None, "draft": stored}
    with unit_of_work.writing():
        events.publish(PersonConfirmed(sara.id, "fa", handlers.POST, payload))
    return db.session.query(Suggestion).one()


@pytest.fixture
def draft() -> drafting.Draft:
    return drafting.draft(title="Dark mode", body="**API** v2", language="en", chosen_dir="rtl")


def test_it_is_posted_as_it_was_made_ready(app: Flask, draft: drafting.Draft) -> None:
    marked = replace(draft, body=replace(draft.body, html="<p>ready</p>"))
    row = posted(drafting.kept(marked))
    assert (row.body, row.body_html, row.dir) == ("**API** v2", "<p>ready</p>", "rtl")
    assert (row.title, row.title_key, row.language) == ("Dark mode", "dark mode", "en")


def test_after_a_change_of_rendering_it_is_made_ready_anew(
    app: Flask, draft: drafting.Draft
) -> None:
    body = replace(draft.body, html="<p>old</p>", renderer=markup.RENDERER_VERSION - 1)
    row = posted(drafting.kept(replace(draft, body=body)))
    assert "<strong>API</strong>" in row.body_html
    assert (row.dir, row.renderer) == ("rtl", markup.RENDERER_VERSION)
