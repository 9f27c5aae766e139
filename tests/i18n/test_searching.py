"""What is found and what is not, on the index side and the query side together."""

import json
from pathlib import Path

import pytest

from forum.i18n import searching
from tests.i18n import score

DATA = Path(__file__).parents[1] / "data"


def _cases(name: str) -> list[object]:
    cases = json.loads((DATA / name).read_text("utf-8"))
    # A case of both languages must hold for a Persian reader of a Persian text and for an
    # Arabic reader of an Arabic text.
    return [
        pytest.param(case, language, id=f"{language}-{place}-{case['why']}")
        for place, case in enumerate(cases)
        for language in score.readers(case)
    ]


@pytest.mark.parametrize(("case", "language"), _cases("search_cases.json"))
def test_given_cases(case: score.Case, language: str) -> None:
    query = searching.wanted(str(case["query"]), language, searching.shipped())
    terms = searching.index_terms(str(case["text"]), language)
    assert searching.matches(query, terms) == case["match"], (query, terms)


@pytest.mark.parametrize("language", ["fa", "ar", "en", "mixed"])
def test_further_cases(language: str) -> None:
    cases = json.loads((DATA / "search_cases_more.json").read_text("utf-8"))
    chosen = [case for case in cases if case["lang"] == language]
    assert len(chosen) > 30
    assert list(score.wrong(chosen)) == []


def test_the_score_program_counts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good = {"lang": "mixed", "query": "api", "text": "API", "match": True, "why": "case"}
    bad = {"lang": "fa", "query": "کتاب", "text": "مداد", "match": True, "why": "no"}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([good, bad]), "utf-8")
    assert score.main(str(path)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "fa: 0 of 1",
        "mixed: 1 of 1",
        "fa: «کتاب» should find «مداد» (no)",
    ]
    path.write_text(json.dumps([good]), "utf-8")
    assert score.main(str(path)) == 0
