"""What comments do on others' news."""

from forum.accounts.events import PersonErased
from forum.comments import actions
from forum.suggestions.events import HeatLost


def on_person_erased(event: PersonErased) -> None:
    actions.erase_author(person_id=event.person_id, keeps_texts=event.keeps_texts)


def on_heat_lost(event: HeatLost) -> None:
    actions.warm_again(event.suggestion_id)
