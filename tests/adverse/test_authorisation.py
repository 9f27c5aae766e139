"""Who may do what: the matrix of all routes, and a private board that leaks through none."""

import csv
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.comments.models import Comment
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.follows.models import Follow
from forum.suggestions.actions import authors
from forum.suggestions.models import Suggestion
from forum.votes.models import Vote
from tests import make
from tests import town as towns
from tests.drift import no_drift
from tests.house import routes
from tests.suggestions.acting import act, edit, post, respond
from tests.visitor import Visitor

TABLE = Path(__file__).parents[1] / "data" / "access_matrix.csv"
ROLES = ("guest", "customer", "member", "local_moderator", "moderator", "product", "administrator")
_CONVERTER = re.compile(r"<[^<>]*:")  # how a part is read, as in <id:board_id>
CANARY = "زاغچه‌ی‌پنهان"


def people_of(town):
    """Somebody of each role; `member` and `local_moderator` belong to the private board alone."""
    member, local = make.person(), make.person()
    make.member(town.private, member)
    make.member(town.private, local, "moderator")
    return {
        "guest": None,
        "customer": make.person(),
        "member": member,
        "local_moderator": local,
        "moderator": town.cast.layla,
        "product": town.cast.reza,
        "administrator": town.cast.dana,
    }


@pytest.mark.database("sqlite")
def test_adv_031_every_route_for_every_role(app):
    """Reading: the status as stored. A route that is missing in the table fails."""
    town = towns.build()
    people = people_of(town)
    visitors = {role: Visitor(app) for role in ROLES}
    for role in ROLES[1:]:
        visitors[role].sign_in(people[role])
    found = {}
    for route in routes.of(app, town):
        rule = _CONVERTER.sub("<", route.rule.rule)
        if "GET" in route.methods and rule not in found:
            found[rule] = [str(visitors[role].get(route.path).status) for role in ROLES]
    with TABLE.open(encoding="utf-8", newline="") as file:
        (_, *roles), *lines = csv.reader(file)
    assert tuple(roles) == ROLES
    stored = {line[0]: line[1:] for line in lines}
    wrong = [[rule, *row] for rule, row in found.items() if stored.get(rule) != row]
    assert not wrong, "not as stored: see whether it should be so"
    assert stored.keys() == found.keys(), stored.keys() - found.keys()


@pytest.fixture
def secret(cast):
    """A suggestion full of the canary on a private board, by a member named with it."""
    board = make.board("hidden-one", name=CANARY, visibility="private")
    category = make.category(board, CANARY)
    author = make.person(f"{CANARY} نویسنده", email="canary@example.com")
    make.member(board, author)
    wish = make.suggestion(board, author, title=CANARY, body=CANARY, category=category)
    make.comment(wish, author, body=CANARY)
    make.vote(wish, author)
    make.suggestion(make.board("ideas"), cast.sara)
    respond(cast.dana, wish, CANARY)
    return wish


def test_adv_032_033_045_a_private_board_is_in_no_answer(app, secret, cast, sign_in, guest):
    outsiders = {"guest": guest, "customer": sign_in(cast.omid), "moderator": sign_in(cast.layla)}
    paths = [
        *("/", "/b/ideas", "/b/hidden-one", "/b/hidden-one/new", "/b/hidden-one?sort=new"),
        *(f"/b/ideas?q=%D8%B2%D8%A7%D8%BA&category={secret.category_id}", "/me/votes"),
        *("/b/ideas?q=%D8%B2%D8%A7%D8%BA", "/b/ideas?show=mine", "/me/suggestions", "/exports"),
        *("/desk", "/desk/all", f"/desk/all?id={secret.id}", f"/desk/all?board={secret.board_id}"),
        *("/sitemap.xml", "/feed", "/feed.atom", "/robots.txt", "/roadmap", "/changelog"),
        *(f"/s/{number}{part}" for number in range(1, 9) for part in ("", "-x", "/vote")),
        *(f"/s/{secret.id}/{part}" for part in ("history", "edit", "flag", "comments/new")),
        *(f"/c/{number}/{part}" for number in range(1, 4) for part in ("edit", "delete", "flag")),
    ]
    for who, visitor in outsiders.items():
        for path in paths:
            answer = visitor.get(path)
            for text in (answer.text, answer.location, str(answer.headers)):
                assert CANARY not in text, (who, path)
                assert "canary@example.com" not in text, (who, path)
            assert answer.status < 500, (who, path)
        missing, none = visitor.get(f"/s/{secret.id}"), visitor.get("/s/2147483647")
        assert (missing.status, none.status) == (404, 404), who
        assert missing.html.one("main").text == none.html.one("main").text, "they look the same"
    insider = sign_in(cast.dana).get(f"/s/{secret.id}")
    assert CANARY in insider.text


def test_adv_036_what_moves_to_a_private_board_is_gone_at_once(cast, sign_in, guest):
    board, private = make.board("ideas"), make.board("closed", visibility="private")
    wish = post(cast.sara, board, title="نقشهٔ راه محرمانه")
    path = f"/s/{wish.id}-%D9%86%D9%82%D8%B4%D9%87"
    omid = sign_in(cast.omid)
    omid.post(f"/s/{wish.id}/vote", {"want": "cast"})
    for _ in range(2):
        assert guest.get(path).status == 200
        assert "محرمانه" in guest.get("/b/ideas").text
    act("move", cast.dana, wish, board_id=private.id)
    for visitor in (guest, omid, sign_in(cast.layla)):
        for gone in (path, f"/s/{wish.id}", f"/s/{wish.id}/history", f"/s/{wish.id}/vote"):
            answer = visitor.get(gone)
            assert answer.status == 404
            assert "محرمانه" not in answer.text
        for page in ("/", "/b/ideas", "/b/ideas?q=%D9%86%D9%82%D8%B4%D9%87"):
            assert "محرمانه" not in visitor.get(page).text
    assert "محرمانه" not in omid.get("/me/votes").text
    assert "محرمانه" not in sign_in(cast.sara).get("/me/suggestions").text
    no_drift()


