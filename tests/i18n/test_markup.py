"""Markdown: safe, and each block in its own direction."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.i18n import links, markup
from tests import effort

ALLOWED = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "a", "code", "pre"),
    *("blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}


def render(markdown: str, default_dir: str) -> str:
    return markup.Parsed(markdown).html(default_dir)


class Elements(HTMLParser):
    """Collects every start tag with its attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_safe(source: str) -> None:
    for tag, attributes in Elements(source).found:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "title", "dir", "rel", "start"}
        if tag == "a":
            assert re.match(r"(https?://|mailto:)", attributes["href"] or "")
            assert attributes["rel"] == "nofollow ugc noopener"


HOSTILE = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x][ref]\n\n[ref]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<a href=javascript:alert(1)>x</a>",
    "<a id=config>x</a> <form name=csrf> <img name=getElementById>",
    '[x](https://a.b "\\" onmouseover=alert(1) x=\\"")',
    '```"><script>alert(1)</script>\nx\n```',
    "[x](//evil.example) [y](/s/42) [z](#a)",
    'https://a.b/"onmouseover="alert(1)',
    '<https://a.b/"><script>alert(1)</script>>',
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_is_harmless(markdown: str) -> None:
    assert_safe(render(markdown, "ltr"))


@given(st.lists(st.sampled_from([*HOSTILE, "> ", "- ", "\n\n", "|a|\n|-|\n", "`", "*", "سلام "])))
def test_hostile_mixtures_are_harmless(pieces: list[str]) -> None:
    assert_safe(render("".join(pieces), "rtl"))


def test_nothing_foreign_is_loaded() -> None:
    shown = render("![](http://tracker.example/p.gif) ![عکس](http://tracker.example/q.gif)", "rtl")
    assert "<img" not in shown
    assert 'href="http://tracker.example/p.gif"' in shown
    assert ">عکس</a>" in shown


def test_an_image_inside_a_link_leaves_one_link() -> None:
    shown = render("[![alt](http://x.example/y.png)](https://z.example)", "ltr")
    assert shown.count("<a ") == 1
    assert ">alt</a>" in shown


def test_each_block_has_its_own_direction() -> None:
    shown = render("# سلام دنیا\n\nHello world\n\n> نقل قول\n\n123", "rtl")
    assert '<h1 dir="rtl">سلام دنیا</h1>' in shown
    assert '<p dir="ltr">Hello world</p>' in shown
    assert '<blockquote dir="rtl">' in shown
    assert '<p dir="rtl">123</p>' in shown
    assert '<p dir="ltr">123</p>' in render("123", "ltr")


def test_a_list_runs_as_most_of_its_items() -> None:
    shown = render("- سلام بر شما\n- hello there\n- خوب هستم من", "ltr")
    assert '<ul dir="rtl">' in shown
    assert shown.count('<li dir="rtl">') == 3
    assert '<p dir="ltr">hello there</p>' in shown


def test_tables_quotes_and_numbered_lists() -> None:
    shown = render("|نام|Name|\n|-|-|\n|سلام شما|x|\n\n3. یک\n4. دو", "ltr")
    assert '<table dir="rtl">' in shown
    assert '<th dir="ltr">Name</th>' in shown
    assert '<ol start="3" dir="rtl">' in shown or '<ol dir="rtl" start="3">' in shown


def test_code_runs_left_to_right_and_has_no_say() -> None:
    shown = render("`npm install` را بزنید\n\n```py\nx < 1\n```", "ltr")
    assert '<p dir="rtl"><code dir="ltr">npm install</code>' in shown
    assert '<pre dir="ltr"><code>x &lt; 1\n</code></pre>' in shown


def test_plain_formatting() -> None:
    shown = render("**b** *i* ~~s~~\nnext", "ltr")
    assert shown == '<p dir="ltr"><strong>b</strong> <em>i</em> <s>s</s><br>\nnext</p>\n'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.com/a.", "https://example.com/a"),
        ("(https://en.wikipedia.org/wiki/A_(b)).", "https://en.wikipedia.org/wiki/A_(b)"),
        ("ببینید https://example.com/؟", "https://example.com/"),
        ("<https://example.com/?a=1&b=2>", "https://example.com/?a=1&amp;b=2"),
    ],
)
def test_bare_addresses_become_links(text: str, address: str) -> None:
    shown = render(text, "rtl")
    assert f'<a href="{address}" dir="ltr" rel="nofollow ugc noopener">{address}</a>' in shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com"),
        ("http://xn--mgbce12c.com/a", "http://کتاب.com/a"),
        ("https://example.com/%D8%B3%D9%84", "https://example.com/سل"),
        ("https://example.com/%E2%80%AEx%20y", "https://example.com/%E2%80%AEx%20y"),
        ("https://example.com/%FF", "https://example.com/%FF"),
        ("https://[bad", "https://[bad"),
        ("https://xn--\x7f.com", "https://xn--\x7f.com"),
    ],
)
def test_addresses_are_shown_without_deceiving(address: str, shown: str) -> None:
    assert links.shown(address) == shown


