"""Shapes of the desk's forms and of a report."""

from wtforms import StringField, TextAreaField

from forum.http import forms
from forum.moderation.limits import NOTE_MAX
from forum.suggestions.limits import BODY_MAX, REASON_MAX, RESPONSE_MAX, TITLE_MAX
from forum.web.moderation import words


class RejectForm(forms.Form):
    """A ready-made reason, own words, or both."""

    limits = {"reason": REASON_MAX}
    canned = StringField()
    reason = TextAreaField(validators=[forms.AtMost(REASON_MAX)])

    def text(self, language: str) -> str:
        """The reason: the ready-made one in `language` (the suggestion's), then own words."""
        ready, own = words.canned(self.canned.data, language), str(self.reason.data)
        return f"{ready} {own}".strip()


class EditForm(forms.Form):
    limits = {"title": TITLE_MAX, "body": BODY_MAX}
    title = StringField(validators=[forms.Filled(), forms.AtMost(TITLE_MAX)])
    body = TextAreaField(validators=[forms.AtMost(BODY_MAX)])
    category = StringField()
    revision = StringField()


class MoveForm(forms.Form):
    """`place`: a board's id, or board and category as "3.7"."""

    place = StringField(validators=[forms.Filled()])


class DecideForm(forms.Form):
    """`seen_…`: what stood there when the form was shown."""

    limits = {"body": RESPONSE_MAX}
    status_key = StringField(validators=[forms.Filled()])
    body = TextAreaField(validators=[forms.AtMost(RESPONSE_MAX)])
    seen_status = StringField()
    seen_response = StringField()


class FlagForm(forms.Form):
    limits = {"note": NOTE_MAX}
    reason = StringField(validators=[forms.Filled()])
    note = TextAreaField(validators=[forms.AtMost(NOTE_MAX)])
