"""JSON for programs: one object with the definition and an array of rows, written as it comes."""

import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from forum.exports.formats import cells
from forum.exports.rows import Head, Row
from forum.i18n import dates


class JsonFormat:
    extension = "json"
    mimetype = "application/json"

    def write(self, target: BinaryIO, head: Head, rows: Iterable[Row]) -> None:
        """{"definition", "generated_at", "rows": [...]} with one row a line."""
        text = io.TextIOWrapper(target, encoding="utf-8", newline="")
        try:
            definition = _dumps(head.definition.to_json())
            moment = _dumps(dates.iso(head.generated_at))
            text.write(f'{{"definition": {definition},\n"generated_at": {moment},\n"rows": [')
            separator = "\n"
            places = [(name, Row._fields.index(name)) for name in head.definition.columns]
            for row in rows:
                text.write(separator + _dumps({name: _plain(row[at]) for name, at in places}))
                separator = ",\n"
            text.write("\n]}\n")
            text.flush()
        finally:
            text.detach()


def _plain(value: str | int | datetime) -> str | int:
    if isinstance(value, datetime):
        return dates.iso(value)
    return cells.without_surrogates(value) if isinstance(value, str) else value


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
