"""The audit log in words: what a line says, and the values it holds."""

from collections.abc import Mapping
from typing import Any

from forum.i18n.catalog import N_, gettext

# The part of an action before its dot, as a filter of the log.
KINDS: dict[str, str] = {
    "suggestion": N_("Suggestions"),
    "comment": N_("Comments"),
    "moderation": N_("Flags"),
    "boards": N_("Boards"),
    "accounts": N_("People"),
    "site": N_("Site settings"),
    "exports": N_("Exports"),
}
_ACTIONS: dict[str, str] = {
    "accounts.blocked": N_("Person blocked"),
    "accounts.email_changed": N_("E-mail address changed"),
    "accounts.erased": N_("Account deleted"),
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
    "site.changed": N_("Site settings changed"),
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


def of_action(action: str) -> str:
    """What happened, in the reader's language; an action without words as it is written."""
    return gettext(_ACTIONS[action]) if action in _ACTIONS else action


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[tuple[str, str, str]]:
    """(field, before, after) of each value that differs, as short text; "" for none."""
    was, now = before or {}, after or {}
    keys = [*was, *(key for key in now if key not in was)]
    return [
        (key, _text(was.get(key)), _text(now.get(key)))
        for key in keys
        if was.get(key) != now.get(key)
    ]


def _text(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, Mapping):
        return " · ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)
