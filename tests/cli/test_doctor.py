"""`forum doctor` recounts every stored number and mends on request."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from forum.audit.models import AuditEntry
from forum.cli import doctor
from forum.core import clock, jobs
from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.suggestions.models import Suggestion, SuggestionTally
from tests import make
from tests.cli.calling import answer, call
from tests.databases import newest_revision


@pytest.fixture
def suggestion(app: Flask) -> Suggestion:
    made = make.suggestion()
    for _ in range(3):
        make.vote(made)
    make.comment(made)
    make.suggestion()
    return make.fresh(made)


def test_a_healthy_forum_has_no_drift(config: Config, suggestion: Suggestion) -> None:
    findings, drifts = doctor.examine(config, fix=False)
    assert drifts == []
    assert "problem" not in [finding.state for finding in findings]
    checks = {"settings", "mail", "database", "schema", "jobs", "counts", "search"}
    assert {finding.check for finding in findings} == checks | (
        set() if config.is_sqlite else {"clock"}
    )


@pytest.mark.database("postgres")
@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (timedelta(), "ok", "the same time"),
        (timedelta(minutes=1), "note", "60 seconds ahead of"),
        (timedelta(days=-2), "problem", "172800 seconds behind"),
    ],
)
def test_adv_199_a_clock_that_differs_is_told(
    config: Config, suggestion: Suggestion, ahead: timedelta, state: str, words: str
) -> None:
    with clock.at(clock.now() + ahead):
        findings, _ = doctor.examine(config, fix=False)
    (found,) = [one for one in findings if one.check == "clock"]
    assert found.state == state
    assert words in found.text


def test_adv_132_names_the_suggestion_and_both_numbers(
    config: Config, suggestion: Suggestion
) -> None:
    make.change(Suggestion, suggestion.id, vote_count=7)
    result = call(config, "doctor", "--json")
    assert result.exit_code == 1
    found = answer(result)
    assert found["drifts"] == [
        {
            "what": "suggestion.vote_count",
            "where": str(suggestion.id),
            "stored": 7,
            "counted": 3,
        }
    ]
    assert not found["ok"]
    assert make.fresh(suggestion).vote_count == 7


def test_adv_132_fix_mends_everything_at_once(config: Config, suggestion: Suggestion) -> None:
    heat = suggestion.heat
    make.change(Suggestion, suggestion.id, vote_count=0, comment_count=9, heat=heat * 2)
    with writing() as session:
        session.execute(text("UPDATE suggestion_tally SET count = count + 5"))
    result = call(config, "doctor", "--fix", "--json")
    assert result.exit_code == 0
    assert answer(result)["fixed"]
    mended = make.fresh(suggestion)
    assert (mended.vote_count, mended.comment_count) == (3, 1)
    assert mended.heat == pytest.approx(heat, rel=1e-9)
    assert set(db.session.scalars(select(SuggestionTally.count))) == {1}
    assert doctor.drifted(fix=False) == []
    log = db.session.scalars(select(AuditEntry.after).order_by(AuditEntry.id.desc())).first()
    assert log == {"count": 5}


def test_heat_may_differ_by_its_last_digits(config: Config, suggestion: Suggestion) -> None:
    make.change(Suggestion, suggestion.id, heat=suggestion.heat * (1 + 1e-9))
    assert doctor.drifted(fix=False) == []
    make.change(Suggestion, suggestion.id, heat=suggestion.heat * (1 + 1e-4))
    assert [drift.what for drift in doctor.drifted(fix=False)] == ["suggestion.heat"]


def test_a_queue_that_stands_still_is_a_problem(config: Config, app: Flask) -> None:
    with clock.at(clock.now() - timedelta(minutes=20)), writing():
        jobs.enqueue("core.send_mail", {"mail_id": 1})
    result = call(config, "doctor")
    assert result.exit_code == 1
    assert "due for 20 minutes" in result.stdout


@pytest.mark.database("sqlite")
def test_a_damaged_file_is_a_problem(config: Config, suggestion: Suggestion) -> None:
    db.session.remove()
    db.engine.dispose()
    path = config.data_dir / "forum.db"
    damaged = bytearray(path.read_bytes())
    for page in range(4096, len(damaged), 8192):
        damaged[page : page + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    result = call(config, "doctor", "--json")
    assert result.exit_code == 1
    problems = [one for one in answer(result)["findings"] if one["state"] == "problem"]
    assert [one["check"] for one in problems] == ["database"]
    assert "forum restore" in problems[0]["text"]


def test_an_old_schema_is_a_problem_with_its_command(config: Config, app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'core_01'"))
    try:
        result = call(config, "doctor")
        assert result.exit_code == 1
        assert "Run: forum db upgrade" in result.stdout
    finally:
        with db.engine.begin() as connection:
            newest = {"newest": newest_revision()}
            connection.execute(text("UPDATE alembic_version SET version_num = :newest"), newest)
