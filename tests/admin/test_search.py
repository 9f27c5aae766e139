"""The words of the search under administration."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.db import db
from forum.core.unit_of_work import end_read, writing
from forum.search import limits
from forum.search.actions import misses
from forum.search.queries import vocabulary
from tests import make
from tests.search.acting import found

PATH = "/admin/search"


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def groups(cast):
    end_read()
    return [row.words for row in vocabulary.synonyms(make.actor(cast.dana))]


def missed(answer):
    """(words, language, times) of the rows, as they are read."""
    return [
        (row.one("b").text, row.one("p").all("span")[0].text, row.one("span", class_="badge").text)
        for row in listed(answer).all("li")
    ]


def listed(answer):
    return answer.html.one("ul", aria_label="Searched and not found")


def miss(words, language="fa"):
    with writing():
        misses.note(language=language, words=words)


def test_what_was_not_found_is_told_with_how_often(dana):
    for words, language in (("فاکتور", "fa"), ("webhook", "en"), ("فاکتور", "fa")):
        miss(words, language)
    with clock.at(clock.now() - timedelta(days=31)):
        miss("دیرین")
    assert missed(dana.get(PATH)) == [
        ("فاکتور", "فارسی", "2 times"),
        ("webhook", "English", "1 time"),
    ]


def test_a_missed_word_begins_a_group(dana):
    miss("فاکتور")
    link = listed(dana.get(PATH)).one("a")
    area = dana.get(link["href"].partition("#")[0]).html.one("textarea", name="words")
    assert area.raw_text.strip() == "فاکتور ="


def test_without_misses_and_words_it_says_so(dana):
    page = dana.get(PATH)
    assert page.html.one("div", class_="empty")
    assert not page.html.all("ul", class_="entries")


@pytest.mark.parametrize("typed", ["دفترک = گزارشک = zorbo", "دفترک\r\nگزارشک\r\n\r\nzorbo"])
def test_equal_words_find_each_other(dana, cast, typed):
    wish = make.suggestion(title="چاپ گزارشک")
    assert found("zorbo") == []
    assert dana.follow(dana.post(PATH, {"words": typed})).html.one("ul", class_="entries")
    assert groups(cast) == [("دفترک", "گزارشک", "zorbo")]
    assert found("zorbo") == [wish.id]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  \u200b ",
        "تنها",
        "كتاب = کتاب",
        "=" * 9,
        "a = " + "b" * 61,
        "a=b=c=d=e=f=g=h=i=j=k=l=m",
    ],
)
@pytest.mark.parametrize("language", ["fa", "en"])
def test_what_is_refused_comes_back_with_the_reason(cast, sign_in, typed, language):
    dana = sign_in(make.person(role="administrator", language=language))
    answer = dana.post(PATH, {"words": typed})
    assert answer.status == 422
    area = answer.html.one("textarea", name="words")
    assert (area.raw_text.strip("\n"), area["aria-invalid"]) == (typed, "true")
    assert answer.html.one(id="error-summary").one("a")["href"] == "#f-words"
    assert groups(cast) == []


def test_too_many_groups_are_refused_in_words(dana, cast, monkeypatch):
    monkeypatch.setattr(limits, "SYNONYM_GROUPS", 1)
    dana.post(PATH, {"words": "a = b"})
    answer = dana.post(PATH, {"words": "c = d"})
    assert answer.status == 409
    assert answer.html.one("textarea", name="words").raw_text.strip() == "c = d"
    assert len(groups(cast)) == 1


def test_a_group_is_removed(dana, cast):
    dana.post(PATH, {"words": "فاکتور = invoice"})
    form = next(f for f in dana.get(PATH).html.all("form") if f["action"].endswith("/remove"))
    assert form["data-confirm"]
    dana.follow(dana.post(form["action"]))
    assert groups(cast) == []
    assert dana.post(form["action"]).status == 404
    actions_told = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
    assert list(actions_told) == ["search.synonyms_added", "search.synonyms_removed"]
    log = dana.get("/admin/audit?kind=search").html.one("ol", class_="log").text
    assert "Equal words added to the search" in log
    assert "فاکتور · invoice" in log


@pytest.mark.parametrize("who", ["sara", "layla", "reza"])
def test_only_administrators(cast, sign_in, who):
    visitor = sign_in(getattr(cast, who))
    assert visitor.get(PATH).status == 403
    assert visitor.post(PATH, {"words": "a = b"}).status == 403
    assert visitor.post(f"{PATH}/1/remove").status == 403
