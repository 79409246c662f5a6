"""The text of an article: CommonMark and besides sections with ids, audience blocks, slots, figures, links by identity.

    ## Which papers {#papers}
    ::: audience eu commuter … :::
    {{ slot.opening-hours }}        alone on its line
    {{ figure.pay-limit }}          anywhere in a sentence
    [text](article:cpr-number#papers)   [kørekort](term:driving-licence)

Filled in by our own code, never by a template engine. Parsing never changes a text; what is wrong with it is a fault
with its line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from app.core.errors import N_

AUDIENCES = ("nordic", "eu", "third", "commuter")

# No pattern may look twice at the same run of signs: texts of 40,000 signs are read while somebody waits.
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*))?$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)$")
_HEADING_ID = re.compile(r"\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$")
_OPENING = re.compile(r":::\s*([a-z]+)\s+(.*)")
_SLOT = re.compile(r"^\s*\{\{ slot\.([a-z0-9-]+) \}\}\s*$")
FIGURE = re.compile(r"\{\{ figure\.([a-z0-9-]+) \}\}")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+", re.MULTILINE)
_BRACES = re.compile(r"(?<!\\)(?:\{\{|\{%|\{#)")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]+)\)")
_HTML = re.compile(r"(?<!\\)<(?:/?[A-Za-z][^<>]*>|!--)")
_AUTOLINK = re.compile(r"<https?://[^>\s]+>")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text, and in which line (1 is the first of the body): a sentence to translate, its holes."""

    line: int
    sentence: str
    holes: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.sentence % self.holes if self.holes else self.sentence


@dataclass(frozen=True)
class Block:
    """A piece of a section: text for all, text for some audiences, or a slot (its name stands in `text`)."""

    kind: str  # text, audience, slot
    text: str
    line: int
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with what follows it; the text before the first heading has no id and level 0."""

    id: str
    level: int
    heading: str
    line: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Link:
    """A link in a text: article, term or outside."""

    kind: str
    target: str
    anchor: str
    words: str
    line: int


@dataclass(frozen=True)
class ArticleText:
    """A text, read."""

    sections: tuple[Section, ...]
    faults: tuple[Fault, ...] = ()
    source: str = field(default="", repr=False)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(section.id for section in self.sections if section.id)

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks() if block.kind == "slot")

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(FIGURE.findall(self.source))

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    def links(self) -> Iterator[Link]:
        for number, line in enumerate(self.source.splitlines(), start=1):
            for words, address in _LINK.findall(line):
                yield _link(words, address, number)


def _link(words: str, address: str, line: int) -> Link:
    scheme, colon, rest = address.partition(":")
    if colon and scheme in {"article", "term"}:
        target, _, anchor = rest.partition("#")
        return Link(scheme, target, anchor, words, line)
    return Link("outside", address, "", words, line)


LONGEST_KEPT = 40_000
"""What an article may be long; a longer text is refused, and its reading not remembered."""


def parse(text: str) -> ArticleText:
    """Reads an article's text; its faults are part of what is given back, none is raised."""
    return _parse(text) if len(text) <= LONGEST_KEPT else _Reader(text).read()


@lru_cache(maxsize=2000)
def _parse(text: str) -> ArticleText:
    return _Reader(text).read()


