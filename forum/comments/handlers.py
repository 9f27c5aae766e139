"""What comments do on others' news."""

from forum.accounts.events import PersonErased
from forum.comments import actions


def on_person_erased(event: PersonErased) -> None:
    actions.erase_author(person_id=event.person_id, keeps_texts=event.keeps_texts)
