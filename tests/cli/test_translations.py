"""`forum translations`: the workflow's functions, with exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forum.cli import translations
from forum.core import paths


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "package"
    package.mkdir()
    (package / "page.py").write_text('_("Vote")\nngettext("%(num)s vote", "%(num)s votes", 2)\n')
    monkeypatch.setattr(paths, "TRANSLATIONS", tmp_path / "words")
    monkeypatch.setattr(translations, "_PACKAGE", package)
    return tmp_path


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(translations.translations, list(words), catch_exceptions=False)
    return result.exit_code, result.output


def test_the_round(folder: Path) -> None:
    assert _run("extract") == (0, "2 messages\n")
    assert "fa: 2 to translate" in _run("update")[1]
    code, listed = _run("check")
    assert code == 1
    assert "fa: 'Vote': not translated" in listed
    wanted = json.loads(_run("missing")[1])
    assert wanted["%(num)s vote"]["ar"] == [""] * 6
    filled = {
        "Vote": {"fa": "رأی", "ar": "تصويت"},
        "%(num)s vote": {"fa": ["%(num)s رأی"] * 2, "ar": ["%(num)s صوت"] * 6},
    }
    file = folder / "filled.json"
    file.write_text(json.dumps(filled), "utf-8")
    assert _run("apply", str(file)) == (0, "")
    assert _run("check")[0] == 0


def test_apply_names_what_it_does_not_know(folder: Path) -> None:
    _run("extract")
    _run("update")
    file = folder / "filled.json"
    file.write_text('{"Nonsense": {"fa": "x"}}', "utf-8")
    code, output = _run("apply", str(file))
    assert code == 1
    assert "Nonsense" in output
    file.write_text("no json", "utf-8")
    assert _run("apply", str(file))[0] == 2
