"""Conditions as SQL, for statements that must keep their plan."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    select,
)


def judged(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Conditions on rows that the rest of the statement finds.

    Inside of CASE no planner takes them for a reason to read a whole board by its index, as
    SQLite did for twenty rows given by their ids: it keeps no statistics that would tell it.
    """
    return case((and_(*conditions), 1), else_=0) == 1


def among(column: Any, dialect: str) -> ColumnElement[bool]:
    """The column's value is one of the parameter "ids", which `given` makes.

    One parameter however many there are: an expanding one is compiled anew at each call.
    """
    ids = bindparam("ids", type_=Text)
    found: ColumnElement[bool]
    if dialect == "postgresql":
        found = column == any_(cast(ids, ARRAY(Integer)))
    else:
        found = column.in_(select(func.json_each(ids).table_valued("value").c.value))
    return found


def given(ids: Iterable[int], dialect: str) -> str:
    """The value of that parameter."""
    listed = ",".join(map(str, ids))
    return f"{{{listed}}}" if dialect == "postgresql" else f"[{listed}]"
