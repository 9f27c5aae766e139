"""Statuses: the seeded ones are named by the catalogue, an administrator's own by their names."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.i18n.catalog import N_, gettext
from forum.i18n.locale import current

FIRST = "new"

_SEEDED = {
    "new": N_("New"),
    "under_review": N_("Under review"),
    "planned": N_("Planned"),
    "started": N_("Started"),
    "completed": N_("Completed"),
    "declined": N_("Declined"),
}


_STATES = {
    "pending": N_("Waiting for approval"),
    "published": N_("Published"),
    "hidden": N_("Hidden"),
    "withdrawn": N_("Withdrawn"),
    "rejected": N_("Rejected"),
    "merged": N_("Merged"),
}


def state_name(state: str) -> str:
    """Where a suggestion stands in our house, in the language of whoever reads now."""
    return gettext(_STATES[state])


@dataclass(frozen=True)
class StatusRow:
    """A status as pages need it. `kind`: open, active, done or declined."""

    id: int
    key: str
    kind: str
    names: Mapping[str, str]
    position: int

    @property
    def name(self) -> str:
        """Its name in the language of whoever reads now."""
        if self.key in _SEEDED and not self.names:
            return gettext(_SEEDED[self.key])
        return self.names.get(current().language) or next(iter(self.names.values()), self.key)