def test_look_alike_hosts_are_shown_in_punycode() -> None:
    shown = render("https://аррӏе.com/x [apple](https://аррӏе.com)", "ltr")
    assert "аррӏе" not in shown
    assert shown.count('href="https://xn--80ak6aa92e.com') == 2
    mixed = render("https://gооgle.com", "ltr")
    assert "xn--" in mixed
    assert "gооgle" not in mixed


@pytest.mark.parametrize(
    "markdown",
    [
        *(
            "[" * 20_000,
            "*a " * 6_600,
            "> " * 10_000,
            "[a](b " * 3_300,
            "![" * 10_000,
            "~~a" * 6_600,
        ),
        "".join("`" * run + " " for run in range(1, 198)),
        "".join("  " * depth + "- a\n" for depth in range(130)),
        "|a|b|\n|-|-|\n" + "|x|y|\n" * 3_000,
        "https://" + "a)" * 9_990,
        *("[" * 80_000, "![[" * 26_000, "[a](" * 20_000, "https://a" + ")" * 79_000),
        *("<" * 80_000, "&" * 80_000, ">- " * 26_000, "[a]: b\n" * 11_000, "*" * 40_000 + "a"),
        *("[a]: b\n" + "[a]" * 26_000, "<!--" * 20_000, "- " * 20_000 + "a\n\n" * 10_000),
        "*a " * 13_000 + "*" * 40_000,
        "`a` ![x](http://b) " * 12_000,
    ],
)
def test_pathological_markdown_is_rendered_in_time(markdown: str) -> None:
    with effort.at_most(1.5):
        shown = render(markdown, "ltr")
    assert_safe(shown)


def test_html_is_shown_as_typed() -> None:
    shown = render("<b>سلام دنیا</b>\nخوب\n\n<div>\n**x**\n</div>\n\nبعد", "ltr")
    assert shown == (
        '<p dir="rtl">&lt;b&gt;سلام دنیا&lt;/b&gt;<br>\nخوب</p>\n'
        '<p dir="ltr">&lt;div&gt;<br>\n**x**<br>\n&lt;/div&gt;</p>\n<p dir="rtl">بعد</p>\n'
    )
    assert '<p dir="rtl">&lt;p&gt;سلام&lt;/p&gt;</p>' in render("<p>سلام</p>", "ltr")


@pytest.mark.parametrize(
    ("markdown", "typed"),
    [
        ("[راهنما](docs/a.md)", "[راهنما](docs/a.md)"),
        ("![نما](a.png)", "![نما](a.png)"),
        ("&lt;<ftp://a.b>&gt;", "&lt;&lt;ftp://a.b&gt;&gt;"),
        ("از 5~10 تا ~20~ روز", "از 5~10 تا ~20~ روز"),
    ],
)
def test_what_is_no_markdown_here_is_shown_as_typed(markdown: str, typed: str) -> None:
    assert f">{typed}</p>" in render(markdown, "rtl")


def test_what_stands_too_deep_loses_only_what_it_stands_in() -> None:
    quoted = render("> " * 100 + "سلام", "ltr")
    assert quoted.count("<blockquote") == quoted.count("</blockquote>") == 20
    assert '<p dir="rtl">سلام</p>' in quoted
    styled = render("".join(f"*a{at} " for at in range(60)) + "سلام" + "*" * 60, "ltr")
    assert styled.count("<em>") == styled.count("</em>") == 20
    assert "سلام" in styled


def test_rows_that_lack_cells_are_filled_up() -> None:
    shown = render("|a|b|\n|-|-|\n|x|\n", "ltr")
    assert shown.count("<td") == 2
    many = render("|a|b|\n|-|-|\n" + "|x|\n" * 600, "ltr")
    assert many.count("<td") == 600 + 500
    assert many.count("<tr>") == 601


def test_plain_text_for_mail() -> None:
    markdown = (
        "# عنوان\n\n**سلام** [راهنما](https://a.example)\n\n3. یک\n4. دو\n\n`x` <https://b.example>"
    )
    assert markup.Parsed(markdown).plain() == (
        "عنوان\n\nسلام راهنما (https://a.example)\n\n3. یک\n\n4. دو\n\nx https://b.example"
    )


def test_excerpts_are_one_short_line() -> None:
    assert markup.Parsed("# سلام\n\n**دنیا** [x](https://a.example)").excerpt() == "سلام دنیا x"
    long = markup.Parsed("کلمه " * 200).excerpt(50)
    assert long.endswith("کلمه…")
    assert len(long) <= 50
    assert markup.Parsed("a" * 500).excerpt(10) == "aaaaaaaaa…"
    assert markup.Parsed("").excerpt() == ""


@pytest.mark.parametrize(
    "text",
    [
        "http://" + "".join(chr(0x4E00 + n) for n in range(10_000)),
        ("|" + "a|" * 65 + "\n|" + "-|" * 65 + "\n" + "x\n" * 10_000)[:20_000],
    ],
    ids=["a host without end", "a table without cells"],
)
def test_no_text_costs_more_than_its_length(text: str) -> None:
    began = time.process_time()
    found = render(text, "rtl")
    assert time.process_time() - began < 3.0  # they took a minute, and six seconds
    assert len(found) < 20 * len(text)
