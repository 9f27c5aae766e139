"""What the ground forgets after a while: sent mails, answers of twice-sent forms."""

from forum.core import mail, once
from forum.core.unit_of_work import writing


def tidy() -> None:
    """Drop what nobody will ask for again (the clock calls this)."""
    with writing():
        mail.forget_old()
        once.forget_old()
