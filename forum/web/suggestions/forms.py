"""Forms of suggestions: shape only; the room checks again."""

import wtforms

from forum.http import forms
from forum.http.converters import number
from forum.suggestions import drafting
from forum.suggestions.limits import BODY_MAX, REASON_MAX, TITLE_MAX, TITLE_MIN

_SEEN_MAX = 200  # characters


class _TextForm(forms.Form):
    """The words of a suggestion, and where they belong."""

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

    @property
    def category_id(self) -> int | None:
        """The chosen category; what is no number is none of ours (0)."""
        return _number(self.category.data) if self.category.data else None


class PostForm(_TextForm):
    email = wtforms.StringField()  # of a guest
    seen_title = wtforms.StringField()  # for which the similar suggestions were shown
    seen_similar = wtforms.StringField()

    @property
    def is_looked_up(self) -> bool:
        """Whether the writer was shown what is similar to this very title."""
        return bool(self.seen_title.data) and self.seen_title.data == self.title.data

    @property
    def seen_ids(self) -> frozenset[int]:
        """The similar suggestions that the writer was shown."""
        raw = self.seen_similar.data[:_SEEN_MAX].split()
        return frozenset(filter(None, map(number, raw)))


class GuestPostForm(PostForm):
    email = wtforms.StringField(validators=[forms.Filled(), forms.AtMost(320)])


class EditForm(_TextForm):
    revision = wtforms.StringField()

    @property
    def seen_revision(self) -> int:
        """The revision the writer saw; 0 when the form does not say."""
        return _number(self.revision.data)


def _number(raw: str | None) -> int:
    """What a hidden field or a choice says, 0 for what is no number."""
    fits = raw and raw.isascii() and raw.isdigit() and len(raw) < 10
    return int(raw) if raw and fits else 0


class WithdrawForm(forms.Form):
    limits = {"reason": REASON_MAX}

    reason = wtforms.StringField(validators=[forms.Filled(), forms.AtMost(REASON_MAX)])
