"""Only forms of ours are acted on; a refused one comes back filled, and never sends itself."""

import pytest
from flask import Flask

from forum.accounts.queries import browsers
from forum.core import clock
from forum.core.config import Config
from forum.http import cookies
from forum.site import queries as site
from forum.site import schema
from tests import make
from tests.accounts.letterbox import code_to
from tests.html import Element
from tests.visitor import Visitor

TYPED = "یک متن بلند که کسی نباید دوباره بنویسد"


def _fields(form: Element) -> dict[str, str]:
    fields = [one for one in form.all() if "name" in one.attributes]
    return {one["name"]: one.get("value") or one.text for one in fields}


def test_the_right_token_passes(app: Flask, cast: make.Cast) -> None:
    for visitor in (Visitor(app), Visitor(app).sign_in(cast.sara)):
        assert visitor.post("/preferences", {"theme": "dark"}).status == 303


def test_a_header_does_as_well_as_a_field(guest: Visitor) -> None:
    headers = {"X-CSRF-Token": guest.csrf_token()}
    assert guest.post("/preferences", token="", headers=headers).status == 303


@pytest.mark.parametrize("token", ["", "x", "é" * 32, "0" * 64])
def test_any_other_is_refused_and_changes_nothing(guest: Visitor, token: str) -> None:
    answer = guest.post("/preferences", {"theme": "dark"}, token=token)
    assert answer.status == 400
    assert guest.cookie(cookies.PREFERENCES) is None
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_token_of_another_is_refused(app: Flask, cast: make.Cast) -> None:
    sara, omid = Visitor(app).sign_in(cast.sara), Visitor(app).sign_in(cast.omid)
    assert sara.csrf_token() != omid.csrf_token()
    assert sara.post("/preferences", {"theme": "dark"}, token=omid.csrf_token()).status == 400


def test_a_new_session_has_a_new_token(app: Flask, cast: make.Cast) -> None:
    visitor = Visitor(app).sign_in(cast.sara)
    before = visitor.csrf_token()
    visitor.sign_in(cast.sara)
    assert visitor.csrf_token() != before
    assert visitor.post("/preferences", token=before).status == 400


