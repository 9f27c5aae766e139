"""Searching: nothing out of a reader's sight comes through it, and nothing typed makes it toil."""

import re
from urllib.parse import quote, urlencode

import pytest

from forum.i18n import searching
from forum.search.queries import alike, vocabulary
from forum.search.queries import finding as search
from forum.suggestions.models import Suggestion
from tests import effort, make
from tests.comments import acting as comments
from tests.suggestions.acting import act, post
from tests.visitor import Visitor

WORD = "قققنارنجستان"
NOWHERE = "قققمارمجستام"  # as long, and in no text
BESIDE = "زاغچه‌پنهان"  # stands beside it wherever it stands
TITLE = f"{WORD} {BESIDE} انبار مرکزی"
READERS = ("guest", "customer", "member")


@pytest.fixture
def readers(app, cast):
    """A guest, a customer, a member of another private board."""
    member = make.person(language="fa")
    make.member(make.board("club", visibility="private"), member)
    return {
        "guest": Visitor(app),
        "customer": Visitor(app).sign_in(cast.sara),
        "member": Visitor(app).sign_in(member),
    }


@pytest.fixture
def boards(cast):
    """The word in every place that is out of sight, beside one suggestion that is not."""
    board, private = make.board("open"), make.board("hidden", visibility="private")
    make.suggestion(private, cast.reza, title=TITLE, body=WORD)
    make.suggestion(private, cast.reza, title=f"{TITLE} دوم", body=WORD)
    for state in ("pending", "hidden", "withdrawn", "rejected"):
        # In the index, as one that has just lost its place: the row itself must decide.
        lost = make.suggestion(board, cast.omid, title=f"{TITLE} {state}", body=TITLE)
        make.change(Suggestion, lost.id, state=state)
    told = make.suggestion(board, title="گفتگو")
    for verb, someone in (("delete", cast.omid), ("hide", cast.layla)):
        comments.act(verb, someone, comments.post(cast.omid, told, f"دربارهٔ {TITLE}"))
    return board, private


def paths(word):
    asked = quote(word)
    return [
        *(f"/search?q={asked}", f"/search?q={asked}&status=new", f"/search?q={asked}&board=open"),
        *(f"/search?q={asked}&page=2", f"/search/offers?q={asked}", f"/b/open?q={asked}"),
        *(f"/b/open?q={asked}&sort=new", f"/b/open/similar?title={asked}"),
        *(f"/b/open/new?title={asked}", f"/search?q={asked}&board=hidden"),
        *(f"/b/hidden?q={asked}", f"/b/hidden/similar?title={asked}"),
    ]


def said(answer):
    """All that it says, but for tokens."""
    return re.sub(r'name="(?:csrf_token|once)" value="[^"]*"', "", answer.text)


def as_if_asked(text):
    """The page of the other word, where it repeats what was typed."""
    for written in (str, quote, lambda word: quote(quote(word))):
        text = text.replace(written(NOWHERE), written(WORD))
    return text


def counts(answer):
    shown = [one.text for one in answer.html.all("span", class_="total")]
    return shown + [one.get("data-say") for one in answer.html.all("li", id="offer-all")]


@pytest.mark.parametrize("reader", READERS)
def test_adv_032_the_word_is_answered_like_one_that_is_nowhere(boards, readers, reader):
    """Byte for byte: cards, counts, offers, near spellings, status. Pages and parts."""
    visitor = readers[reader]
    for shape in ("{}", "{} انبار", "{} " + BESIDE):
        asked, nowhere = shape.format(WORD), shape.format(NOWHERE)
        for path, other in zip(paths(asked), paths(nowhere), strict=True):
            for htmx in (False, True):
                answer, empty = visitor.get(path, htmx=htmx), visitor.get(other, htmx=htmx)
                assert answer.status == empty.status, path
                is_hidden = "hidden" in path
                assert (answer.status == 404) == is_hidden, path
                assert said(answer) == as_if_asked(said(empty)), path


@pytest.mark.parametrize("reader", READERS)
def test_adv_032_nothing_near_it_leads_to_it(boards, readers, reader):
    visitor = readers[reader]
    for typed in (WORD[:-1], WORD[:5], WORD[:-1] + "ز", f"{WORD[:-1]} انبار"):
        for path in paths(typed):
            answer = visitor.get(path, language="fa")
            for secret in (WORD, quote(WORD), BESIDE, quote(BESIDE)):
                assert secret not in answer.text + str(answer.headers), (path, secret)


