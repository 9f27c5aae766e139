"""The whole story, as its people live it: a guest votes and posts, a moderator approves and
answers, the mail arrives, an administrator exports. In Persian, and again in English; the
guest's half once more without JavaScript."""

import email
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import Seat
from tests.cli.running import Running, forum
from tests.matrix import in_full

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = {
    "fa": {
        "board": "حسابداری",
        "found": "خروجی اکسل راست‌به‌چپ",
        "title": "حالت تاریک برای صندوق فروش",
        "body": "شب‌ها صفحهٔ سفید چشم را اذیت می‌کند.",
        "response": "در نسخهٔ بعدی می‌آید؛ اول به رأی‌دهندگان می‌دهیم.",
        "status": "برنامه‌ریزی‌شده",
        "approved": "منتشر شد",
        "dir": "rtl",
        "one": "۱",
        "two": "۲",
    },
    "en": {
        "board": "Planner",
        "found": "Recurring tasks that skip holidays",
        "title": "Keep working offline on a train",
        "body": "I lose an hour of edits every week.",
        "response": "Planned for autumn; voters get the preview first.",
        "status": "Planned",
        "approved": "is public",
        "dir": "ltr",
        "one": "1",
        "two": "2",
    },
}


class Mailbox:
    """The mails that `forum up` wrote to files."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "mail"

    def of(self, address: str) -> list[EmailMessage]:
        letters = [
            email.message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted(self.folder.glob("*.eml"))
        ]
        return [letter for letter in letters if letter["To"] == address]  # type: ignore[misc]

    def wait(
        self, address: str, wanted: Callable[[EmailMessage], bool], since: int = 0
    ) -> EmailMessage:
        """The first letter after the `since`-th that is `wanted`; within 30 seconds."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for letter in self.of(address)[since:]:
                if wanted(letter):
                    return letter
            time.sleep(0.1)
        raise AssertionError(f"no such mail to {address}")

    def code(self, address: str, since: int = 0) -> str:
        """The figures of the next code sent to the address."""
        letter = self.wait(address, lambda found: _figures(found) is not None, since)
        figures = _figures(letter)
        assert figures is not None
        return figures


def _figures(letter: EmailMessage) -> str | None:
    part = letter.get_body(("plain",))
    assert part is not None
    found = re.search(r"(?<!\d)\d{6}(?!\d)", part.get_content())
    return found[0] if found else None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path / "data") as running:
        yield running


def sign_in(seat: Seat, mails: Mailbox, address: str) -> None:
    """By an e-mailed code, typed in the digits of the reader."""
    before = len(mails.of(address))
    page = seat.go("/account/sign-in")
    page.fill("[name=email]", address)
    page.press("[name=email]", "Enter")
    page.wait_for_url("**/account/code*")
    enter_code(seat, mails.code(address, before))


def enter_code(seat: Seat, code: str) -> None:
    page = seat.page
    localised = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    page.fill("[name=code]", localised)
    page.press("[name=code]", "Enter")
    page.wait_for_url(re.compile(r"^(?!.*/account/code)"))


def make_board(seat: Seat, language: str) -> str:
    """A public board where newcomers wait for approval; its path."""
    page = seat.go("/admin/boards/new")
    page.fill(f"[name=name_{language}]", WORDS[language]["board"])
    page.select_option("select[name=language]", language)
    page.fill("[name=slug]", "main")
    page.check("[name=approval][value=newcomers]")
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(lambda url: not url.endswith("/new"))
    return "/b/main"


def post(seat: Seat, board: str, title: str, body: str) -> None:
    page = seat.go(f"{board}/new")
    page.fill("[name=title]", title)
    page.fill("[name=body]", body)


@pytest.mark.parametrize("language", ["fa", *in_full("en")])
def test_whole_story(machine: Browser, server: Running, tmp_path: Path, language: str) -> None:
    words = WORDS[language]
    base = f"http://127.0.0.1:{server.port}"
    mails = Mailbox(server.data_dir)
    made = forum(
        *("user", "create-admin", "--email", "dana@example.com", "--language", language),
        *("--data-dir", str(server.data_dir)),
    )
    assert made.returncode == 0, made.stderr

    # The administrator opens a board and posts what a guest will find.
    dana = Seat(machine, base, language)
    sign_in(dana, mails, "dana@example.com")
    board = make_board(dana, language)
    post(dana, board, words["found"], "")
    dana.page.press("[name=title]", "Control+Enter")
    dana.page.wait_for_url("**/s/*")
    invite(dana, mails, language)

    guest = Seat(machine, base, language)
    vote_as_guest(guest, mails, board, words)
    path = post_and_wait(guest, board, words)

    # The moderator approves from the keyboard, sets a status and answers.
    layla = Seat(machine, base, language)
    sign_in(layla, mails, "layla@example.com")
    page = layla.go("/desk/waiting")
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".row")).to_have_count(0)
    respond(layla, path, words)

    hear(guest, mails, path, language)

    # The administrator exports; the file opened again holds the same numbers, no live formula.
    check_export(dana, server, words)
    for seat in (dana, guest, layla):
        assert seat.complaints == []
        seat.close()


