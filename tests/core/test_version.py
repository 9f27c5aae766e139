"""The versions are seen by other processes' caches within a tenth of a second."""

import itertools
import time

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from forum.app import create_app
from forum.core import unit_of_work, version
from forum.core.config import Config
from forum.core.db import connection, db, to_write
from forum.core.unit_of_work import writing
from tests import make
from tests.counting import counting


def test_another_process_sees_the_change(app: Flask, config: Config) -> None:
    other = create_app(config)
    with other.app_context():
        before = version.current()
    with writing():
        unit_of_work.content_changed()
    with other.app_context():
        deadline = time.monotonic() + 2
        while version.current() == before and time.monotonic() < deadline:
            time.sleep(0.01)
        assert version.current().content == before.content + 1
        assert version.current().structure == before.structure
        db.engine.dispose()


def test_what_is_kept_is_loaded_again_when_the_structure_moves(app: Flask) -> None:
    kept = version.Kept(itertools.count(1).__next__)
    assert (kept.get(), kept.get()) == (1, 1)
    with writing():
        unit_of_work.content_changed()
    assert kept.get() == 1
    make.board()
    assert kept.get() == 2
    kept.forget()
    assert kept.get() == 3


def test_looking_again_and_again_costs_one_query(app: Flask) -> None:
    version.forget()
    with counting(db.engine, is_whole=True) as counted:
        for _ in range(50):
            version.current()
    looks = [sql for sql in counted.statements if "content_version" in sql]
    assert 1 <= len(looks) <= 3  # one for each tenth of a second


@pytest.mark.database("postgres")
def test_what_was_not_committed_moves_nothing(app: Flask) -> None:
    """The sequence is raised behind the COMMIT in one message: where that fails, so does all."""
    before = version.current()
    with pytest.raises(OperationalError), writing():
        unit_of_work.structure_changed()
        mine = connection().scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
            time.sleep(0.1)
    version.forget()
    assert version.current() == before
    with writing():
        unit_of_work.structure_changed()
    assert version.current() == (before.content + 1, before.structure + 1)


def _raised_elsewhere() -> None:
    """Another process changed the structure, and with it the content."""
    with db.engine.connect() as opened, to_write(), opened.begin():
        if opened.dialect.name == "sqlite":
            opened.execute(text("UPDATE content_version SET value = value + 1"))
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as opened:
            opened.execute(
                text("SELECT nextval('structure_version_seq'), nextval('content_version_seq')")
            )


def test_a_change_here_does_not_hide_a_change_of_the_structure_elsewhere(app: Flask) -> None:
    before = version.current()
    _raised_elsewhere()
    with writing():
        unit_of_work.content_changed()
    assert version.current() == version.Versions(before.content + 2, before.structure + 1)


def test_after_a_change_between_two_others_nothing_has_to_be_asked(app: Flask) -> None:
    """Where many write at once that is every change: the rest of the request, and the next ones,
    go on with what the commit told."""
    version.current()
    _raised_elsewhere()
    with writing():
        unit_of_work.content_changed()
    with counting(db.engine, is_whole=True) as counted:
        told = version.current()
    assert not counted.statements
    version.forget()
    assert version.current() == told


def test_what_a_read_saw_counts_at_once_and_older_news_does_not(app: Flask) -> None:
    before = version.current()
    newer = version.Versions(before.content + 5, before.structure + 1)
    version.saw(newer)
    assert version.current() == newer
    version.saw(before)
    assert version.current() == newer