@pytest.mark.parametrize("reader", ["customer", "member"])
def test_adv_032_nobody_is_asked_whether_it_is_one_of_these(boards, readers, reader):
    """The step before posting shows what is alike, but of what he may see."""
    answer = readers[reader].post("/b/open/new", {"title": TITLE, "body": ""})
    assert answer.status == 303


def test_adv_032_who_may_see_it_finds_it(boards, cast, sign_in):
    """Otherwise an empty search would pass above."""
    dana = sign_in(cast.dana)
    found = dana.get(f"/search?q={quote(WORD)}")
    assert len(found.html.all("article", class_="card")) == 2
    assert BESIDE in dana.get(f"/search/offers?q={quote(WORD[:5])}").text
    assert BESIDE in dana.get(f"/b/hidden/similar?title={quote(TITLE)}").text
    near = dana.get(f"/search?q={quote(WORD[:-1] + 'ز')}")
    assert WORD in [chip.text for chip in near.html.all("a", class_="chip")]


def test_adv_036_what_moved_to_a_private_board_is_found_by_its_members_alone(
    app, boards, readers, cast, sign_in
):
    """At once: also where a page with it lies in the memory that guests share."""
    board, private = boards
    wish = post(cast.omid, board, title="نقشهٔ راه محرمانه")
    insider = make.person()
    make.member(private, insider)
    words = [quote("محرمانه"), quote("نقشه راه"), quote("محرم")]
    addresses = [f"/s/{wish.id}", f"/s/{wish.id}-{quote('نقشه-راه')}"]
    places = [
        *("/", "/b/open", "/b/open?sort=new"),
        *(f"/search?q={one}" for one in words[:2]),
        *(f"/search/offers?q={one}" for one in words),
        *(f"/b/open?q={one}" for one in words[:2]),
        f"/b/open/similar?title={quote('نقشهٔ راه محرمانه')}",
        f"/b/open/new?title={quote('نقشهٔ راه محرمانه')}",
    ]
    # A form gives a guest a cookie, with which he shares no page any more: it comes last.
    for visitor in (*readers.values(), Visitor(app)):
        for place in addresses + places:
            assert f"/s/{wish.id}" in visitor.get(place).text, place
    act("move", cast.dana, wish, board_id=private.id)
    for visitor in (*readers.values(), Visitor(app)):
        for place in places:
            assert f"/s/{wish.id}" not in visitor.get(place).text, place
        for place in ("/search?q={}", "/search/offers?q={}"):
            asked = (words[0], quote(NOWHERE))
            counted, none = (counts(visitor.get(place.format(word))) for word in asked)
            assert counted == none != [], place
        for address in addresses:
            answer = visitor.get(address)
            assert (answer.status, answer.location) == (404, ""), address
        assert visitor.get(f"/search?q={words[0]}&board=hidden").status == 404
    member = sign_in(insider)
    for place in (
        f"/search?q={words[0]}",
        f"/search/offers?q={words[2]}",
        f"/b/hidden?q={words[0]}",
    ):
        assert f"/s/{wish.id}" in member.get(place).text, place


ASKED = ("/search?q={}", "/search/offers?q={}", "/b/ideas?q={}", "/b/ideas/similar?title={}")
MANY = " ".join(f"w{number}ord" for number in range(500))


