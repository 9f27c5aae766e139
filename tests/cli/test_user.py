"""`forum user create-admin`: the first administrator by the machine's owner."""

import pytest
from flask import Flask

from forum.accounts import passwords
from forum.accounts.queries import people
from forum.core.config import Config
from forum.core.errors import Invalid
from tests import make
from tests.cli.calling import call


def test_makes_an_administrator_without_a_password(config: Config, app: Flask) -> None:
    result = call(config, "user", "create-admin", "--email", "Dana@Example.com", "--name", "Dana")
    assert result.exit_code == 0, result.output
    dana = people.by_email("dana@example.com")
    assert dana is not None
    assert (dana.role, dana.name, dana.password_hash) == ("administrator", "Dana", None)
    assert people.has_administrator()


def test_reads_the_password_from_stdin(config: Config, app: Flask) -> None:
    words = ("user", "create-admin", "--email", "dana@example.com", "--password", "-")
    result = call(config, *words, stdin="نان و پنیر و سبزی\n")
    assert result.exit_code == 0, result.output
    dana = people.by_email("dana@example.com")
    assert dana is not None
    assert passwords.matches(dana.password_hash, "نان و پنیر و سبزی")
    assert "پنیر" not in result.output


def test_promotes_whom_it_knows(config: Config, app: Flask) -> None:
    sara = make.person("سارا", email="sara@example.com")
    assert call(config, "user", "create-admin", "--email", "sara@example.com").exit_code == 0
    assert make.fresh(sara).role == "administrator"
    assert make.fresh(sara).name == "سارا"


def test_refuses_a_weak_password(config: Config, app: Flask) -> None:
    with pytest.raises(Invalid):
        call(config, "user", "create-admin", "--email", "a@example.com", "--password", "password")
    assert not people.has_administrator()
