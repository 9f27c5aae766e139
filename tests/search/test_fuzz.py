"""Whatever is typed is data: no error, and both databases find what the meaning in Python finds,
in the same order."""

from functools import cache

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core import clock, unit_of_work
from forum.core.db import connection, db
from forum.i18n import searching
from forum.i18n.searching import Terms
from forum.search import indexing, ranking, sources, visible
from forum.search.lexemes import Scope
from forum.search.queries import alike, finding, index, vocabulary
from forum.search.ranking import Candidate
from forum.search.sources import Source
from tests import make

TEXTS = (
    ("حالت تاریک برای برنامه", "شب‌ها صفحه چشم را می‌زند", "fa"),
    ("خروجی اکسل از گزارش‌ها", "هر ماه گزارش دستی می‌نویسیم", "fa"),
    ("گزارش", "برنامه", "fa"),
    ("الوضع الداكن للتطبيق", "التقارير بطيئة", "ar"),
    ("تصدير التقارير إلى إكسل", "كل شهر نكتبها يدويا", "ar"),
    ("Dark mode for the app", "reports and exports", "en"),
    ("Export reports to Excel", "NEAR or not, AND that NOT this OR those", "en"),
    ("C++ and C# and .NET", "near and not", "en"),
    ("Reports", "app app app", "en"),
    ("日本語の検索", "検索 🙂 emoji", "en"),
)
WORDS = sorted({word for title, body, _ in TEXTS for word in f"{title} {body}".split()})
OPERATORS = (
    *("AND", "OR", "NOT", "NEAR(", "NEAR/2", "*", ":", "^", "(", ")", '"', "'", "+", "-", "{", "}"),
    *("&", "|", "!", "<->", "<2>", ":*", ":A", "\\", "\x00", "\ud800", "🙂", "\u202e", "\u200f"),
    *("title:", "words:", "rowid", "%", "_", ";--", "||", "\u200c", "ـ", "fb1", "ftop", "a"),
)
QUERIES = st.one_of(
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(OPERATORS)), max_size=6).map(
        " ".join
    ),
    st.lists(st.sampled_from((*WORDS, *OPERATORS)), max_size=8).map("".join),
    st.text(max_size=60),
    st.sampled_from(WORDS).map(lambda word: f'{word}" OR words : "{word[:1]}'),
)


@pytest.fixture
def corpus(app: Flask) -> list[Source]:
    boards = {language: make.board(language=language) for language in ("fa", "ar", "en")}
    for at, (title, body, language) in enumerate(TEXTS):
        row = make.suggestion(boards[language], title=title, body=body, vote_count=at % 3)
        if at % 4 == 0:
            make.comment(row, body="app گزارش extra")
    ids = list(range(1, len(TEXTS) + 1))
    read = index.sources_of(ids)
    unit_of_work.end_read()
    return read


def _joined(parts: list[Terms]) -> Terms:
    exact = tuple(term for part in parts for term in part.exact)
    return Terms(exact, tuple(term for part in parts for term in part.stems))


def _terms(source: Source) -> tuple[Terms, Terms]:
    """(of the title, of everything)."""
    texts = source.texts
    title = searching.index_terms(texts.title, texts.body.language)
    others = [indexing.terms_of(one) for one in (texts.body, *texts.comments)]
    return title, _joined([title, *others])


def _tier(query: tuple[searching.Wanted, ...], title: Terms, whole: Terms) -> int | None:
    if not searching.matches(query, whole):
        return None
    for tier, terms in ((1, title), (3, whole)):
        if tier == 3 and searching.matches(query, title):
            return 2
        if all(set(one.exact) <= set(terms.exact) for one in query):
            return tier
    return 4


def expected(corpus: list[Source], text: str, is_typing: bool) -> list[int]:
    """What `find` must give, by looking at every text."""
    query = vocabulary.wanted(text, is_typing=is_typing)
    tiers = {}
    for source in corpus:
        tier = _tier(query, *_cached(source))
        if tier is not None:
            tiers[source.id] = tier
    rows = visible.candidates(connection(), tiers, Scope((1, 2, 3)))
    assert all(isinstance(row, Candidate) for row in rows)
    return list(ranking.ordered(rows, tiers, clock.now()))


@cache
def _cached(source: Source) -> tuple[Terms, Terms]:
    return _terms(source)


def test_the_oracle_finds(corpus: list[Source]) -> None:
    assert expected(corpus, "reports", False) != []
    assert expected(corpus, "گزارش", False) != []
    assert expected(corpus, "گز", True) != []


def test_any_query_finds_what_it_means(app: Flask, corpus: list[Source], full: bool) -> None:
    moment = clock.now()

    @settings(
        max_examples=2_000 if full else 150,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=not full,
    )
    @given(QUERIES, st.booleans())
    def check(text: str, is_typing: bool) -> None:
        with clock.at(moment):
            found = list(finding.find(make.GUEST, text, is_typing=is_typing).ids)
            assert found == expected(corpus, text, is_typing), text

    check()


@pytest.mark.parametrize(
    "text",
    [
        "گزارش " * 1_500,
        "ا" * 10_000,
        "a\u0301" * 5_000,
        "(" * 10_000,
        '"' * 10_001,
        "\u200f\u202e" * 5_000,
        "گزارش AND (NOT برنامه)",
        "' OR 1=1 --",
        "a:* & !b <-> c",
    ],
    ids=lambda text: str(len(text)),
)
def test_no_paste_raises_an_error(corpus: list[Source], text: str) -> None:
    for is_typing in (False, True):
        finding.find(make.GUEST, text, is_typing=is_typing)
        alike.similar(make.GUEST, title=text, body=text, language="fa")
        finding.near_spellings(make.GUEST, text)
    unit_of_work.end_read()
    sources.read(db.session.connection(), [1])
