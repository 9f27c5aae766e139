"""What is kept of a page may not outlive the structure that its request began with."""

from flask import Flask, render_template_string

from forum.boards import queries as boards
from forum.boards.models import Board
from forum.core import unit_of_work
from forum.core.actor import GUEST
from tests import make

PART = "{% kept b.id %}{{ b.is_open }}{% endkept %}"


def test_a_board_closed_while_its_page_is_made_is_closed_on_the_next(app: Flask) -> None:
    board_id = make.board("ideas").id
    with app.test_request_context("/b/ideas"):
        app.preprocess_request()
        open_still = boards.by_slug(GUEST, "ideas")
        with unit_of_work.writing() as session:
            session.get_one(Board, board_id).is_open = False
            unit_of_work.structure_changed()
        assert render_template_string(PART, b=open_still) == "True"
    with app.test_request_context("/b/ideas"):
        app.preprocess_request()
        assert render_template_string(PART, b=boards.by_slug(GUEST, "ideas")) == "False"
