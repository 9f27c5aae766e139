"""The words of the search: what was not found, and which words mean the same."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.i18n.catalog import gettext
from forum.search import limits
from forum.search.actions import synonyms
from forum.search.queries import vocabulary
from forum.web.admin.forms import WordsForm

bp = Blueprint("search_words", __name__, url_prefix="/search")
_PATH = "/admin/search"
_DAYS = 30


@bp.get("")
@access.requires(Permission.MANAGE_SITE)
def index() -> Response:
    """`?words=` begins a group with what somebody did not find."""
    begun = request.args.get("words", "")[: limits.MISS_WORDS]
    return _page(WordsForm(data={"words": f"{begun} = "} if begun else None), 200)


@bp.post("")
@access.requires(Permission.MANAGE_SITE)
def add() -> Response:
    form = WordsForm(request.form)
    if form.validate():
        with form.catching(), writing():
            synonyms.add(actor=reader.actor(), words=form.group())
        if not form.is_refused:
            answers.say("success", gettext("The search takes these words for the same now."))
            return answers.go(_PATH)
    return _page(form, form.http_status)


@bp.post("/<id:synonym_id>/remove")
@access.requires(Permission.MANAGE_SITE)
def remove(synonym_id: int) -> Response:
    with writing():
        synonyms.remove(actor=reader.actor(), synonym_id=synonym_id)
    answers.say("success", gettext("These words are no longer taken for the same."))
    return answers.go(_PATH)


def _page(form: WordsForm, status: int) -> Response:
    actor = reader.actor()
    return answers.page(
        "admin/search.html",
        status,
        view=form.view(),
        misses=vocabulary.misses(actor, days=_DAYS),
        days=_DAYS,
        groups=vocabulary.synonyms(actor),
        most=limits.SYNONYM_WORDS,
    )
