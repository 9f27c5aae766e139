"""Forms of suggestions: shape only; the room checks again."""

import wtforms

from forum.http import forms
from forum.suggestions.limits import BODY_MAX, REASON_MAX, TITLE_MAX


class PostForm(forms.Form):
    limits = {"title": TITLE_MAX, "body": BODY_MAX}

    title = wtforms.StringField(validators=[forms.Filled(), forms.AtMost(TITLE_MAX)])
    body = wtforms.TextAreaField(validators=[forms.AtMost(BODY_MAX)])
    category = wtforms.StringField()
    email = wtforms.StringField(validators=[forms.AtMost(320)])
    revision = wtforms.StringField()

    @property
    def category_id(self) -> int | None:
        """The chosen category; what is no number is none of ours (0)."""
        raw = self.category.data or ""
        if not raw:
            return None
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0

    @property
    def seen_revision(self) -> int:
        """The revision the writer saw; 0 when the form does not say."""
        raw = self.revision.data or ""
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


class WithdrawForm(forms.Form):
    limits = {"reason": REASON_MAX}

    reason = wtforms.StringField(validators=[forms.Filled(), forms.AtMost(REASON_MAX)])