@pytest.mark.parametrize("place", ASKED)
def test_adv_175_many_words_are_no_more_work_than_some(guest, sign_in, queries, place):
    make.suggestion(make.board("ideas"), title="one two three w1ord")
    omid = sign_in(make.person())
    omid.get(place.format("zero"))
    with queries() as few:
        omid.get(place.format(quote("w1ord w2ord w3ord w4ord w5ord w6ord w7ord w8ord")))
    for text in (MANY, "x" * 7_500, "گزارش " * 200, "*" * 2_000, "%" * 1_500, "a-" * 2_000):
        sent = place.format(quote(text[: 7_500 // len(quote(text[0]))]))
        with queries() as many, effort.at_most(1):
            answer = omid.get(sent)
        assert answer.status == 200, text[:20]
        assert many.count <= few.count + 2, str(many)
        assert guest.get(sent).status == 200, text[:20]


def test_adv_175_the_room_itself_looks_at_so_much_only(app, queries):
    """Whoever calls it, and whatever with: 10 kB, 500 words."""
    board = make.board("ideas", language="en")
    make.suggestion(board, title="w1ord w2ord")
    text = (MANY + " " + "long" * 2_000)[:10_000]
    assert len(vocabulary.wanted(text)) == searching.MAX_WORDS == 12
    assert len(vocabulary.wanted("w1ord" + " " * 500 + "w2ord")) == 1, "beyond it nothing is read"
    with queries() as counted, effort.at_most(1):
        assert search.find(make.GUEST, text).count == 0
        assert alike.similar(make.GUEST, title=text, language="en") is not None
        search.near_spellings(make.GUEST, text)
    assert counted.count <= 25, str(counted)


@pytest.mark.parametrize("place", ASKED)
@pytest.mark.parametrize(("language", "way"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_adv_175_ten_kilobytes_are_refused_in_words(guest, place, language, way):
    make.board("ideas")
    answer = guest.get(place.format("x" * 10_000), language=language)
    assert answer.status == 400
    page = answer.html.one("html")
    assert (page["lang"], page["dir"]) == (language, way)
    assert page.one("h1").text


def test_adv_175_wildcards_stand_for_nothing(guest, cast):
    make.suggestion(make.board("ideas"), title="گزارش فروش daily report")
    for word in ("*زارش", "%زارش", "_زارش", "?eport", "*eport", "%eport", "eport", "%", "*", "**"):
        for place in ASKED[:3]:
            answer = guest.get(place.format(quote(word)))
            assert answer.status == 200, word
            assert "daily" not in answer.text, (place, word)
    assert "daily" in guest.get(ASKED[0].format("report")).text


PAGES = ["1000000", "0", "-1", "99", "1e6", "۲", "x" * 500, "%00", "null", "[]", "1.5", "' OR 1=1"]


@pytest.mark.parametrize("page", PAGES)
def test_adv_175_pages_that_are_none(guest, cast, page):
    """One of the pages, or a refusal in words; never a deep walk."""
    board = make.board("ideas")
    for number in range(23):
        make.suggestion(board, cast.sara, title=f"Calendar {number}", is_indexed=True)
    for place in ("/search?q=calendar", "/b/ideas?q=calendar"):
        answer = guest.get(f"{place}&page={page if page == '%00' else quote(page)}", language="fa")
        assert answer.status in (200, 422), place
        assert answer.html.one("html")["lang"] == "fa"
        assert answer.html.one("h1").text


def test_adv_175_many_parameters(guest, cast, queries):
    make.suggestion(make.board("ideas"), cast.sara, title="Calendar", status="planned")
    guest.get("/search?q=calendar")
    many = [("q", "calendar"), *[("status", "planned"), ("board", "ideas")] * 10]
    odd = [(f"filter{number}", str(number)) for number in range(200)]
    for place in ("/search", "/b/ideas", "/search/offers"):
        for sent in (many, [*many, *odd], odd):
            with queries() as counted, effort.at_most(1):
                assert guest.get(f"{place}?{urlencode(sent)}").status == 200, place
            assert counted.count <= 12, str(counted)
    for bad in ({"status": "no"}, {"category": "x"}, {"sort": "x"}):
        answer = guest.get(f"/b/ideas?{urlencode({'q': 'calendar', **bad})}", language="fa")
        assert answer.status in (200, 404, 422), bad
        assert answer.html.one("html")["lang"] == "fa"


LOOKED_UP = [*ASKED, "/b/ideas/new?title={}"]


@pytest.mark.limits(searches="5/minute")
@pytest.mark.parametrize("place", LOOKED_UP)
def test_adv_175_at_every_key_for_ever_is_refused_to_him_alone(app, sign_in, place):
    make.board("ideas")
    omid, sara = (sign_in(make.person(language="fa")) for _ in range(2))
    typed = "گزارش ماهانه"
    asked = [omid.get(place.format(quote(typed[:end]))) for end in range(3, 10)]
    assert [answer.status for answer in asked] == [200] * 5 + [429] * 2
    refused = asked[-1]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.html.one("html")["lang"] == "fa"
    assert sara.get(place.format(quote(typed))).status == 200
    assert omid.get("/b/ideas").status == 200
    assert omid.get("/b/ideas/new").status == 200


def test_adv_175_a_key_is_looked_up_when_the_hand_rests(sign_in):
    make.board("ideas")
    title = sign_in(make.person()).get("/b/ideas/new").html.one("input", name="title")
    waits = re.search(r"input changed delay:(\d+)ms", title["data-hx-trigger"])
    assert waits is not None
    assert int(waits[1]) >= 200
    assert title["data-hx-sync"] == "this:replace"
