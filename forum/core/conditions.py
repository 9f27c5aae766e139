"""Conditions as SQL, for statements that must keep their plan."""

from sqlalchemy import ColumnElement, and_, case


def judged(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Conditions on rows that the rest of the statement finds.

    Inside of CASE no planner takes them for a reason to read a whole board by its index, as
    SQLite did for twenty rows given by their ids: it keeps no statistics that would tell it.
    """
    return case((and_(*conditions), 1), else_=0) == 1
