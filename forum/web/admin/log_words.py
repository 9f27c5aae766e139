"""The audit log in words: what a line says, and the values it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.boards import schema as boards
from forum.exports import naming as exports
from forum.i18n import numbers
from forum.i18n.catalog import N_, gettext
from forum.site import schema as site
from forum.suggestions.queries import status_rows

# The part of an action before its dot, as a filter of the log.
KINDS: dict[str, str] = {
    "suggestion": N_("Suggestions"),
    "comment": N_("Comments"),
    "moderation": N_("Flags"),
    "boards": N_("Boards"),
    "accounts": N_("People"),
    "site": N_("Site settings"),
    "exports": N_("Exports"),
    "search": N_("Search"),
}
_ACTIONS: dict[str, str] = {
    "accounts.blocked": N_("Person blocked"),
    "accounts.email_changed": N_("E-mail address changed"),
    "accounts.erased": N_("Account deleted"),
    "accounts.everybody_signed_out": N_("Everybody signed out"),
    "accounts.invitation_revoked": N_("Invitation taken back"),
    "accounts.invited": N_("Person invited"),
    "accounts.password_changed": N_("Password changed"),
    "accounts.role_changed": N_("Role changed"),
    "accounts.signed_in": N_("Signed in"),
    "accounts.unblocked": N_("Person unblocked"),
    "boards.category_added": N_("Category added"),
    "boards.category_archived": N_("Category archived"),
    "boards.category_renamed": N_("Category renamed"),
    "boards.category_reordered": N_("Categories reordered"),
    "boards.category_restored": N_("Category restored"),
    "boards.changed": N_("Board changed"),
    "boards.created": N_("Board created"),
    "boards.member_removed": N_("Person taken off a board"),
    "boards.member_set": N_("Person named on a board"),
    "boards.reordered": N_("Boards reordered"),
    "comment.deleted": N_("Comment deleted"),
    "comment.hidden": N_("Comment hidden"),
    "comment.restored": N_("Comment restored"),
    "exports.asked": N_("Export started"),
    "exports.fetched": N_("Export downloaded"),
    "exports.made": N_("Export made"),
    "moderation.flags_resolved": N_("Flags resolved"),
    "search.pair_dismissed": N_("Said to be no duplicates"),
    "search.pair_restored": N_("Proposed as duplicates again"),
    "search.synonyms_added": N_("Equal words added to the search"),
    "search.synonyms_removed": N_("Equal words taken out of the search"),
    "site.changed": N_("Site settings changed"),
    "suggestion.counts_mended": N_("Stored counts put right"),
    "suggestion.edited": N_("Suggestion edited"),
    "suggestion.hidden": N_("Suggestion hidden"),
    "suggestion.locked": N_("Comments locked"),
    "suggestion.moved": N_("Suggestion moved"),
    "suggestion.published": N_("Suggestion approved"),
    "suggestion.rejected": N_("Suggestion rejected"),
    "suggestion.responded": N_("Official response written"),
    "suggestion.status_set": N_("Status set"),
    "suggestion.unlocked": N_("Comments unlocked"),
    "suggestion.withdrawn": N_("Suggestion withdrawn"),
}


_FIELDS: dict[str, str] = {
    **{field.key: field.label for field in (*site.FIELDS, *boards.FIELDS)},
    "names": N_("Name"),
    "descriptions": N_("Description"),
    "position": N_("Place"),
    "role": N_("Role"),
    "state": N_("State"),
    "status": N_("Status"),
    "board_id": N_("Board"),
    "category_id": N_("Category"),
    "is_locked": N_("Comments locked"),
    "revision": N_("Version"),
    "format": N_("Format"),
    "rows": N_("Rows"),
    "columns": N_("Columns"),
    "order": N_("Sort by"),
    "by": N_("Way in"),
    "has_password": N_("Password"),
    "other": N_("The other suggestion"),
    "words": N_("Words"),
}
_STATES: dict[str, str] = {
    "pending": N_("Waiting for approval"),
    "published": N_("Published"),
    "hidden": N_("Hidden"),
    "withdrawn": N_("Withdrawn"),
    "rejected": N_("Rejected"),
    "deleted": N_("Deleted"),
}
_ROLES: dict[str, str] = {**boards.ROLE_NAMES, **{row[0]: row[1] for row in boards.MEMBER_ROLES}}
_VALUES: dict[str, dict[str, str]] = {
    **{
        field.key: {choice[0]: choice[1] for choice in field.choices}
        for field in (*site.FIELDS, *boards.FIELDS)
    },
    "role": _ROLES,
    "roles": _ROLES,
    "state": _STATES,
    "by": {"code": N_("Code"), "password": N_("Password"), "link": N_("Link")},
    "order": exports.TITLES,
    "columns": exports.HEADINGS,
}


@dataclass(frozen=True)
class Change:
    """One value that differs, in words; "" for none."""

    field: str
    before: str
    after: str


def of_action(action: str) -> str:
    """What happened, in the reader's language; an action without words as it is written."""
    return gettext(_ACTIONS[action]) if action in _ACTIONS else action


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """What differs between the two. What is empty on both sides is left out."""
    was, now = before or {}, after or {}
    keys = [*was, *(key for key in now if key not in was)]
    told = [Change(_field(key), _text(key, was.get(key)), _text(key, now.get(key))) for key in keys]
    return [change for change in told if change.before != change.after]


def _field(key: str) -> str:
    return gettext(_FIELDS[key]) if key in _FIELDS else key


def _text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int):
        return str(value) if key.endswith("_id") else numbers.number(value)
    if isinstance(value, Mapping):
        return " · ".join(text for text in (_text(key, each) for each in value.values()) if text)
    if isinstance(value, list | tuple):
        return " · ".join(_text(key, each) for each in value)
    if key == "status":
        return next((row.name for row in status_rows.statuses() if row.key == value), str(value))
    text = _VALUES.get(key, {}).get(value) if isinstance(value, str) else None
    return gettext(text) if text else str(value)
