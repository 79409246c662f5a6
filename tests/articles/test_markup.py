"""What a text may hold, what is wrong with it, and that nothing of it ever becomes live HTML."""

import re
from html.parser import HTMLParser

import pytest

from app.articles import markup
from app.articles.markup import Fault, Target
from tests.effort import at_most

TEXT = """\
Before the first heading.

## Which papers {#papers}

Bring your passport.

::: audience eu commuter
And your EU residence document.
:::

{{ slot.opening-hours }}

### Copies {#copies}

Costs {{ figure.copy-fee }}, see [driving](article:foreign-driving-licence#cost) and [kørekort](term:driving-licence).
"""


def test_a_text_is_read_into_sections_blocks_slots_figures_and_links() -> None:
    text = markup.parse(TEXT)
    assert text.faults == ()
    assert [(each.id, each.level, each.heading, each.line) for each in text.sections] == [
        ("", 0, "", 1),
        ("papers", 2, "Which papers", 3),
        ("copies", 3, "Copies", 13),
    ]
    papers = text.sections[1]
    assert [(each.kind, each.audiences) for each in papers.blocks] == [
        ("text", ()),
        ("audience", ("eu", "commuter")),
        ("slot", ()),
    ]
    assert (text.slots, text.figures) == (("opening-hours",), ("copy-fee",))
    assert [(each.kind, each.target, each.anchor, each.line) for each in text.links()] == [
        ("article", "foreign-driving-licence", "cost", 15),
        ("term", "driving-licence", "", 15),
    ]


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        (1, "## Papers", "no id"),
        (1, "## {#papers}", "no words"),
        (1, "##", "no words"),
        (2, "## A {#a}\n## B {#a}", "“a” stands twice"),
        (1, "# Title {#title}", "## or ###"),
        (1, "#### Deep {#deep}", "## or ###"),
        (1, "### Small {#small}", "needs a ## heading above it"),
        (1, "## Costs {{ figure.fee }} {#costs}", "figure can't stand in a heading"),
        (1, "## <b>Bold</b> {#bold}", "HTML is not allowed"),
        (1, "   ## Indented", "no id"),
        (2, "Papers\n------", "makes a heading of it"),
        (2, "Papers\n=", "makes a heading of it"),
        (3, "Text\n\n::: audience eu\ntext", "never closed"),
        (3, "Text\n\n::: audience eu\n\n\ntext", "never closed"),
        (1, ":::", "no block to close"),
        (1, "::: note eu\ntext\n:::", "Unknown block"),
        (1, "::: audience martians\ntext\n:::", "Unknown audience “martians”"),
        (2, "::: audience eu\n::: audience third\ntext\n:::", "inside each other"),
        (2, "::: audience eu\n## A {#a}\n:::", "heading can't stand inside"),
        (2, "::: audience eu\n{{ slot.hours }}\n:::", "slot can't stand inside"),
        (1, "See {{ slot.hours }} here", "stands alone"),
        (1, "{{ config.secret }}", "may stand in braces"),
        (1, "{% include 'x' %}", "may stand in braces"),
        (1, "Costs {{ figure.Fee }}", "may stand in braces"),
        (1, "<script>alert(1)</script>", "HTML is not allowed"),
        (1, "<!-- hidden -->", "HTML is not allowed"),
        (1, "![map](https://example.org/map.png)", "Pictures"),
    ],
)
def test_a_fault_is_named_with_its_line(line: int, text: str, says: str) -> None:
    faults = markup.parse(text).faults
    assert [fault.line for fault in faults if says in fault.message] == [line], faults


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "2 <3",
        "<https://example.org/page>",
        "Escaped: \\<b> \\{\\{ slot.x \\}\\} \\{% x",
        "#hashtag",
        "A rule\n\n---\n\nafter it",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
    ],
)
def test_ordinary_text_has_no_faults(text: str) -> None:
    assert markup.parse(text).faults == ()


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("## Own heading {#own}", "no headings of its own", 1),
        ("Text\n\n::: audience eu\ntext\n:::", "Blocks and slots", 4),
        ("Text\n\n{{ slot.hours }}", "Blocks and slots", 3),
        ("<b>", "HTML", 1),
    ],
)
def test_a_supplement_holds_neither_headings_nor_blocks(text: str, says: str, line: int) -> None:
    assert [fault.line for fault in markup.local_faults(text) if says in fault.message] == [line]


