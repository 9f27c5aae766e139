"""One row of an export, and the head that all formats share."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from forum.exports.definition import Definition
from forum.i18n.locale import Profile


class Row(NamedTuple):
    """A suggestion with its place in the chosen order; names in the export's language.

    `status` is the key, `status_name` its name. Moments are aware, in UTC.
    """

    rank: int
    id: int
    board: str
    title: str
    status: str
    category: str
    votes: int
    comments: int
    created_at: datetime
    updated_at: datetime
    official_response: str
    url: str
    status_name: str


@dataclass(frozen=True)
class Head:
    """What a file says about itself, and for whom it is written."""

    definition: Definition
    generated_at: datetime
    profile: Profile
    site_name: str
    title: str
