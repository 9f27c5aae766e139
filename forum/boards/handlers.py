"""What boards do on others' news."""

from forum.accounts.events import PersonErased
from forum.boards.actions import members


def forget_person(news: PersonErased) -> None:
    """An erased person is named on no board."""
    members.forget(person_id=news.person_id)
