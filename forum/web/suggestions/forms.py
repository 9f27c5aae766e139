"""Forms of suggestions: shape only; the room checks again."""

import wtforms

from forum.http import forms
from forum.http.converters import number
from forum.suggestions import drafting
from forum.suggestions.limits import BODY_MAX, REASON_MAX, TITLE_MAX, TITLE_MIN

_SEEN_MAX = 200  # characters


class PostForm(forms.Form):
    limits = {"title": TITLE_MAX, "body": BODY_MAX}

    title = wtforms.StringField(
        validators=[
            forms.Filled(),
            forms.AtLeast(TITLE_MIN, drafting.TOO_SHORT),
            forms.AtMost(TITLE_MAX),
        ]
    )
    body = wtforms.TextAreaField(validators=[forms.AtMost(BODY_MAX)])
    category = wtforms.StringField()
    email = wtforms.StringField(validators=[forms.AtMost(320)])
    revision = wtforms.StringField()
    seen_title = wtforms.StringField()  # for which the similar suggestions were shown
    seen_similar = wtforms.StringField()

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

    @property
    def is_looked_up(self) -> bool:
        """Whether the writer was shown what is similar to this very title."""
        return bool(self.seen_title.data) and self.seen_title.data == self.title.data

    @property
    def seen_ids(self) -> frozenset[int]:
        """The similar suggestions that the writer was shown."""
        raw = (self.seen_similar.data or "")[:_SEEN_MAX].split()
        return frozenset(filter(None, map(number, raw)))


class WithdrawForm(forms.Form):
    limits = {"reason": REASON_MAX}

    reason = wtforms.StringField(validators=[forms.Filled(), forms.AtMost(REASON_MAX)])
