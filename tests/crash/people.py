"""Who acts at a running server."""

from forum.accounts.actions import sessions
from forum.accounts.models import Person
from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import writing
from tests.cli.running import Running, Voter


def settings_of(config: Config) -> dict[str, str]:
    """What a server in the test's data folder needs to work on the test's own database."""
    if config.is_sqlite:
        return {}
    return {"DATABASE_URL": config.database_url, "FORUM_SECRET_KEY": config.secret_key}


def signed_in(server: Running, person: Person) -> Voter:
    """A browser of this person, without the way through mail."""
    with writing():
        token = sessions.start(person_id=person.id, user_agent="", address="")
    db.session.remove()
    return Voter(server, f"sada_session={token}")
