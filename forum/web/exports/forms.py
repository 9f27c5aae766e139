"""The form of an export: shape only; exports.definition reads the words."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf

from forum.exports import definition
from forum.exports.definition import COLUMNS, Definition
from forum.exports.formats.registry import FORMATS
from forum.http import forms
from forum.i18n.catalog import N_
from forum.i18n.locale import Profile


class ExportForm(forms.Form):
    board = StringField()
    status = StringField()
    category = StringField()
    since = StringField()
    until = StringField()
    order = StringField()
    limit = StringField()
    columns = SelectMultipleField(choices=list(COLUMNS), validate_choice=False)
    format = StringField(validators=[AnyOf(tuple(FORMATS), message=N_("Choose one of the list."))])

    @classmethod
    def prefilled(cls, wanted: Mapping[str, str]) -> "ExportForm":
        """The form for a view that a link names (?board=…&status=…)."""
        usual: dict[str, Any] = {"order": "votes", "format": "xlsx", "columns": list(COLUMNS)}
        return cls(None, **{**usual, **{n: v for n, v in wanted.items() if n != "columns"}})

    def definition(self, profile: Profile) -> Definition:
        """What was typed, read. Raises Invalid naming the field."""
        return definition.parse(
            profile=profile,
            boards=[self.board.data],
            statuses=[self.status.data],
            categories=[self.category.data],
            since=self.since.data,
            until=self.until.data,
            order=self.order.data,
            columns=self.columns.data or (),
            limit=self.limit.data,
        )
