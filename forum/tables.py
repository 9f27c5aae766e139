"""The list of all models, so that the metadata is whole wherever it is read."""

from forum.accounts import models as accounts
from forum.audit import models as audit
from forum.boards import models as boards
from forum.comments import models as comments
from forum.core import jobs, mail, once, version
from forum.exports import models as exports
from forum.follows import models as follows
from forum.moderation import models as moderation
from forum.search import models as search
from forum.site import models as site
from forum.suggestions import models as suggestions
from forum.votes import models as votes

MODULES = (
    jobs,
    mail,
    once,
    version,
    audit,
    site,
    accounts,
    boards,
    suggestions,
    votes,
    comments,
    follows,
    search,
    moderation,
    exports,
)
