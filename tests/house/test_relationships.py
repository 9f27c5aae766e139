"""Tables point down the floors only; nothing is loaded behind a query's back."""

import pytest
from sqlalchemy import Table
from sqlalchemy.orm import Mapper

from forum import tables
from forum.core.db import Base
from tests.house.test_floors import layers

assert tables.MODULES


def floor_of(room: str) -> int:
    """0 is the ground."""
    for height, floor in enumerate(reversed(layers())):
        if room in floor:
            return height
    raise AssertionError(f"{room} stands on no floor")


def room_of_table() -> dict[str, str]:
    return {
        mapper.local_table.name: mapper.class_.__module__.split(".")[1]  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
    }


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_foreign_keys_point_down(table: Table) -> None:
    rooms = room_of_table()
    for key in table.foreign_keys:
        own, other = rooms[table.name], rooms[key.column.table.name]
        assert own == other or floor_of(other) < floor_of(own), f"{key.parent} → {key.column}"


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_and_index_has_a_name(table: Table) -> None:
    named = [*(one.name for one in table.constraints), *(one.name for one in table.indexes)]
    assert None not in named


@pytest.mark.parametrize(
    "mapper",
    sorted(Base.registry.mappers, key=str),
    ids=str,
)
def test_relationships_are_one_sided_and_refuse_lazy_loads(mapper: Mapper[object]) -> None:
    for relationship in mapper.relationships:
        assert relationship.lazy == "raise_on_sql", relationship
        assert relationship.back_populates is None, relationship


def test_the_log_and_jobs_know_no_person_by_key() -> None:
    """People are erased; what was done stays."""
    for name in ("audit_entry", "job", "outgoing_mail"):
        assert Base.metadata.tables[name].foreign_keys == set()
