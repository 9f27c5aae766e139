"""Every side effect of the house in one table: event → handlers, in order. Also the jobs by
name and the clock that starts the regular ones."""

from forum.accounts import events as accounts
from forum.accounts import handlers as account_handlers
from forum.boards import handlers as boards
from forum.comments import events as comment_events
from forum.comments import handlers as comments
from forum.core import delivery, events, jobs, mail, tidying
from forum.exports import actions as exports
from forum.exports import making
from forum.follows import handlers as follows
from forum.moderation import handlers as moderation
from forum.notifications import authors
from forum.notifications import handlers as notifications
from forum.search import handlers as search
from forum.search import working as searching
from forum.search.actions import entries as search_entries
from forum.suggestions import events as suggestion_events
from forum.suggestions import handlers as suggestions
from forum.votes import events as vote_events
from forum.votes import handlers as votes

HANDLERS: dict[type, tuple[events.Handler, ...]] = {
    accounts.PersonConfirmed: (suggestions.on_person_confirmed, votes.on_person_confirmed),
    accounts.PersonErased: (
        boards.forget_person,
        follows.on_person_erased,
        comments.on_person_erased,
        suggestions.on_person_erased,
        moderation.erase_reporter,
    ),
    suggestion_events.SuggestionPosted: (
        follows.on_suggestion_posted,
        votes.on_suggestion_posted,
        search.add_posted,
    ),
    suggestion_events.SuggestionPublished: (
        votes.on_suggestion_published,
        search.add,
        notifications.tell_of_approval,
    ),
    suggestion_events.SuggestionRejected: (
        moderation.settle_gone,
        notifications.tell_of_rejection,
    ),
    suggestion_events.SuggestionEdited: (search.add,),
    suggestion_events.SuggestionRestored: (search.add, notifications.tell_what_waited),
    suggestion_events.SuggestionWithdrawn: (moderation.settle_gone, search.drop),
    suggestion_events.SuggestionHidden: (moderation.settle_hidden, search.drop),
    suggestion_events.SuggestionMoved: (moderation.follow_move, search.follow),
    suggestion_events.HeatLost: (votes.on_heat_lost, comments.on_heat_lost),
    suggestion_events.StatusChanged: (search.follow_status,),
    suggestion_events.ResponsePublished: (notifications.tell_of_response, search.follow),
    vote_events.VoteCast: (follows.on_vote_cast,),
    comment_events.CommentPosted: (follows.on_comment_posted, search.add_comment),
    comment_events.CommentEdited: (search.follow,),
    comment_events.CommentRemoved: (moderation.settle_comment, search.follow),
    comment_events.CommentRestored: (search.add_comment,),
}

JOBS: dict[str, jobs.Function] = {
    mail.SEND: mail.send_queued,
    exports.MAKE: making.run,
    authors.TELL_AUTHOR: authors.tell_author,
    search_entries.INDEX: searching.make_entry,
    search_entries.GATHER: searching.gather_put_off,
}

# name → (every how many minutes, what to do)
CLOCK: delivery.Clock = {
    "sweep": (1, jobs.sweep),
    "core.tidy": (60, tidying.tidy),
    "accounts.tidy": (30, account_handlers.tidy),
    "exports": (60, making.expire),
    "search": (15, searching.keep),
    "search.pairs": (1, searching.look_for_pairs),
    "search.gather": (1, searching.gather),
}
