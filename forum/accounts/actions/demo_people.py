"""People of the demo: there is nobody behind them, and `forum demo remove` takes them away."""

from forum.accounts.actions import people
from forum.accounts.models import Person
from forum.accounts.queries import people as queries
from forum.core.actor import Actor
from forum.core.errors import N_, Forbidden
from forum.core.permissions import Role


def make(*, actor: Actor, email: str, name: str, language: str, role: Role) -> Person:
    """A demo person, made now or found by his address, which must be below `.invalid`: no mail
    goes there, and the sign-in form refuses it. Raises Forbidden, Invalid."""
    if not actor.is_system or not email.endswith(".invalid"):
        raise Forbidden(N_("You may not do this."))
    found = queries.by_email(email)
    if found is not None:
        return found
    person = people.make(email=email, name=name, language=language)
    person.is_demo = True
    people.change_role(actor=actor, person=person, role=role)
    return person
