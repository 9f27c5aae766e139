"""What is found and what is not, on the index side and the query side together."""

import json
from collections import Counter
from pathlib import Path

import pytest

from forum.i18n import searching
from forum.i18n.stemming import english
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


@pytest.mark.parametrize(
    ("name", "languages", "least"),
    [
        ("search_cases_more.json", ["fa", "ar", "en", "mixed"], 40),
        # Of one who had seen no rule, and those written after its misses had been mended.
        ("search_cases_reader.json", ["fa", "ar", "en"], 40),
        ("search_cases_mended.json", ["fa", "ar", "en"], 30),
    ],
)
def test_further_cases(name: str, languages: list[str], least: int) -> None:
    cases = json.loads((DATA / name).read_text("utf-8"))
    every = Counter(case["lang"] for case in cases)
    assert sorted(every) == sorted(languages)
    assert min(every.values()) >= least
    assert list(score.wrong(cases)) == []


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("webhook", ("webhooks",)),
        ("webhooks", ("webhook",)),
        ("searchbox", ("searchboxes",)),
        ("searchboxes", ("searchbox",)),
        ("subcategory", ("subcategories",)),
        ("subcategories", ("subcategory",)),
        ("databases", ("database",)),
        ("new", ()),
        ("news", ()),
        ("gas", ()),
    ],
)
def test_the_other_number_of_a_noun(word: str, other: tuple[str, ...]) -> None:
    assert english.other_number(word) == other


def test_neighbours_cost_an_index_one_word_each_pair() -> None:
    terms = searching.index_terms("time sheets drop boxes", "en")
    assert set(terms.stems) - {"sheet", "box"} == {"timesheets", "sheetsdrop", "dropboxes"}
    terms = searching.index_terms("وب هوک\u200cها", "fa")
    assert set(terms.stems) == {"هوک", "وبهوک"}


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