def vote_as_guest(guest: Seat, mails: Mailbox, board: str, words: dict[str, str]) -> None:
    """A guest finds a suggestion, and his vote counts once the e-mailed code is in."""
    page = guest.go(f"{board}?q={words['found'].split()[0]}")
    assert page.locator("html").get_attribute("dir") == words["dir"]
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card .vote b")).to_have_text(words["one"])
    page.locator(".card a.vote").click()
    page.fill(".pop-slot [name=email]", "sara@example.com")
    page.press(".pop-slot [name=email]", "Enter")
    page.wait_for_url("**/account/code*")
    enter_code(guest, mails.code("sara@example.com"))
    expect(page.locator("[data-votes]").first).to_have_text(words["two"])
    expect(page.locator("[data-vote] button").first).to_have_attribute("aria-pressed", "true")


def post_and_wait(guest: Seat, board: str, words: dict[str, str]) -> str:
    """His own suggestion waits for approval: nobody else sees it; its path."""
    post(guest, board, words["title"], words["body"])
    page = guest.page
    page.locator("main form .button.main").click()
    page.wait_for_url("**/s/*")
    assert guest.context.request.get(f"{guest.base}{board}").text().count('class="card"') == 1
    return re.sub(r"\?.*", "", page.url.removeprefix(guest.base))


def hear(guest: Seat, mails: Mailbox, path: str, language: str) -> None:
    """The author gets both mails, in his language, and sees the response."""
    words = WORDS[language]
    approved = mails.wait("sara@example.com", lambda m: words["approved"] in str(m["Subject"]))
    html = approved.get_body(("html",))
    assert html is not None
    assert f'lang="{language}"' in html.get_content()
    answered = mails.wait("sara@example.com", lambda m: words["response"] in _text(m))
    assert words["title"] in _text(answered)
    page = guest.go(path)
    expect(page.locator(".answer")).to_contain_text(words["response"])
    expect(page.locator("main .status").first).to_contain_text(words["status"])


def invite(dana: Seat, mails: Mailbox, language: str) -> None:
    """The administrator invites a moderator, who comes in by the mail's link."""
    page = dana.go("/admin/start")
    form = page.locator("form[action='/admin/start/invite']")
    form.locator("[name=email]").fill("layla@example.com")
    form.locator("[name=role]").select_option("moderator")
    form.get_by_role("button").click()
    page.wait_for_load_state()
    letter = mails.wait("layla@example.com", lambda m: "/invite/" in _text(m))
    link = re.search(r"/invite/[\w-]+", _text(letter))
    assert link
    browser = dana.context.browser
    assert browser is not None
    layla = Seat(browser, dana.base, language)
    page = layla.go(link[0])
    if page.locator("[name=name]").count():
        page.fill("[name=name]", "Layla")
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url(lambda url: "/invite/" not in url)
    layla.close()


def respond(layla: Seat, path: str, words: dict[str, str]) -> None:
    page = layla.go(path)
    page.locator("aside a[href^='/desk/']").click()
    form = page.locator("form[action*='/decide']")
    form.locator("[name=status_key]").select_option("planned")
    form.locator("textarea").first.fill(words["response"])
    form.locator("textarea").first.press("Control+Enter")
    expect(page.locator("body")).to_contain_text(words["status"])


def check_export(dana: Seat, server: Running, words: dict[str, str]) -> None:
    page = dana.go("/exports")
    page.check("[name=format][value=xlsx]")
    with page.expect_download() as waiting:
        page.locator("main form .button.main").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    sheet = book.active
    assert sheet is not None
    assert bool(sheet.sheet_view.rightToLeft) is (words["dir"] == "rtl")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    made = forum(
        *("export", "top-requests", "--board", "main", "--format", "json"),
        *("--data-dir", str(server.data_dir)),
    )
    assert made.returncode == 0, made.stderr
    found = json.loads(made.stdout)["rows"]
    assert {row["title"]: row["votes"] for row in found} == {
        words["found"]: 2,
        words["title"]: 1,
    }
    for row in found:
        line = next(line for line in rows if row["title"] in line)
        assert row["votes"] in line


def _text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_guest_without_javascript(machine: Browser, server: Running) -> None:
    """Vote, post and read with forms and links alone."""
    base = f"http://127.0.0.1:{server.port}"
    mails = Mailbox(server.data_dir)
    assert (
        forum(
            *("user", "create-admin", "--email", "dana@example.com", "--language", "fa"),
            *("--data-dir", str(server.data_dir)),
        ).returncode
        == 0
    )
    dana = Seat(machine, base, "fa")
    sign_in(dana, mails, "dana@example.com")
    board = make_board(dana, "fa")
    post(dana, board, WORDS["fa"]["found"], "")
    dana.page.press("[name=title]", "Control+Enter")
    dana.page.wait_for_url("**/s/*")

    guest = Seat(machine, base, "fa", scripts=False, width=390)
    page = guest.go(board)
    page.locator(".card a.vote").click()
    page.fill("[name=email]", "omid@example.com")
    page.press("[name=email]", "Enter")
    page.wait_for_url("**/account/code*")
    enter_code(guest, mails.code("omid@example.com"))
    expect(page.locator("[data-votes]").first).to_have_text("۲")
    page.locator("[data-vote] button").first.click()
    expect(page.locator("[data-votes]").first).to_have_text("۱")
    post(guest, board, WORDS["fa"]["title"], WORDS["fa"]["body"])
    page.locator("main form .button.main").click()
    page.wait_for_url("**/s/*")
    page.goto("/me/suggestions")
    expect(page.locator(".card")).to_contain_text(WORDS["fa"]["title"])
    assert guest.complaints == []
    dana.close()
    guest.close()
