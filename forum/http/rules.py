"""Rules of the address map that cost nothing until an address is written from them."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """Compiles the function that writes its addresses when the first one is asked for.

    Werkzeug generates two functions for each rule when it is added, which was nine tenths of
    the time to make the application; most are never called by a given process.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now = super()._compile_builder

        def build_first(rule: Rule, **values: Any) -> tuple[str, str]:
            builder: Builder = compile_now(append_unknown).__get__(rule, None)
            # From now on called directly; two threads here at once make the same twice.
            setattr(rule, "_build_unknown" if append_unknown else "_build", builder)
            return builder(**values)

        return build_first


def install(app: Flask) -> None:
    """All rules added from now on are of this kind."""
    app.url_rule_class = LateRule