class _Reader:
    """Reads a text line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.sections: list[Section] = []
        self.head = ("", 0, "", 1)
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.began = 1
        self.opened = 1
        self.audiences: tuple[str, ...] | None = None  # inside an audience block
        self.seen: set[str] = set()

    def read(self) -> ArticleText:
        for number, line in enumerate(self.text.splitlines(), start=1):
            self._line(number, line)
        if self.audiences is not None:
            self._fault(self.opened, N_("This block is never closed with a line “:::”."))
        self._end_block()
        self._end_section()
        sections = [each for each in self.sections if each.id or each.heading or each.blocks]
        return ArticleText(tuple(sections), tuple(sorted(self.faults, key=lambda fault: fault.line)), self.text)

    def _fault(self, line: int, sentence: str, **holes: str) -> None:
        self.faults.append(Fault(line, sentence, holes))

    def _line(self, number: int, line: str) -> None:
        stripped = line.strip()
        if heading := _HEADING.match(line.rstrip()):
            self._heading(number, len(heading[1]), heading[2] or "")
        elif stripped.startswith(":::"):
            self._directive(number, stripped)
        elif slot := _SLOT.match(line):
            if self.audiences is not None:
                self._fault(number, N_("A slot can't stand inside an audience block."))
            self._end_block(number + 1)
            self.blocks.append(Block("slot", slot[1], number))
        else:
            self._check_words(number, line)
            if _UNDERLINE.match(line.rstrip()) and self.lines and self.lines[-1].strip():
                self._fault(
                    number,
                    N_("A line under a text makes a heading of it; write “## Heading {#id}”, or leave a blank line."),
                )
            if not self.lines and stripped:
                self.began = number
            if self.lines or stripped:
                self.lines.append(line)

    def _heading(self, number: int, level: int, words: str) -> None:
        if self.audiences is not None:
            self._fault(number, N_("A heading can't stand inside an audience block."))
        self._end_block(number + 1)
        self._end_section()
        named = _HEADING_ID.search(words)
        identity = named[1] if named else ""
        heading = words[: named.start()].rstrip() if named else words
        self._check_words(number, heading)
        if not heading:
            self._fault(number, N_("This heading has no words."))
        if FIGURE.search(heading):
            self._fault(number, N_("A figure can't stand in a heading."))
        if not named:
            self._fault(number, N_("This heading has no id; write for example “## Which papers {#papers}”."))
        elif identity in self.seen:
            self._fault(number, N_("The id “%(id)s” stands twice."), id=identity)
        if level == 1 or level > 3:
            self._fault(number, N_("Headings are ## or ###; the title is the page's only h1."))
        if level == 3 and not any(section.level == 2 for section in self.sections):
            self._fault(number, N_("A ### heading needs a ## heading above it."))
        self.seen.add(identity)
        self.head = (identity, min(max(level, 2), 3), heading, number)

    def _directive(self, number: int, line: str) -> None:
        if line == ":::":
            if self.audiences is None:
                self._fault(number, N_("There is no block to close here."))
            self._end_block(number + 1)
            self.audiences = None
            return
        opening = _OPENING.match(line)
        if self.audiences is not None:
            self._fault(number, N_("Blocks can't stand inside each other; close the first one with “:::”."))
            self._end_block(number + 1)
        if opening is None or opening[1] != "audience":
            self._fault(number, N_("Unknown block; this text knows “::: audience nordic eu third commuter”."))
            self._end_block(number + 1)
            self.audiences, self.opened = (), number
            return
        self._end_block(number + 1)
        wanted = tuple(opening[2].split())
        for audience in wanted:
            if audience not in AUDIENCES:
                self._fault(
                    number,
                    N_("Unknown audience “%(audience)s”; there are %(known)s."),
                    audience=audience,
                    known=", ".join(AUDIENCES),
                )
        self.audiences = tuple(audience for audience in wanted if audience in AUDIENCES)
        self.opened = number

    def _check_words(self, number: int, line: str) -> None:
        rest = FIGURE.sub("", line)
        if "{{ slot." in rest:
            self._fault(number, N_("A slot stands alone on its line."))
        elif _BRACES.search(rest):
            self._fault(number, N_("Only {{ figure.name }} and {{ slot.name }} may stand in braces."))
        if _HTML.search(_AUTOLINK.sub("", line)):
            self._fault(number, N_("HTML is not allowed; write Markdown."))
        if "![" in line:
            self._fault(number, N_("Pictures are not part of texts yet."))

    def _end_block(self, next_line: int = 0) -> None:
        text = "\n".join(self.lines).strip("\n")
        if text:
            kind = "text" if self.audiences is None else "audience"
            self.blocks.append(Block(kind, text, self.began, self.audiences or ()))
        self.lines = []
        self.began = next_line

    def _end_section(self) -> None:
        identity, level, heading, line = self.head
        self.sections.append(Section(identity, level, heading, line, tuple(self.blocks)))
        self.blocks = []
        self.head = ("", 2, "", line)


def local_faults(text: str, *, first_line: int = 1) -> tuple[Fault, ...]:
    """What is wrong with a supplement, a note or a slot's text: it stands inside an article's section, so it may hold
    figures and links but no headings, blocks or slots of its own."""
    read = parse(text)
    faults = list(read.faults)
    for section in read.sections:
        if section.heading:
            faults.append(Fault(section.line, N_("A supplement has no headings of its own.")))
        for block in section.blocks:
            if block.kind != "text":
                faults.append(Fault(block.line, N_("Blocks and slots can't stand in a supplement.")))
    ordered = sorted(faults, key=lambda fault: fault.line)
    return tuple(replace(fault, line=fault.line + first_line - 1) for fault in ordered)


def parse_supplements(text: str) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """The texts of a supplement file by the id of the section they stand after, and what is wrong with the file."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    section: str | None = None
    lines: list[str] = []
    began = 0
    for number, line in enumerate(text.splitlines(), start=1):
        opening = _OPENING.match(line.strip())
        if opening and opening[1] == "after" and section is None:
            section, lines, began = opening[2], [], number
            if section in texts:
                faults.append(Fault(number, N_("There are two blocks after “%(section)s”."), {"section": section}))
        elif line.strip() == ":::" and section is not None:
            texts[section] = "\n".join(lines).strip("\n")
            faults.extend(local_faults("\n".join(lines), first_line=began + 1))
            section = None
        elif section is not None:
            lines.append(line)
        elif line.strip():
            faults.append(Fault(number, N_("Text stands outside of a block; begin one with “::: after section-id”.")))
    if section is not None:
        faults.append(Fault(began, N_("This block is never closed with a line “:::”.")))
    return texts, tuple(faults)


