"""Cursors go through an address unharmed; what is none of ours is refused, never a fault."""

import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.core.paging import Cursor, decode

VALUES = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30),
)


@given(st.sampled_from(["after", "before"]), VALUES, st.integers(1, 2**31 - 1))
def test_back_and_forth(side: str, value: float | int | str, row_id: int) -> None:
    cursor = Cursor(side, value, row_id)  # type: ignore[arg-type]
    text = cursor.encode()
    if len(text) <= 200:
        assert decode(text) == cursor
    assert text.isascii()
    assert not set(text) & set("=+/&?# ")


@pytest.mark.parametrize("text", [None, ""])
def test_no_cursor_is_the_first_page(text: str | None) -> None:
    assert decode(text) is None


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-1",
        "abc",
        "!!!!",
        "10" * 200,
        "سلام",
        encoded(["a", 1]),
        encoded(["a", 1, 2, 3]),
        encoded(["x", 1, 2]),
        encoded(["a", 1, 0]),
        encoded(["a", 1, -5]),
        encoded(["a", 1, 2**31]),
        encoded(["a", 1, 1.5]),
        encoded(["a", 1, True]),
        encoded(["a", None, 1]),
        encoded(["a", [1], 1]),
        encoded(["a", True, 1]),
        encoded({"a": 1, "b": 2, "c": 3}),
        encoded("abc"),
        encoded(3),
        base64.urlsafe_b64encode(b'["a",NaN,1]').decode(),
        base64.urlsafe_b64encode(b'["a",Infinity,1]').decode(),
        encoded(["a", 2**63, 1]),
        encoded(["a", "a\x00b", 1]),
        encoded(["a", "\ud800", 1]),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"[" * 140).decode(),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(text)
    assert refused.value.field == "page"


@given(st.text(max_size=60))
def test_no_text_at_all_is_a_fault(text: str) -> None:
    with contextlib.suppress(Invalid):
        decode(text)