def everything():
    tables = (Vote, Comment, Follow, Suggestion)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_adv_039_another_ones_things_stay_as_they_are(cast, sign_in):
    wish = make.suggestion(make.board("ideas"), cast.sara)
    comment = make.comment(wish, cast.sara)
    make.vote(wish, cast.sara)
    before = (make.fresh(wish).__dict__ | {"_sa_instance_state": 0}, everything())
    omid = sign_in(cast.omid)
    data = {"title": "عنوان دزدیده", "body": "متن دزدیده", "revision": "1", "reason": "چون",
            "person_id": str(cast.sara.id), "author_id": str(cast.omid.id)}  # fmt: skip
    for path in (f"/s/{wish.id}/edit", f"/s/{wish.id}/withdraw", f"/c/{comment.id}/edit",
                 f"/c/{comment.id}/delete"):  # fmt: skip
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = omid._open(
                method, path, None, {"data": data | {"csrf_token": omid.csrf_token()}}
            )
            assert answer.status in (403, 404, 405), (method, path)
    omid.post(f"/s/{wish.id}/vote", {"want": "withdraw", "voter_id": str(cast.sara.id)})
    assert (make.fresh(wish).__dict__ | {"_sa_instance_state": 0}, everything()) == before
    assert make.fresh(comment).body == comment.body
    no_drift()


@pytest.mark.parametrize(
    "what", ["private", "hidden", "pending", "withdrawn", "rejected", "deleted"]
)
def test_adv_041_what_one_may_not_see_is_as_missing_for_every_act(cast, sign_in, guest, what):
    if what == "private":
        wish = make.suggestion(make.board(visibility="private"), cast.sara)
    else:
        state = "published" if what == "deleted" else what
        wish = make.suggestion(make.board(), cast.sara, state=state)
    number = 2**31 - 1 if what == "deleted" else wish.id
    before = everything()
    acts = {
        "vote": {"want": "cast", "email": "new@example.com"},
        "comments/new": {"body": "نظر من"},
        "follow": {"want": "ask"},
        "flag": {"reason": "spam"},
        "edit": {"title": "عنوان تازه", "body": "", "revision": "1"},
        "withdraw": {"reason": "چون"},
    }
    omid = sign_in(cast.omid)
    seen = omid.get(f"/s/{number}")
    assert seen.status == 404
    for act_name, data in acts.items():
        answer = omid.post(f"/s/{number}/{act_name}", data)
        assert answer.status == 404, act_name
        assert answer.html.one("h1").text == seen.html.one("h1").text
    assert guest.post(f"/s/{number}/vote", acts["vote"]).status == 404
    assert everything() == before
    no_drift()


def test_adv_043_forms_write_only_their_own_fields(cast, sign_in):
    board, other = make.board("ideas", approval="all"), make.board("other")
    stolen = {
        "role": "administrator", "is_admin": "1", "is_official": "1", "votes": "99", "id": "4711",
        "vote_count": "99", "status": "completed", "status_id": "5", "state": "published",
        "created_at": "2020-01-01", "published_at": "2020-01-01", "author_id": str(cast.dana.id),
        "board_id": str(other.id), "pinned": "1", "heat": "1e9", "is_locked": "1",
    }  # fmt: skip
    sara = sign_in(cast.sara)
    sara.post("/b/ideas/new", {"title": "عنوان تازه", "body": "متن", **stolen})
    (wish,) = db.session.scalars(select(Suggestion)).all()
    db.session.expunge(wish)
    for _ in range(2):
        stored = make.fresh(wish)
        assert (stored.state, stored.vote_count, stored.author_id) == ("pending", 0, cast.sara.id)
        assert (stored.board_id, stored.status_id) == (board.id, wish.status_id)
        assert (stored.heat, stored.is_locked, stored.published_at) == (0, False, None)
        assert stored.created_at == wish.created_at
        sara.post(f"/s/{wish.id}/edit", {"title": "دیگر", "body": "", "revision": "1", **stolen})
    for path in ("/account", "/preferences"):
        sara.post(path, {"name": "سارا", "language": "fa", **stolen})
    assert make.fresh(cast.sara).role == "customer"
    no_drift()


def test_adv_038_a_teams_words_of_before_are_not_public(cast, guest, sign_in):
    """Earlier wordings are for author and team, name nobody, and go when the author is erased."""
    wish = make.suggestion(author=cast.sara, title="عنوان نخست")
    edit(cast.layla, wish, title="عنوان دوم")
    assert guest.get(f"/s/{wish.id}/history").status == 404
    page = sign_in(cast.sara).get(f"/s/{wish.id}/history")
    assert "عنوان نخست" in page.text
    assert cast.layla.name not in page.text
    with writing():
        authors.erase_author(person_id=cast.sara.id, keeps_texts=True)
    assert "عنوان نخست" not in sign_in(cast.reza).get(f"/s/{wish.id}/history").text
