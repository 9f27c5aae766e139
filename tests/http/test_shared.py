"""A page that signed-in readers share is, byte for byte, the page each would have got alone."""

import re
from itertools import product

import pytest
from flask import Flask

from forum.core import unit_of_work
from forum.core.unit_of_work import writing
from forum.http import shared
from forum.suggestions.actions import review
from tests import make
from tests import town as towns
from tests.visitor import Visitor

_TOKENS = re.compile(r'name="(csrf_token|once)" value="[^"]+"')


@pytest.fixture
def town(app: Flask) -> towns.Town:
    return towns.build()


def paths(town: towns.Town) -> tuple[str, ...]:
    return ("/", "/b/ideas", "/b/ideas?sort=new", f"/s/{town.wish.id}")


def forget() -> None:
    with writing():
        unit_of_work.content_changed()


def read(visitor: Visitor, path: str) -> str:
    """The page without its tokens."""
    answer = visitor.get(path)
    assert answer.status == 200
    assert "\0" not in answer.text
    return _TOKENS.sub(r"\1", answer.text)


def alone(visitor: Visitor, path: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page as it is made for this reader only."""
    with monkeypatch.context() as patch:
        patch.setattr(shared, "_key", lambda actor: None)
        return read(visitor, path)


def test_everybody_gets_his_own_page(
    app: Flask, town: towns.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Author, voter, follower, commenter, stranger, another language, the team: in any order."""
    stranger = make.person("Kaveh <b>", language="en")
    people = (town.cast.sara, town.cast.omid, stranger, town.cast.layla, town.cast.dana)
    visitors = [Visitor(app).sign_in(person) for person in people]
    wanted = {
        (at, path): alone(visitor, path, monkeypatch)
        for (at, visitor), path in product(enumerate(visitors), paths(town))
    }
    for order in (visitors, visitors[::-1]):
        forget()
        for visitor, path in product(order, paths(town)):
            at = visitors.index(visitor)
            assert read(visitor, path) == wanted[at, path], f"{people[at].name} {path}"


def test_a_token_is_the_readers_own_and_works(app: Flask, town: towns.Town) -> None:
    one, two = (Visitor(app).sign_in(make.person()) for _ in range(2))
    for visitor in (one, two):
        page = visitor.get("/b/ideas").text
        found = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
        assert found == {visitor.csrf_token()}
    assert one.csrf_token() != two.csrf_token()
    path = f"/s/{town.wish.id}"
    once = [re.findall(r'name="once" value="([^"]+)"', one.get(path).text)[0] for _ in range(2)]
    assert once[0] != once[1]


def test_what_one_does_he_sees_at_once_and_the_others_too(app: Flask, town: towns.Town) -> None:
    one, two = (Visitor(app).sign_in(make.person()) for _ in range(2))
    wish = make.suggestion(town.board, title="A door that opens")
    path = f"/s/{wish.id}"
    for visitor in (one, two, one):
        assert 'value="cast"' in visitor.get(path).text
    one.post(f"{path}/vote", {"want": "cast"})
    assert 'value="withdraw"' in one.get(path).text
    assert 'value="cast"' in two.get(path).text
    two.post(f"{path}/comments/new", {"body": "Quite so, for all of us"})
    for visitor in (one, two):
        assert "Quite so, for all of us" in visitor.get(path).text


def test_what_only_its_author_sees_is_not_shared(app: Flask, town: towns.Town) -> None:
    author, other = make.person(), make.person()
    wish = make.suggestion(town.board, author=author, title="Mine alone", state="pending")
    assert "Mine alone" in Visitor(app).sign_in(author).get(f"/s/{wish.id}").text
    assert Visitor(app).sign_in(other).get(f"/s/{wish.id}").status == 404


def test_what_is_hidden_goes_from_the_shared_page(app: Flask, town: towns.Town) -> None:
    one, two = (Visitor(app).sign_in(make.person()) for _ in range(2))
    wish = make.suggestion(town.board, title="Soon to be gone")
    assert "Soon to be gone" in one.get("/b/ideas?sort=new").text
    with writing():
        review.hide(actor=make.actor(town.cast.layla), suggestion_id=wish.id, reason="")
    for visitor in (one, two):
        assert "Soon to be gone" not in visitor.get("/b/ideas?sort=new").text
        assert visitor.get(f"/s/{wish.id}").status == 404


def test_the_last_messages_are_shown_once_and_to_one(app: Flask, town: towns.Town) -> None:
    one, two = (Visitor(app).sign_in(make.person(language="en")) for _ in range(2))
    path = f"/s/{town.wish.id}"
    two.get(path)
    one.post(f"{path}/vote", {"want": "cast"})
    assert "Your vote counts" in one.get(path).text
    assert "Your vote counts" not in one.get(path).text
    assert "Your vote counts" not in two.get(path).text
