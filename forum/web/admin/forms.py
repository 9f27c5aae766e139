"""The administration's forms: shape only."""

import re

from wtforms import SelectField, StringField

from forum.boards import draft, schema
from forum.boards.draft import Draft
from forum.boards.queries import BoardRow
from forum.core.permissions import STAFF, Role
from forum.http import forms
from forum.i18n import locale
from forum.site import schema as site
from forum.site.schema import Field
from forum.web.admin import typed

_START_SITE = (
    Field("name", "text", "", "", limit=site.NAME_LIMIT, is_required=True),
    site.BY_KEY["default_language"],
)
_START_BOARD = (schema.BY_KEY["language"], schema.BY_KEY["visibility"])


class NamesForm(forms.Form):
    """A name in each language; which of them must be there, the room knows."""

    limits = {f"name_{language}": draft.NAME_LIMIT for language in locale.LANGUAGES}

    name_fa = StringField()
    name_ar = StringField()
    name_en = StringField()

    def names(self) -> dict[str, str]:
        """By language, as typed."""
        return self._by_language("name")

    def _by_language(self, kind: str) -> dict[str, str]:
        return {key: self[f"{kind}_{key}"].data for key in locale.LANGUAGES}


class BoardWordsForm(NamesForm):
    """Names and descriptions; the typed fields of the schema come with `typed.form_class`."""

    limits = NamesForm.limits | {
        f"description_{language}": draft.DESCRIPTION_LIMIT for language in locale.LANGUAGES
    }

    seen = StringField()
    description_fa = StringField()
    description_ar = StringField()
    description_en = StringField()

    def draft(self) -> Draft:
        """The board as the form says."""
        return Draft(
            names=self.names(),
            descriptions=self._by_language("description"),
            slug=self["slug"].data,
            language=self["language"].data,
            visibility=self["visibility"].data,
            roles=[role for role in draft.ADMITTED if self[f"roles_{role}"].data],
            approval=self["approval"].data,
            is_open=self["is_open"].data,
        )


def board_values(board: BoardRow) -> dict[str, object]:
    """What the form of this board starts with."""
    return {
        **{f"name_{language}": name for language, name in board.names.items()},
        **{f"description_{language}": text for language, text in board.descriptions.items()},
        **{f"roles_{role}": True for role in board.roles},
        "slug": board.slug,
        "language": board.language,
        "visibility": board.visibility,
        "approval": board.approval,
        "is_open": board.is_open,
    }


class SiteNameForm(forms.Form):
    """The first name of the site, in the language chosen beside it."""

    def values(self) -> dict[str, str]:
        """By the keys of the settings."""
        language = str(self["default_language"].data)
        return {"default_language": language, f"name_{language}": self["name"].data}


class BoardNameForm(forms.Form):
    """The first board: one name, in the language chosen beside it."""

    limits = {"board_name": draft.NAME_LIMIT}

    board_name = StringField(validators=[forms.Filled(), forms.AtMost(draft.NAME_LIMIT)])

    def draft(self) -> Draft:
        """The board as the form says."""
        language = self["language"].data
        return Draft(
            names={language: self.board_name.data},
            language=language,
            visibility=self["visibility"].data,
        )


class MemberForm(forms.Form):
    email = StringField(validators=[forms.Filled()])
    role = SelectField(choices=[row[0] for row in schema.MEMBER_ROLES])


class RoleForm(forms.Form):
    role = SelectField(choices=[str(role) for role in Role])


class InviteForm(forms.Form):
    email = StringField(validators=[forms.Filled()])
    role = SelectField(choices=[str(role) for role in Role if role in STAFF])


class WordsForm(forms.Form):
    """Words that mean the same, separated by "=" or by lines."""

    words = StringField(validators=[forms.Filled()])

    def group(self) -> list[str]:
        """The single words or phrases; empty ones are left out."""
        parts = re.split(r"[=\n]", self.words.data)
        return [part.strip() for part in parts if part.strip()]


SiteForm = typed.form_class(site.FIELDS, forms.Form)
StartSiteForm = typed.form_class(_START_SITE, SiteNameForm)
BoardForm = typed.form_class(schema.FIELDS, BoardWordsForm)
StartBoardForm = typed.form_class(_START_BOARD, BoardNameForm)