def test_what_was_typed_comes_back_with_a_token_that_holds(app: Flask, guest: Visitor) -> None:
    """An hour of typing is not lost when the cookie was."""
    answer = guest.post(
        "/preferences?x=1",
        {"next": "/healthz", "title": TYPED, "password": "hunter2hunter2"},
        token="stale",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    form = answer.html.one("form", action="/preferences?x=1")
    sent = _fields(form)
    assert sent["title"] == TYPED
    assert "hunter2" not in answer.text
    assert form.all("button")
    assert guest.post("/preferences?x=1", {}, token=sent["csrf_token"]).status == 303


def test_adv_026_a_text_outlives_signing_in_again(app: Flask, cast: make.Cast) -> None:
    """Without scripts: what comes back says what to do, and doing it brings the text in."""
    row, visitor = make.suggestion(), Visitor(app).sign_in(cast.sara)
    path, token = f"/s/{row.id}/comments/new", visitor.csrf_token()
    visitor.client.delete_cookie(cookies.session_name(app.extensions["forum_config"]))
    ours = {"Sec-Fetch-Site": "same-origin"}
    for _ in range(2):  # sent again before signing in, it comes back once more
        answer = visitor.post(path, {"body": TYPED}, token=token, headers=ours)
        assert answer.status == 400
        form = answer.html.one("form", action=path)
        assert form.one("a", href="/account/sign-in")["target"] == "_blank"
        assert form.one("input", name="body")["value"] == TYPED
        token = form.one("input", name="csrf_token")["value"]
    visitor.sign_in(cast.sara)
    answer = visitor.post(path, {"body": TYPED}, token=token, headers=ours)
    form = answer.html.one("form", action=path)
    assert not form.all("a")
    token = form.one("input", name="csrf_token")["value"]
    assert visitor.post(path, {"body": TYPED}, token=token).status == 303
    assert TYPED in visitor.get(f"/s/{row.id}").text


def test_a_setting_outlives_the_proof_of_who_types_it(app: Flask, cast: make.Cast) -> None:
    """Typed for longer than a proof is fresh: it comes back, and goes in with a new proof."""
    dana, path = Visitor(app).sign_in(cast.dana), "/admin/site"
    with clock.at(clock.now() + browsers.FRESH):
        answer = dana.post(path, schema.DEFAULTS | {"tagline_fa": TYPED})
        assert (answer.status, site.current().tagline_fa) == (400, "")
        form = answer.html.one("form", action=path)
        assert form.one("a", href="/account/confirm")["target"] == "_blank"
        assert form.one("input", name="tagline_fa")["value"] == TYPED
        kept = _fields(form)
        # The proof in another tab takes a new cookie, and the session goes on.
        dana.post("/account/confirm/code", {"next": "/account"})
        before = dana.cookie(cookies.session_name(app.extensions["forum_config"]))
        proved = dana.post("/account/code", {"code": code_to("dana@example.com")})
        assert (proved.status, proved.location) == (303, "/account")
        assert dana.cookie(cookies.session_name(app.extensions["forum_config"])) != before
        assert dana.post(path, kept, token=kept["csrf_token"]).status == 303
    assert site.current().tagline_fa == TYPED


def test_what_is_soon_chosen_again_is_not_sent_blind(app: Flask, cast: make.Cast) -> None:
    """Whoever deletes his account reads the warning once more."""
    sara = Visitor(app).sign_in(cast.sara)
    with clock.at(clock.now() + browsers.FRESH):
        chosen = {"email": "sara@example.com", "texts": "remove"}
        answer = sara.post("/account/delete", chosen)
        assert answer.location == "/account/confirm?next=/account/delete"
    stale = sara.post(
        "/account/delete", chosen, token="x", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert stale.status == 400
    assert not [one for one in stale.html.all("form") if one["action"] == "/account/delete"]


def test_where_nothing_was_typed_the_proof_comes_at_once(app: Flask, cast: make.Cast) -> None:
    dana = Visitor(app).sign_in(cast.dana)
    with clock.at(clock.now() + browsers.FRESH):
        for answer in (dana.get("/admin/site"), dana.post("/account/password/remove")):
            assert answer.status == 303
            assert answer.location.startswith("/account/confirm?next=/a")


def test_where_nothing_was_typed_signing_in_comes_at_once(guest: Visitor) -> None:
    row = make.suggestion()
    answer = guest.post(f"/s/{row.id}/follow", {"want": "follow"})
    assert (answer.status, answer.location) == (303, f"/account/sign-in?next=/s/{row.id}")


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}],
)
def test_a_form_of_another_site_does_not_come_back_filled(
    guest: Visitor, headers: dict[str, str]
) -> None:
    answer = guest.post("/preferences", {"title": TYPED}, token="x", headers=headers)
    assert answer.status == 400
    assert TYPED not in answer.text


def test_the_key_may_be_turned_without_throwing_anyone_out(app: Flask, config: Config) -> None:
    """ADV-029: the old key stays good for checking, the new one signs."""
    visitor = Visitor(app)
    old = visitor.csrf_token()
    assert old
    object.__setattr__(config, "secret_key_fallbacks", (config.secret_key,))
    object.__setattr__(config, "secret_key", "another secret of the tests, long enough")
    app.config["SECRET_KEY_FALLBACKS"] = list(config.secret_key_fallbacks)
    app.config["SECRET_KEY"] = config.secret_key
    assert visitor.post("/preferences", token=old).status == 303
    object.__setattr__(config, "secret_key_fallbacks", ())
    app.config["SECRET_KEY_FALLBACKS"] = []
    assert visitor.post("/preferences", token=old).status == 400
