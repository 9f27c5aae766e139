"""What suggestions do on others' news."""

from forum.accounts.events import PersonConfirmed, PersonErased
from forum.boards import queries as boards
from forum.suggestions import drafting
from forum.suggestions.actions import authors

POST = "suggestions.post"


def on_person_confirmed(event: PersonConfirmed) -> None:
    """A guest's suggestion waited for his address: post it now.

    A refusal (the board closed meanwhile) is shown to him by accounts; he is in all the same.
    """
    if event.verb != POST or event.payload is None:
        return
    given = event.payload
    authors.post(
        actor=boards.actor_for(event.person_id),
        board_id=int(given["board_id"]),
        draft=drafting.of_kept(given["draft"]),
        category_id=given["category_id"],
    )


def on_person_erased(event: PersonErased) -> None:
    authors.erase_author(person_id=event.person_id, keeps_texts=event.keeps_texts)
