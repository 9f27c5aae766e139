"""After signing in one comes back to a page, also from an address that only acts."""

import pytest
from flask import Flask

from tests import make
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("acted", "back"),
    [("/s/{}/follow", "/s/{}"), ("/account/password/remove", "/account/password")],
)
def test_signing_in_from_an_act_leads_to_a_page(app: Flask, acted: str, back: str) -> None:
    wish = make.suggestion(make.board())
    sara = make.person()
    guest = Visitor(app)
    answer = guest.post(acted.format(wish.id))
    assert answer.status == 303
    assert answer.location.startswith("/account/sign-in?next=")
    there = answer.location.partition("next=")[2]
    assert there == back.format(wish.id)
    assert guest.sign_in(sara).get(there).status == 200
