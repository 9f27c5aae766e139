"""Forms of accounts: shape only."""

from wtforms import HiddenField, PasswordField, RadioField, StringField, ValidationError

from forum.accounts import emails, names, proofs
from forum.http.forms import AtMost, Filled, Form
from forum.i18n.catalog import gettext


class EmailForm(Form):
    email = StringField(validators=[Filled(), AtMost(emails.LIMIT)])
    next = HiddenField()


class PasswordSignInForm(EmailForm):
    password = PasswordField(validators=[Filled()])


def _six_digits(form: Form, bound: StringField) -> None:
    """What cannot be a code is no try at one."""
    if sum(char.isdecimal() for char in bound.data) != proofs.CODE_LENGTH:
        raise ValidationError(gettext("The code has six digits."))


class CodeForm(Form):
    limits = {"name": names.LIMIT}
    code = StringField(validators=[Filled(), AtMost(20), _six_digits])
    name = StringField(validators=[AtMost(names.LIMIT)])


class ProofForm(Form):
    password = PasswordField(validators=[Filled()])
    next = HiddenField()


class NameForm(Form):
    limits = {"name": names.LIMIT}
    name = StringField(validators=[Filled(), AtMost(names.LIMIT)])


class NewPasswordForm(Form):
    password = PasswordField()
    new_password = PasswordField(validators=[Filled()])


class EraseForm(Form):
    email = StringField(validators=[Filled()])
    texts = RadioField(choices=["keep", "remove"], default="keep")


class AcceptForm(Form):
    limits = {"name": names.LIMIT}
    email = StringField(validators=[Filled(), AtMost(emails.LIMIT)])
    name = StringField(validators=[Filled(), AtMost(names.LIMIT)])
