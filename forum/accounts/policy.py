"""Who may do what to whom. Pure."""

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.permissions import STAFF, Permission, Role


def may_manage(actor: Actor) -> bool:
    """Whether roles and invitations are his to give."""
    return actor.may(Permission.MANAGE_PEOPLE)


def may_block(actor: Actor, person: Person) -> bool:
    """Moderators block customers; only who manages people blocks staff; nobody himself."""
    if person.id == actor.person_id:
        return False
    if Role(person.role) in STAFF:
        return may_manage(actor)
    return actor.may(Permission.BLOCK_PERSON)
