"""What a person may take along, and what is left when he goes."""

import json

from flask import Flask
from sqlalchemy import select, text

from forum.accounts.models import Session
from forum.core.db import db, dialect_name
from forum.core.unit_of_work import end_read
from tests import make


def test_adv_223_the_export_is_complete_and_erasure_leaves_nothing(app: Flask, sign_in) -> None:
    sara = make.person("سارا یگانه", email="sara.unique@example.com", language="en")
    omid = make.person("امید")
    board = make.board()
    mine = make.suggestion(board, sara, title="پیشنهاد یگانه", body="متن یگانه")
    make.comment(mine, sara, body="نظر یگانه")
    make.vote(mine, sara)
    make.vote(mine, omid)
    browser = sign_in(sara)
    theirs = make.suggestion(board, omid)
    browser.post(f"/s/{theirs.id}/flag", {"reason": "spam", "note": "یادداشت یگانه"})
    make.member(board, sara)
    data = json.loads(browser.get("/account/data.json").text)
    for room in ("suggestions", "votes", "comments", "flags", "boards"):
        assert len(data[room]) == 1, room
    assert data["flags"][0]["note"] == "یادداشت یگانه"
    browser.post("/account/sign-in", {"email": "sara.unique@example.com"})
    erased = browser.post(
        "/account/delete", {"email": "sara.unique@example.com", "texts": "remove"}
    )
    assert erased.status == 200
    everything = _dump()
    for trace in ("یگانه", "sara.unique", "192.0.2", "tests/1"):
        assert trace not in everything, trace
    assert make.fresh(mine).vote_count == 2
    assert db.session.scalars(select(Session).where(Session.person_id == sara.id)).all() == []


def _dump() -> str:
    end_read()
    rows = [
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table)).all()
    ]
    # The full-text index is no model's.
    words = "search_index_lines" if dialect_name() == "sqlite" else "search_index"
    rows += [str(row) for row in db.session.execute(text(f"SELECT words FROM {words}")).all()]
    end_read()
    return "\n".join(rows)
