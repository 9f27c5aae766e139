"""Form bodies. A browser sends each letter of Persian and Arabic as two escapes, and the standard
library takes them one by one; here a whole word of them is one step."""

import re
from binascii import unhexlify
from typing import IO, Any

from flask import Flask, Request
from werkzeug.formparser import FormDataParser

_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_URLENCODED = "application/x-www-form-urlencoded"


def fields(raw: bytes) -> list[tuple[str, str]]:
    """Names and values of a urlencoded body, as urllib's parse_qsl gives them with blank ones.

    Bytes that are no UTF-8 stay escaped, as with Werkzeug.
    """
    pairs = (pair.partition(b"=") for pair in raw.split(b"&") if pair)
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def _decoded(part: bytes) -> str:
    if part.isalnum():  # ASCII: the names, mostly
        return part.decode()
    plain = _ESCAPED.sub(_bytes_of, part.replace(b"+", b" "))
    return plain.decode("utf-8", "werkzeug.url_quote")


def _bytes_of(run: re.Match[bytes]) -> bytes:
    return unhexlify(run[0].replace(b"%", b""))


class _Parser(FormDataParser):
    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        if mimetype != _URLENCODED:
            return super().parse(stream, mimetype, content_length, options)
        return stream, self.cls(fields(stream.read())), self.cls()


class _Request(Request):
    form_data_parser_class = _Parser


def install(app: Flask) -> None:
    """Requests of this application read their forms so."""
    app.request_class = _Request
