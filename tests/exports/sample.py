"""Rows and heads of files that are made without a database."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from forum.exports.definition import COLUMNS, Definition
from forum.exports.formats.protocol import Format
from forum.exports.rows import Head, Row
from forum.i18n import locale

MOMENT = datetime(2026, 3, 21, 10, 30, 15, 250_000, tzinfo=UTC)


def row(rank: int = 1, **values: Any) -> Row:
    plain: dict[str, Any] = {
        "rank": rank,
        "id": rank + 40,
        "board": "تابلوی اصلی",
        "title": "حالت تاریک",
        "status": "planned",
        "category": "",
        "votes": 1234,
        "comments": 5,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "official_response": "",
        "url": f"https://forum.example/s/{rank + 40}",
        "status_name": "برنامه‌ریزی‌شده",
    }
    return Row(**(plain | values))


def head(language: str = "fa", columns: tuple[str, ...] = COLUMNS) -> Head:
    return Head(
        definition=Definition(columns=columns),
        generated_at=MOMENT,
        profile=locale.profile_for(language),
        site_name="صدا",
        title="پررأی‌ترین درخواست‌ها",
    )


def written(made: Format, rows: Iterable[Row], about: Head | None = None) -> bytes:
    target = io.BytesIO()
    made.write(target, about or head(), rows)
    return target.getvalue()
