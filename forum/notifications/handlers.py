"""From news to jobs: nothing is written or sent within the request."""

from forum.core import jobs
from forum.notifications.authors import TELL_AUTHOR
from forum.suggestions.events import (
    ResponsePublished,
    SuggestionPublished,
    SuggestionRejected,
    SuggestionRestored,
)


def tell_of_approval(event: SuggestionPublished) -> None:
    """The author hears that his suggestion is public."""
    _enqueue("approved", event.suggestion_id)


def tell_of_rejection(event: SuggestionRejected) -> None:
    """The author hears that it was refused; the reason is read when the mail is written."""
    _enqueue("rejected", event.suggestion_id)


def tell_of_response(event: ResponsePublished) -> None:
    """The author hears of the first official response; corrections of it are no news."""
    if event.is_new:
        _enqueue("answered", event.suggestion_id)


def tell_what_waited(event: SuggestionRestored) -> None:
    """What happened before it was hidden may not have been told yet; the job finds out."""
    for news in ("approved", "answered"):
        jobs.enqueue(
            TELL_AUTHOR, {"news": news, "suggestion_id": event.suggestion_id, "is_late": True}
        )


def _enqueue(news: str, suggestion_id: int) -> None:
    jobs.enqueue(
        TELL_AUTHOR,
        {"news": news, "suggestion_id": suggestion_id},
        unique_key=f"{TELL_AUTHOR}:{news}:{suggestion_id}",
    )