def test_a_supplement_file_is_read_with_the_lines_of_its_faults() -> None:
    texts, faults = markup.parse_supplements("::: after papers\nGood text\n:::\n\n::: after cost\n\n<b>bad</b>\n:::\n")
    assert texts == {"papers": "Good text", "cost": "\n<b>bad</b>".strip("\n")}
    assert [(fault.line, fault.message) for fault in faults] == [(7, "HTML is not allowed; write Markdown.")]
    assert markup.parse_supplements(markup.write_supplements({"papers": "One", "cost": "Two"})) == (
        {"papers": "One", "cost": "Two"},
        (),
    )


def test_a_faults_sentence_can_be_translated() -> None:
    fault = Fault(3, "The id “%(id)s” stands twice.", {"id": "papers"})
    assert fault.message == "The id “papers” stands twice."
    assert Fault(1, "100% wrong").message == "100% wrong"


NASTY = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    '[x](article:cpr-number "onmouseover=alert(1)")',
    '[x](article:"onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](term:driving-licence)",
    '[x](term:driving-licence#"><script>alert(1)</script>)',
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "<style>body{display:none}</style>",
]


def nowhere(kind: str, target: str, anchor: str) -> Target:
    return Target(href=f"/fjordby/en/articles/{target}", explanation='<script>alert("term")</script>')


class Living(HTMLParser):
    """What a browser would take for markup: tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_a_text_becomes_live_html(text: str) -> None:
    living = Living(str(markup.to_html(text, nowhere)) + str(markup.heading_html(text)))
    assert living.tags <= {"p", "a", "code", "button", "span", "em", "strong"}
    for name, value in living.attributes:
        assert name in {"href", "title", "type", "class", "popovertarget", "id", "popover"}
        assert name != "href" or value.startswith(("/", "http")), value


def test_an_emergency_number_can_be_called_from_the_page() -> None:
    assert markup.to_html("Call [112](tel:112).", nowhere) == '<p>Call <a href="tel:112">112</a>.</p>\n'


def test_a_line_is_spoken_without_its_marks() -> None:
    line = "2. **Pay** the [fee](article:cost#fee) of {{ figure.fee }} at [borger.dk](https://www.borger.dk/)."
    assert markup.spoken(line) == "Pay the fee of Sum at borger.dk."


def test_an_explained_word_opens_without_script_and_only_the_first_time() -> None:
    seen: set[str] = set()
    first = markup.to_html("[kørekort](term:driving-licence)", nowhere, explained=seen)
    again = markup.to_html("[kørekort](term:driving-licence)", nowhere, explained=seen)
    assert 'popovertarget="term-driving-licence"' in first and "&lt;script&gt;" in first
    assert again == "<p>kørekort</p>\n"


def test_a_figure_stands_for_exactly_its_characters() -> None:
    filled = markup.fill_figures("It is {{ figure.fee }}, or {{ figure.gone }}.", {"fee": "*360* <b>"}.get)
    assert markup.to_html(filled, nowhere) == "<p>It is *360* &lt;b&gt;, or ….</p>\n"


@pytest.mark.parametrize(
    "piece", [" ", "# ", "[", "{{", "<a", "<a ", "[x](", "{#a", "::: a ", "*", "`", "<!--", "![", "\\", "a b  "]
)
def test_no_text_keeps_a_reader_waiting(piece: str) -> None:
    text = (piece * 40_000)[:40_000]
    with at_most(seconds=10):
        for each in (text, "## " + text + "x", "::: audience " + text + "x", "x" + text + "{#x}"):
            list(markup.parse(each + " ").links())  # too long to be remembered


def test_parts_of_a_page_explain_a_word_each_for_itself() -> None:
    def resolve(*_: str) -> Target:
        return Target(explanation="A card.")

    word = "A [kørekort](term:driving-licence)."
    ids = [re.findall(r' id="([^"]+)"', markup.to_html(word, resolve, within=part)) for part in ("", "tax-card", "tax")]
    assert ids == [["term-driving-licence"], ["term-tax-card--driving-licence"], ["term-tax--driving-licence"]]
    assert "<b>" not in markup.to_html(word, resolve, within='"><b>')
