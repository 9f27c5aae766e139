"""Texts that would turn their surroundings around, or pass for another."""

import pytest

from tests import make
from tests.suggestions.acting import post

HOSTILE = [
    "safe\u202egpj.exe اجرا شود",
    "\u2067عنوان بدون پایان",
    "پایان بدون آغاز\u2069\u2069\u202c",
    "\u202b" * 200 + "تودرتو" + "\u202c" * 3,
    "نشان\u061cعربی\u200f و \u200eچپ",
]
CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f")


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_adv_226_direction_controls_end_with_their_text(cast, guest, sign_in, language):
    board = make.board("ideas")
    author = make.person(f"نام\u202e{language}", language=language)
    for text in HOSTILE:
        wish = post(author, board, title=text, body=text)
        stored = make.fresh(wish)
        assert not CONTROLS & set(stored.title), "a title has none of them"
        assert not (CONTROLS - set("\u200e\u200f\u061c")) & set(stored.body)
    for visitor in (guest, sign_in(author)):
        page = visitor.get("/b/ideas?sort=new", language=language)
        cards = page.html.all("article", class_="card")
        assert len(cards) == len(HOSTILE)
        for card in cards:
            assert card.one("h2")["dir"] in ("rtl", "ltr")
            assert card.one("span", class_="by").one("bdi").text == author.name
            assert_balanced(card)
        page = visitor.get(f"/s/{wish.id}", language=language)
        assert page.html.one("h1")["dir"] in ("rtl", "ltr")
        assert_balanced(page.html)


def assert_balanced(root):
    """Isolates opened in an attribute or a text are closed in it; overrides are not there."""
    for element in root.walk():
        pieces = [child for child in element.children if isinstance(child, str)]
        for text in (*element.attributes.values(), *pieces):
            if element.tag == "bdi" or element.get("dir"):
                continue
            assert not set("\u202a\u202b\u202d\u202e") & set(text), (element.tag, text)
            opened = sum(text.count(mark) for mark in "\u2066\u2067\u2068")
            assert opened == text.count("\u2069"), (element.tag, text)


def test_adv_228_look_alike_hosts_show_their_true_name(cast, guest):
    body = "اینجا: https://аррӏе.com/ و [apple.com](https://xn--80ak6aa92e.com/login)"
    wish = post(cast.sara, make.board(), body=body)
    (prose,) = guest.get(f"/s/{wish.id}").html.all("div", class_="prose")
    bare, named = prose.all("a")
    assert "аррӏе" not in bare.text
    assert "xn--80ak6aa92e.com" in bare.text
    assert "xn--80ak6aa92e.com" in named["href"]


def test_adv_228_an_address_in_other_letters_is_another_account(guest, app):
    wish = make.suggestion()
    answer = guest.post(f"/s/{wish.id}/vote", {"email": "user@аррӏе.com"})
    if answer.status == 303:
        page = guest.follow(answer)
        assert "apple.com" not in page.text
    assert answer.status in (303, 422)
