"""What the desk calls things: views, reasons, acts, lines of the record."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.i18n import locale
from forum.i18n.catalog import N_, gettext

# view → (name, icon, what an empty one says)
VIEWS: Mapping[str, tuple[str, str, str]] = {
    "waiting": (N_("Waiting for approval"), "hourglass", N_("Nothing waits for approval.")),
    "flagged": (N_("Flagged"), "flag", N_("Nobody has reported anything.")),
    "unanswered": (
        N_("Without a response"),
        "megaphone",
        N_("Everything has an official response."),
    ),
    "all": (N_("All suggestions"), "layers", N_("There are no suggestions yet.")),
    "hidden": (N_("Hidden"), "eye-off", N_("Nothing is hidden.")),
    "rejected": (N_("Rejected"), "circle-slash", N_("Nothing was rejected.")),
}
QUEUES = ("waiting", "flagged", "unanswered")

FLAG_REASONS: Mapping[str, tuple[str, str]] = {
    "spam": (N_("Spam"), N_("Advertising, or the same text again and again.")),
    "abuse": (N_("Abuse"), N_("Insults, threats or hate.")),
    "off_topic": (N_("Off topic"), N_("It has nothing to do with this board.")),
    "other": (N_("Something else"), N_("Please say in a few words what is wrong.")),
}

# Ready-made reasons of a rejection; the author gets them in the language of his suggestion.
REJECTIONS: Mapping[str, str] = {
    "duplicate": N_("There is already a suggestion like this one. Please vote for that one."),
    "unclear": N_("It is not clear what you wish for. Please describe it in more detail."),
    "several": N_("These are several wishes at once. Please post each of them by itself."),
    "support": N_("This is a question for our support rather than a suggestion."),
    "off_topic": N_("This does not fit the topic of this board."),
    "rules": N_("The tone of this text breaks the rules of this forum."),
}

STATES: Mapping[str, str] = {
    "pending": N_("Waiting for approval"),
    "published": N_("Published"),
    "hidden": N_("Hidden"),
    "rejected": N_("Rejected"),
    "withdrawn": N_("Withdrawn"),
    "merged": N_("Merged"),
}

DONE: Mapping[str, str] = {
    "approve": N_("Approved: %(title)s"),
    "reject": N_("Rejected: %(title)s"),
    "edit": N_("Saved: %(title)s"),
    "move": N_("Moved: %(title)s"),
    "hide": N_("Hidden: %(title)s"),
    "restore": N_("Visible again: %(title)s"),
    "lock": N_("Comments locked: %(title)s"),
    "unlock": N_("Comments unlocked: %(title)s"),
    "block": N_("The author is blocked: %(title)s"),
    "decide": N_("Saved: %(title)s"),
    "flags": N_("Reports settled: %(title)s"),
}
UNDO: Mapping[str, str] = {
    "hide": "restore",
    "restore": "hide",
    "lock": "unlock",
    "unlock": "lock",
}

# line of the record → (what happened, icon)
RECORD: Mapping[str, tuple[str, str]] = {
    "status": (N_("Status changed"), "arrow-right"),
    "revision": (N_("Wording"), "pencil"),
    "response": (N_("Official response"), "voice"),
    "suggestion.published": (N_("Published"), "check"),
    "suggestion.rejected": (N_("Rejected"), "x"),
    "suggestion.hidden": (N_("Hidden"), "eye-off"),
    "suggestion.withdrawn": (N_("Withdrawn by the author"), "undo"),
    "suggestion.moved": (N_("Moved"), "folder"),
    "suggestion.locked": (N_("Comments locked"), "lock"),
    "suggestion.unlocked": (N_("Comments unlocked"), "unlock"),
    "moderation.flags_resolved": (N_("Reports settled"), "flag"),
}


@dataclass(frozen=True)
class Canned:
    """A ready-made reason in the language of whoever will read it."""

    key: str
    text: str
    language: str

    @property
    def dir(self) -> str:
        return locale.direction(self.language)


def canned_for(language: str) -> tuple[Canned, ...]:
    """The ready-made reasons in this language."""
    with locale.use(locale.profile_for(language)):
        return tuple(Canned(key, gettext(text), language) for key, text in REJECTIONS.items())


def canned(key: str, language: str) -> str:
    """One ready-made reason, "" when there is none of this key."""
    return next((found.text for found in canned_for(language) if found.key == key), "")
