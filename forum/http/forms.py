"""Forms: shape only. What was typed always comes back; words are in the reader's language."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import validators

from forum.core.errors import DomainError
from forum.http import answers
from forum.http.statuses import STATUS
from forum.i18n import bidi, catalog, digits, numbers
from forum.i18n.catalog import N_

_CAUGHT = frozenset({"invalid", "conflict", "limited", "forbidden"})
_OURS = {
    "This field is required.": N_("This field is required."),
    "Not a valid choice.": N_("Choose one of the list."),
    "Not a valid choice": N_("Choose one of the list."),
    "Invalid Choice: could not coerce.": N_("Choose one of the list."),
    "Not a valid integer value.": N_("Write a whole number."),
    "Not a valid decimal value.": N_("Write a number."),
    "Invalid email address.": N_("Write an e-mail address like name@example.com."),
}


class _Words:
    """WTForms' own messages, through our catalogue (its Arabic and Persian are not usable)."""

    def gettext(self, message: str) -> str:
        return catalog.gettext(_OURS.get(message, message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return catalog.ngettext_raw(singular, plural, n)


_WORDS = _Words()


@dataclass(frozen=True)
class FormView:
    """What a template shows of a form: raw values, messages by field ("" the whole), limits.
    `directions`: "rtl" or "ltr" for texts whose writer chose one. `labels`: by field, as far as the
    template has shown them."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def note_label(self, key: str, label: str) -> str:
        """Note what a field is called; nothing to show."""
        self.labels[key] = label
        return ""


class Form(wtforms.Form):  # type: ignore[misc]
    """Base of all forms. `limits` maps a field to the visible characters it may hold;
    `chosen_dirs` a field to the direction chosen for the text it is prefilled with."""

    limits: Mapping[str, int] = {}

    class Meta:
        def get_translations(self, form: wtforms.Form) -> _Words:
            return _WORDS

        def bind_field(self, form: wtforms.Form, unbound: Any, options: dict[str, Any]) -> Any:
            # Labels are the templates'; WTForms would make and translate one of each name.
            return unbound.bind(form=form, label="", **options)

    def __init__(
        self,
        formdata: MultiDict[str, str] | None = None,
        *,
        chosen_dirs: Mapping[str, str] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(formdata, **values)
        for bound in self._fields.values():
            if isinstance(bound, wtforms.StringField) and bound.data is None:
                bound.data = ""  # also of a field that was not sent
        self._typed = formdata
        self._chosen_dirs = chosen_dirs or {}
        self.refusal: DomainError | None = None

    def view(self) -> FormView:
        """Values as they were typed (or as prefilled) and messages, for the template."""
        return FormView(
            values={name: self._shown(name) for name in self._fields},
            errors={name or "": [str(e) for e in errors] for name, errors in self.errors.items()},
            limits=self.limits,
            directions={name: way for name in self._fields if (way := self.chosen_dir(name))},
        )

    def chosen_dir(self, name: str) -> str:
        """The direction the writer chose for this text by its button, "" for none."""
        if self._typed is None:
            return self._chosen_dirs.get(name, "")
        found = self._typed.get(f"{name}.chosen", "")
        return found if found in ("rtl", "ltr") else ""

    def _shown(self, name: str) -> str:
        bound = self._fields[name]
        if isinstance(bound, wtforms.PasswordField):
            return ""
        if self._typed is not None:
            return str(self._typed.get(name, ""))
        if isinstance(bound, wtforms.BooleanField):
            return "y" if bound.data else ""
        return "" if bound.data is None else str(bound.data)

    def refuse(self, error: DomainError) -> None:
        """Show a room's refusal at its field, or over the whole form."""
        self.refusal = error
        text = answers.refusal_text(error)
        if error.field and error.field in self._fields:
            bound = self._fields[error.field]
            bound.errors = [*bound.errors, text]
        else:
            self.form_errors.append(text)

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Turn refusals of the action inside into messages; then `is_refused` is true."""
        try:
            yield
        except DomainError as error:
            if error.kind not in _CAUGHT:
                raise
            self.refuse(error)

    @property
    def is_refused(self) -> bool:
        return self.refusal is not None

    @property
    def retry_after(self) -> int | None:
        """After how many seconds a limited one may come again."""
        return self.refusal.retry_after if self.refusal else None

    @property
    def http_status(self) -> int:
        """The HTTP status of a form that comes back."""
        return STATUS[self.refusal.kind] if self.refusal else 422


class Filled:
    """Required, and not only blanks or invisible characters."""

    field_flags = {"required": True}

    def __init__(self, message: str = N_("This field is required.")) -> None:
        self._message = message

    def __call__(self, form: wtforms.Form, bound: wtforms.Field) -> None:
        if bidi.is_blank(bound.data):
            bound.errors[:] = []
            raise validators.StopValidation(catalog.gettext(self._message))


class AtLeast:
    """No fewer than `limit` visible characters; `message` says so with %(limit)s."""

    def __init__(self, limit: int, message: str) -> None:
        self._limit, self._message = limit, message

    def __call__(self, form: wtforms.Form, bound: wtforms.Field) -> None:
        if bidi.visible_length(bidi.clean_line(bound.data)) < self._limit:
            shown = numbers.number(self._limit)
            raise validators.ValidationError(catalog.gettext(self._message, limit=shown))


class AtMost:
    """No more than `limit` visible characters."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __call__(self, form: wtforms.Form, bound: wtforms.Field) -> None:
        if bidi.is_longer(bound.data, self._limit):
            raise validators.ValidationError(
                catalog.ngettext(
                    "At most %(num)s character.", "At most %(num)s characters.", self._limit
                )
            )


def ascii_digits(value: str | None) -> str | None:
    """A field filter: ۱۲۳ and ١٢٣ are 123."""
    return digits.to_ascii(value) if value else value
