"""`forum reindex` and what the doctor says about the index."""

from typing import Any

import pytest
from flask import Flask

from forum.cli import doctor
from forum.core.config import Config
from forum.search import limits, working
from forum.suggestions.models import Suggestion
from tests import make
from tests.cli.calling import answer, call
from tests.search.acting import found


def finding(config: Config) -> doctor.Finding:
    findings, _ = doctor.examine(config, fix=False)
    return next(one for one in findings if one.check == "search")


def test_what_is_missing_extra_or_misplaced_is_found_and_mended(app: Flask, config: Config) -> None:
    missing = make.suggestion(title="گمشده", is_indexed=False)
    extra = make.suggestion(title="زیادی")
    misplaced = make.suggestion(title="جابه‌جا")
    make.change(Suggestion, extra.id, state="hidden")
    make.change(Suggestion, misplaced.id, board_id=make.board().id)
    told = finding(config)
    assert told.state == "problem"
    assert "1 missing, 1 extra, 1 misplaced. Run: forum reindex" in told.text
    result = call(config, "reindex", "--json")
    assert result.exit_code == 0
    counts = answer(result)
    assert counts.pop("seconds") >= 0
    assert counts == {"missing": 1, "old": 0, "extra": 1, "misplaced": 1}
    assert finding(config).state == "ok"
    assert found("گمشده") == [missing.id]
    assert found("زیادی") == []
    assert answer(call(config, "reindex", "--json"))["missing"] == 0


def test_old_rules_are_owed_and_an_interrupted_run_goes_on(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BATCH", 2)
    ids = [make.suggestion(title=f"شمارهٔ {at}", is_indexed=False).id for at in range(5)]
    working.reindex()
    seen: list[int] = []

    def interrupted(done: int, whole: int) -> None:
        seen.append(done)
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        working.reindex(is_all=True, progress=interrupted)
    assert seen == [2, 4]
    assert "1 old" in finding(config).text
    assert working.reindex().old == (ids[4],)
    assert finding(config).state == "ok"


def test_what_changes_while_it_runs_is_as_it_is_now(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.suggestion(title="پیشین", is_indexed=False)
    whole = working.indexing.entry

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr("forum.search.indexing.entry", whole)
        make.change(Suggestion, row.id, title="کنونی")
        return whole(*given)

    monkeypatch.setattr("forum.search.indexing.entry", meanwhile)
    working.reindex()
    assert found("کنونی") == [row.id]
    assert found("پیشین") == []


def test_the_clock_mends_some_at_each_turn(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade nobody has to know the command."""
    monkeypatch.setattr(limits, "MENDED", 2)
    for at in range(3):
        make.suggestion(title=f"شمارهٔ {at}", is_indexed=False)
    working.keep()
    assert "1 missing" in finding(config).text
    working.keep()
    assert finding(config).state == "ok"
