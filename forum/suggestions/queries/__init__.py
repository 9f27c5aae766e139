"""Reading suggestions: `single` ones, `lists`, the statuses (`status_rows`), `personal` copies."""

from forum.suggestions.queries.lists import (
    Filter,
    cards,
    cards_among,
    cards_by_ids,
    published_count,
    tallies,
)
from forum.suggestions.queries.personal import ids_by, of_person, responses_of_person
from forum.suggestions.queries.single import (
    Brief,
    Posted,
    StatusStep,
    brief,
    get,
    posted,
    response_of,
    revisions,
    shown,
    status_steps,
    visible_to,
)
from forum.suggestions.queries.status_rows import status_by_key, status_of, statuses

__all__ = [
    "Brief",
    "Filter",
    "Posted",
    "StatusStep",
    "brief",
    "cards",
    "cards_among",
    "cards_by_ids",
    "get",
    "ids_by",
    "of_person",
    "posted",
    "published_count",
    "response_of",
    "responses_of_person",
    "revisions",
    "shown",
    "status_by_key",
    "status_of",
    "status_steps",
    "statuses",
    "tallies",
    "visible_to",
]