def write_supplements(texts: dict[str, str]) -> str:
    """The file that `parse_supplements` reads."""
    return "\n\n".join(f"::: after {section}\n{text}\n:::" for section, text in texts.items()) + "\n"


def spoken(line: str) -> str:
    """A line as it is read aloud: without the mark of a list item, emphasis and addresses. A figure is one word."""
    return ITEM.sub("", _LINK.sub(r"\1", FIGURE.sub("Sum", line))).replace("*", "").strip()


# --- Markdown into HTML -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """Where a link by identity leads: an address and perhaps a title, or (for a term) words that explain it."""

    href: str = ""
    explanation: str = ""


Resolve = Callable[[str, str, str], Target | None]
"""(kind, target, anchor) -> where it leads; None: nowhere, and the words stand alone."""

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
_TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "br", "hr", "h2", "h3", "h4"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}


def fill_figures(text: str, look_up: Callable[[str], str | None]) -> str:
    """The text with each {{ figure.name }} replaced; an unknown one becomes an ellipsis, never a wrong number."""
    return FIGURE.sub(lambda found: literal(look_up(found[1]) or "…"), text)


def literal(text: str) -> str:
    """Text as Markdown that means exactly these characters."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)


def to_markdown(text: str, resolve: Resolve) -> str:
    """Markdown whose links by identity have become addresses (or, for terms and dead links, plain words)."""

    def with_address(found: re.Match[str]) -> str:
        link = _link(found[1], found[2], 0)
        if link.kind == "outside":
            return found[0]
        target = resolve(link.kind, link.target, link.anchor)
        return f"[{link.words}]({target.href})" if target and target.href else link.words

    return _LINK.sub(with_address, text)


def to_html(text: str, resolve: Resolve, *, explained: set[str] | None = None, within: str = "") -> Markup:
    """A block's Markdown as safe HTML.

    The first time a term stands in a text it becomes a button that opens its explanation (HTML's popover: no script, by
    keyboard too). `explained` remembers the terms from block to block. `within` is part of the explanations' ids, where
    several texts of a page explain their terms each for themselves.
    """
    seen = set() if explained is None else explained
    new: set[str] = set()

    def with_address(found: re.Match[str]) -> str:
        link = _link(found[1], found[2], 0)
        if link.kind == "outside":
            return found[0]
        target = resolve(link.kind, link.target, link.anchor)
        if target is None:
            return link.words
        if link.kind == "article":
            return f"[{link.words}]({target.href})"
        if link.target in seen:
            return link.words
        seen.add(link.target)
        new.add(link.target)
        return f"[{link.words}](#term-{link.target})"

    html = _markdown.render(_LINK.sub(with_address, text))
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "tel"}, link_rel=None)
    return Markup(_with_terms(clean, resolve, new, within))  # noqa: S704 (sanitised above; what is added is escaped)


_TERM_LINK = re.compile(r'<a href="#term-([a-z0-9-]+)">(.*?)</a>', re.DOTALL)


def _with_terms(html: str, resolve: Resolve, new: set[str], within: str) -> str:
    # Names have no two hyphens in a row, so that no two explanations of a page have one id.
    prefix = escape(f"term-{within}--" if within else "term-")

    def explain(found: re.Match[str]) -> str:
        slug, words = found[1], found[2]
        target = resolve("term", slug, "") if slug in new else None
        if target is None:
            return words
        return (
            f'<button type="button" class="term" popovertarget="{prefix}{slug}">{words}</button>'
            f'<span class="term-text" id="{prefix}{slug}" popover>{escape(target.explanation)}</span>'
        )

    return _TERM_LINK.sub(explain, html)


def to_plain(text: str) -> str:
    """The words alone: for the index, and for reading aloud."""
    without_links = _LINK.sub(lambda found: found[1], text)
    html = _markdown.render(FIGURE.sub("", without_links))
    spaced = re.sub(r"</(p|li|tr|h\d|td|th)>", " ", html)
    return " ".join(Markup(nh3.clean(spaced, tags=set())).unescape().split())  # noqa: S704


def to_letter(text: str, name: Callable[[str, str], str]) -> str:
    """Markdown as plain text for a letter: paragraphs and lists stay, the marks go. Where its links lead stands below
    it, a line for each, as `name` writes it of a link's words and address; an empty one is left out."""
    lines, links = [""], dict[str, None]()
    lists: list[int] = []  # the open ones, each with its next number; 0: without numbers
    mark, apart = "", True
    for token in _markdown.parse(text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                apart = not lists
                lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                apart = not lists
            case "list_item_open":
                mark = f"{lists[-1]}. " if lists[-1] else "- "
                lists[-1] += bool(lists[-1])
            case "inline" | "fence" | "code_block":
                lines += [""] if apart else []
                lines.append(mark + _words_of(token, name, links))
                mark, apart = "", not lists
            case _:
                pass
    return "\n".join([*lines, "", *filter(None, links)]).strip()


def _words_of(token: Token, name: Callable[[str, str], str], links: dict[str, None]) -> str:
    """The words of a paragraph; its links are added to `links`."""
    words, address, began = "", "", 0
    for each in token.children or [token]:
        match each.type:
            case "softbreak" | "hardbreak":
                words += " " if each.type == "softbreak" else "\n"
            case "link_open":
                address, began = str(each.attrGet("href") or ""), len(words)
            case "link_close":
                links[name(words[began:], address)] = None
            case _:
                words += each.content
    return words.rstrip("\n")


def heading_html(heading: str) -> Markup:
    """A heading's words as safe inline HTML."""
    return Markup(nh3.clean(_markdown.renderInline(heading), tags={"em", "strong", "code"}))  # noqa: S704
