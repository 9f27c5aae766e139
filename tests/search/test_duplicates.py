"""Duplicates are found by their words and letters alone."""

import pytest
from flask import Flask

from tests.search import corpus, duplicates

LEAST = {"fa": 0.8, "ar": 0.8, "en": 0.6}


def test_the_corpus_is_big_enough() -> None:
    assert len({title for _, title, _ in corpus.others()}) >= 1_000


@pytest.mark.database("sqlite")
def test_recall_and_precision(app: Flask) -> None:
    judged = corpus.cases()
    report = duplicates.measure(judged, duplicates.fill(judged))
    recall = {language: report.recall[language] for language in LEAST}
    assert all(recall[language] >= LEAST[language] for language in LEAST), report
    right, every = report.pairs
    assert right / every >= 0.7, report.wrong
