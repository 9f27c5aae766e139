"""Form bodies are read as the standard library reads them, only sooner."""

from urllib.parse import parse_qsl, quote_plus, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.http import bodies

PLAIN = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)


def usual(raw: bytes) -> list[tuple[str, str]]:
    return parse_qsl(raw.decode(), keep_blank_values=True, errors="werkzeug.url_quote")


@given(st.lists(st.tuples(PLAIN, PLAIN), max_size=6))
@example([("title", "حالت تاریک + ۱۰۰٪"), ("body", "a=b&c;d\r\n"), ("empty", "")])
def test_what_a_browser_sends_comes_back(typed: list[tuple[str, str]]) -> None:
    raw = urlencode(typed).encode()
    assert bodies.fields(raw) == typed == usual(raw)


@given(st.text(st.sampled_from("ab%=&+;0aF9G \u0633"), max_size=30))
def test_what_none_sends_is_read_alike(text: str) -> None:
    raw = text.encode()
    assert bodies.fields(raw) == usual(raw)


@pytest.mark.parametrize("escaped", ["%FF", "%C3", "a%FFb%D8%B3", "%D8", "%E2%80"])
def test_bytes_that_are_no_text_stay_escaped(escaped: str) -> None:
    assert bodies.fields(f"x={escaped}".encode()) == usual(f"x={escaped}".encode())


def test_a_form_of_the_application_is_read_so(app) -> None:
    sent = f"title={quote_plus('سلام دنیا')}&body="
    with app.test_request_context(
        "/", method="POST", data=sent, content_type="application/x-www-form-urlencoded"
    ) as context:
        assert context.request.form.to_dict() == {"title": "سلام دنیا", "body": ""}
