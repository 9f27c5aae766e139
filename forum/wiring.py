"""Every side effect of the house in one table: event → handlers, in order. Also the jobs by
name and the clock that starts the regular ones."""

from forum.accounts import events as accounts
from forum.boards import handlers as boards
from forum.core import delivery, events, jobs, mail

HANDLERS: dict[type, tuple[events.Handler, ...]] = {
    accounts.PersonErased: (boards.forget_person,),
}

JOBS: dict[str, jobs.Function] = {
    mail.SEND: mail.send_queued,
}

# name → (every how many minutes, what to do)
CLOCK: delivery.Clock = {
    "sweep": (1, jobs.sweep),
}
