"""What an author is told about his own suggestion, by mail, in his own language.

The job looks again when it runs: what was taken back, hidden or moved out of the author's sight
meanwhile is not told, and nobody who was blocked or erased is written to.
"""

from dataclasses import dataclass
from typing import Any

from forum.accounts.queries import people as accounts
from forum.boards import queries as boards
from forum.core import clock, mail, origin
from forum.core.actor import system
from forum.core.errors import Missing
from forum.core.unit_of_work import end_read, writing
from forum.i18n import bidi, locale, mailing, markup
from forum.i18n.catalog import gettext as _
from forum.site import queries as site
from forum.suggestions.models import OfficialResponse, Suggestion
from forum.suggestions.queries import single as suggestions
from forum.suggestions.queries import status_rows
from forum.suggestions.status import StatusRow

TELL_AUTHOR = "notifications.tell_author"


@dataclass(frozen=True)
class _News:
    """What there is to tell, as it stands now. `quote`: the reason or the response."""

    kind: str
    suggestion_id: int
    person_id: int
    title: str
    quote: mailing.Quote | None
    status: StatusRow


def tell_author(payload: dict[str, Any]) -> None:
    """The job: {"news": approved, rejected or answered, "suggestion_id": …}; "is_late": it may
    have been told already."""
    is_late = bool(payload.get("is_late"))
    news = _still_true(payload["news"], payload["suggestion_id"], is_late=is_late)
    if news is None:
        end_read()
        return
    person = accounts.get(news.person_id)
    recipient, name = (None if person.is_demo else person.email), person.name
    profile = accounts.profile_of(news.person_id)
    end_read()
    if recipient is None:
        return
    with locale.use(profile):
        letter = _letter(news, profile, recipient, name)
    with writing():
        mail.queue(
            letter,
            person_id=news.person_id,
            unique_key=f"{news.kind}:{news.suggestion_id}:{news.person_id}",
        )


def _still_true(kind: str, suggestion_id: int, *, is_late: bool) -> _News | None:
    """The news as it stands now, None when it is no longer so or not for the author to see, or
    late and so old that nobody knows any more whether it was told."""
    try:
        author_id = suggestions.get(system("job"), suggestion_id).author_id
        suggestion = suggestions.get(boards.actor_for(author_id, via="job"), suggestion_id)
    except Missing:
        return None
    if suggestion.state != ("rejected" if kind == "rejected" else "published"):
        return None
    response = suggestions.response_of(suggestion_id) if kind == "answered" else None
    if is_late and not _is_recent(suggestion, response):
        return None
    quote = None
    if kind == "rejected":
        hint = locale.direction(suggestion.language)
        language = bidi.detect_language(suggestion.reason, suggestion.language)
        quote = mailing.Quote(
            suggestion.reason, language, bidi.base_direction(suggestion.reason, hint)
        )
    if kind == "answered":
        if response is None or response.author_id == author_id:
            return None
        quote = mailing.Quote(markup.Parsed(response.body).plain(), response.language, response.dir)
    return _News(
        kind=kind,
        suggestion_id=suggestion_id,
        person_id=author_id,
        title=suggestion.title,
        quote=quote,
        status=status_rows.status_of(suggestion.status_id),
    )


def _is_recent(suggestion: Suggestion, response: OfficialResponse | None) -> bool:
    """Whether the mail about it, had there been one, would still be known. What needed no
    approval is no news at any time."""
    at = response.created_at if response is not None else suggestion.published_at
    if at is None or at == suggestion.created_at:
        return False
    return clock.now() - at < mail.KEEP_SENT


def _letter(news: _News, profile: locale.Profile, recipient: str, name: str) -> mail.Letter:
    title = bidi.isolate(news.title)
    subject, sentences = _words(news, title)
    paragraphs: list[mailing.Paragraph] = [*sentences]
    if news.quote is not None and news.quote.text:
        paragraphs.append(news.quote)
    if news.kind == "rejected":
        paragraphs.append(_("You may change it and post it again."))
    return mailing.compose(
        profile=profile,
        recipient=recipient,
        site_name=site.current().name,
        subject=subject,
        greeting=_("Hello %(name)s,", name=bidi.isolate(name)),
        paragraphs=paragraphs,
        action=(_("Open the suggestion"), origin.absolute(f"/s/{news.suggestion_id}")),
        footer=_("You get this mail because you posted this suggestion."),
    )


def _words(news: _News, title: str) -> tuple[str, list[str]]:
    """(subject, sentences before the quotation)."""
    if news.kind == "approved":
        return (
            _("Your suggestion is public: %(title)s", title=title),
            [
                _("Your suggestion %(title)s was approved.", title=title),
                _("Everybody can read it, vote for it and comment on it now."),
            ],
        )
    if news.kind == "rejected":
        return (
            _("Your suggestion was not published: %(title)s", title=title),
            [_("Your suggestion %(title)s was not published. The reason:", title=title)],
        )
    return (
        _("Official response to your suggestion: %(title)s", title=title),
        [
            _("The team has answered your suggestion %(title)s.", title=title),
            _("Its status is now: %(status)s", status=news.status.name),
        ],
    )
