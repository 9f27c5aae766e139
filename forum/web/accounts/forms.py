"""Forms of accounts: shape only."""

from wtforms import HiddenField, PasswordField, RadioField, StringField

from forum.accounts import emails, names
from forum.http.forms import AtMost, Filled, Form


class EmailForm(Form):
    email = StringField(validators=[Filled(), AtMost(emails.LIMIT)])
    next = HiddenField()


class PasswordSignInForm(EmailForm):
    password = PasswordField(validators=[Filled()])


class CodeForm(Form):
    limits = {"name": names.LIMIT}
    code = StringField(validators=[Filled(), AtMost(20)])
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
