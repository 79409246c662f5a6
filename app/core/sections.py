"""The text of an article as structure: sections, blocks for an audience, slots; and the figures and links inside it.

The form is written down in docs and in `knowledge/`: CommonMark without HTML, and besides
`## Which papers {#papers}` · `::: audience eu commuter` … `:::` · `{{ slot.opening-hours }}` alone on its line ·
`{{ figure.pay-limit }}` · `[text](article:cpr-number#papers)` · `[kørekort](term:driving-licence)`.
Reading never changes the text: the pieces put together again are the text, character by character. What breaks the form
is collected as faults, each with its line; nothing is raised.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.core.errors import N_

AUDIENCES = ("nordic", "eu", "third", "commuter")


@dataclass(frozen=True)
class Fault:
    """What breaks the form in a line. `sentence` and `holes` let a door translate it; `message` is English."""

    line: int
    sentence: str
    holes: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return self.sentence % self.holes if self.holes else self.sentence


@dataclass(frozen=True)
class Text:
    """Markdown for everybody; figures stay in it as {{ figure.name }}."""

    line: int
    text: str
    source: str


@dataclass(frozen=True)
class ForAudience:
    """Markdown for some audiences only. `text` is what stands inside, `source` has the marks around it, too."""

    line: int
    audiences: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True)
class Slot:
    """The place of a municipality's own text."""

    line: int
    name: str
    source: str


Block = Text | ForAudience | Slot


@dataclass(frozen=True)
class Section:
    """A heading (level 2 or 3) and what follows it up to the next one. What stands before the first heading is a section
    of level 1 without id and heading."""

    id: str
    level: int
    heading: str
    line: int
    blocks: tuple[Block, ...]
    source: str  # the line of the heading

    @property
    def is_opening(self) -> bool:
        return self.level == 1


@dataclass(frozen=True)
class ArticleText:
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]

    @property
    def section_ids(self) -> list[str]:
        return [section.id for section in self.sections if section.id]

    @property
    def source(self) -> str:
        """The text again, unchanged."""
        return "".join(s.source + "".join(block.source for block in s.blocks) for s in self.sections)


@dataclass(frozen=True)
class Supplements:
    """A municipality's texts by the section they follow."""

    after: dict[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Used:
    """A name used in a text (a figure, a slot), and where."""

    name: str
    line: int


@dataclass(frozen=True)
class LinkUsed:
    """A link in a text: kind is "article", "term", "outside" or "other" (a fault); the target has no prefix."""

    kind: str
    target: str
    anchor: str
    line: int


def parse(text: str, *, first_line: int = 1) -> ArticleText:
    """An article's text (without front matter) as sections and blocks. `first_line`: where it begins in its file."""
    reader = _Reader(first_line)
    for line in _lines(text, first_line):
        reader.read(line)
    sections = reader.finish()
    faults = [*reader.faults, *_faults_of_sections(sections), *_faults_in_text(text, first_line)]
    return ArticleText(tuple(sections), tuple(sorted(faults, key=lambda fault: fault.line)))


def supplements(text: str, *, first_line: int = 1) -> Supplements:
    """A municipality's supplements to an article: `::: after papers` … `:::`, one for each section it adds to."""
    faults = _faults_in_text(text, first_line)
    after: dict[str, str] = {}
    opened: _Line | None = None
    inside: list[str] = []
    fence = _Fence()
    for line in _lines(text, first_line):
        literal = fence.covers(line.bare)
        directive = None if literal else DIRECTIVE.fullmatch(line.bare)
        if opened is not None and directive and not directive[1]:
            section = opened.bare.split()[2]
            if section in after:
                faults.append(Fault(opened.number, N_("There are two supplements after “%(id)s”."), {"id": section}))
            after.setdefault(section, "".join(inside).strip("\r\n"))
            opened = None
        elif directive and opened is not None:
            faults.append(Fault(line.number, N_("A block can't stand inside another block.")))
        elif directive and AFTER.fullmatch(directive[1]):
            opened, inside = line, []
        elif directive and directive[1]:
            faults.append(
                Fault(
                    line.number,
                    N_("“%(line)s” is unknown here; write “::: after” and a section."),
                    {"line": line.bare.strip()},
                )
            )
        elif directive:
            faults.append(Fault(line.number, N_("A block ends here that never began.")))
        elif opened is not None:
            inside.append(line.source)
            faults += _faults_inside(line, literal)
        elif line.bare.strip():
            faults.append(Fault(line.number, N_("This text stands outside “::: after” and would be lost.")))
    if opened is not None:
        faults.append(Fault(opened.number, N_("This block is never closed with “:::”.")))
        after.setdefault(opened.bare.split()[2], "".join(inside).strip("\r\n"))
    return Supplements(after, tuple(sorted(faults, key=lambda fault: fault.line)))


def figures(text: str, *, first_line: int = 1) -> list[Used]:
    """The figures that a text uses, in order."""
    return _used("figure", text, first_line)


def slots(text: str, *, first_line: int = 1) -> list[Used]:
    """The slots that a text names, in order."""
    return _used("slot", text, first_line)


def links(text: str, *, first_line: int = 1) -> list[LinkUsed]:
    """The links of a text, in order."""
    return [_link(target, line) for target, line in _link_targets(text, first_line)]


def fill_figures(text: str, lookup: Callable[[str], str]) -> str:
    """The text with each {{ figure.name }} replaced by its value, which stays plain text in Markdown.

    Values are put in once and never read again, so a value can't bring in markup or another placeholder. What `lookup`
    raises for an unknown name is not caught.
    """
    return PLACEHOLDER.sub(lambda match: escape(lookup(match[2])) if match[1] == "figure" else match[0], text)


def escape(value: str) -> str:
    """Plain text as Markdown that shows exactly this text, on one line (CommonMark 0.31, 2.4)."""
    return ASCII_PUNCTUATION.sub(r"\\\g<0>", " ".join(value.split("\n")).strip(" \r\t"))


# Reading lines

PLACEHOLDER = re.compile(r"\{\{ *(figure|slot)\.([a-z0-9]+(?:-[a-z0-9]+)*) *\}\}")
SLOT_LINE = re.compile(r" {0,3}\{\{ *slot\.([a-z0-9]+(?:-[a-z0-9]+)*) *\}\}[ \t]*")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*")
HEADING_ID = re.compile(r"(?:(.*?)[ \t]+)?\{#([^{}]*)\}")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DIRECTIVE = re.compile(r":::+[ \t]*(.*?)[ \t]*")
AUDIENCE = re.compile(r"audience(?:[ \t]+(.*))?")
AFTER = re.compile(r"after[ \t]+[a-z0-9]+(?:-[a-z0-9]+)*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
ASCII_PUNCTUATION = re.compile(r"""[!-/:-@\[-`{-~]""")


@dataclass(frozen=True)
class _Line:
    number: int
    source: str  # with its end

    @property
    def bare(self) -> str:
        return self.source.rstrip("\r\n")


def _lines(text: str, first_line: int) -> Iterator[_Line]:
    """Only \\n ends a line: str.splitlines knows ends that Markdown doesn't."""
    for number, source in enumerate(re.findall(r"[^\n]*\n|[^\n]+", text), first_line):
        yield _Line(number, source)


class _Fence:
    """Whether lines stand in a fenced code block, where nothing is read."""

    def __init__(self) -> None:
        self.mark = ""

    def covers(self, line: str) -> bool:
        match = FENCE.fullmatch(line)
        if self.mark:
            if match and match[1].startswith(self.mark) and not match[2].strip():
                self.mark = ""
            return True
        if match and not (match[1][0] == "`" and "`" in match[2]):
            self.mark = match[1]
            return True
        return False


class _Reader:
    """Reads an article's text line by line into sections."""

    def __init__(self, first_line: int) -> None:
        self.faults: list[Fault] = []
        self.sections: list[Section] = []
        self.fence = _Fence()
        self.heading = Section("", 1, "", first_line, (), "")
        self.blocks: list[Block] = []
        self.text: list[_Line] = []
        self.audiences: tuple[str, ...] = ()
        self.block: list[_Line] = []  # the lines of an open audience block, with its mark
        self.before = ""

    def read(self, line: _Line) -> None:
        bare = line.bare
        if self.fence.covers(bare):
            self._keep(line)
        elif directive := DIRECTIVE.fullmatch(bare):
            self._directive(line, directive[1])
        elif heading := HEADING.fullmatch(bare):
            self._heading(line, len(heading[1]), heading[2] or "")
        elif slot := SLOT_LINE.fullmatch(bare):
            self._slot(line, slot[1])
        else:
            if (
                UNDERLINE.fullmatch(bare)
                and self.before.strip()
                and not self.before.lstrip().startswith(("|", ">", "-", "*"))
            ):
                self._fault(
                    line,
                    N_(
                        "A line of dashes under a text makes a heading; write “## Heading {#id}”, or leave a line free."
                    ),
                )
            self._keep(line)
        self.before = bare

    def finish(self) -> list[Section]:
        if self.block:
            self._fault(self.block[0], N_("This block is never closed with “:::”."))
            self._close_block(closed=False)
        self._end_section()
        return self.sections

    def _keep(self, line: _Line) -> None:
        (self.block or self.text).append(line)

    def _fault(self, line: _Line, sentence: str, **holes: Any) -> None:
        self.faults.append(Fault(line.number, sentence, holes))

    def _directive(self, line: _Line, words: str) -> None:
        audience = AUDIENCE.fullmatch(words)
        if self.block and not words:
            self.block.append(line)
            self._close_block(closed=True)
        elif self.block:
            self._fault(line, N_("A block can't stand inside another block."))
            self.block.append(line)
        elif not words:
            self._fault(line, N_("A block ends here that never began."))
            self.text.append(line)
        elif audience is None:
            self._fault(
                line, N_("“%(line)s” is unknown; only “::: audience …” may begin a block."), line=line.bare.strip()
            )
            self.text.append(line)
        else:
            self._end_text()
            self.audiences = self._audiences(line, (audience[1] or "").split())
            self.block = [line]

    def _audiences(self, line: _Line, named: list[str]) -> tuple[str, ...]:
        known = ", ".join(AUDIENCES)
        if not named:
            self._fault(line, N_("This block names no audience; write some of %(known)s."), known=known)
        for name in named:
            if name not in AUDIENCES:
                self._fault(line, N_("“%(name)s” is no audience; write some of %(known)s."), name=name, known=known)
        return tuple(dict.fromkeys(name for name in named if name in AUDIENCES))

    def _heading(self, line: _Line, level: int, words: str) -> None:
        if self.block:
            self._fault(line, N_("A heading can't stand inside a block."))
            self.block.append(line)
            return
        self._end_text()
        self._end_section()
        if level == 1:
            self._fault(line, N_("The title is the only heading of the first level; write “##”."))
        elif level > 3:
            self._fault(line, N_("Headings have two levels; write “##” or “###”."))
        with_id = HEADING_ID.fullmatch(words)
        heading, id_ = (with_id[1] or "", with_id[2].strip()) if with_id else (words, "")
        if not with_id:
            self._fault(line, N_("The heading “%(heading)s” has no id; write “{#id}” behind it."), heading=heading)
        elif not ID.fullmatch(id_):
            self._fault(line, N_("“%(id)s” is no id; use small letters, digits and hyphens."), id=id_)
            id_ = ""
        if not heading.strip():
            self._fault(line, N_("This heading is empty."))
        self.heading = Section(id_, level, heading.strip(), line.number, (), line.source)

    def _slot(self, line: _Line, name: str) -> None:
        if self.block:
            self._fault(line, N_("A slot can't stand inside a block."))
            self.block.append(line)
            return
        self._end_text()
        self.blocks.append(Slot(line.number, name, line.source))

    def _end_text(self) -> None:
        if self.text:
            source = "".join(line.source for line in self.text)
            self.blocks.append(Text(self.text[0].number, source.strip("\r\n"), source))
            self.text = []

    def _close_block(self, *, closed: bool) -> None:
        inside = self.block[1:-1] if closed else self.block[1:]
        text = "".join(line.source for line in inside).strip("\r\n")
        source = "".join(line.source for line in self.block)
        self.blocks.append(ForAudience(self.block[0].number, self.audiences, text, source))
        self.block = []

    def _end_section(self) -> None:
        self._end_text()
        if self.blocks or self.heading.source:
            head = self.heading
            self.sections.append(Section(head.id, head.level, head.heading, head.line, tuple(self.blocks), head.source))
        self.blocks = []


# Faults that need no reading line by line


def _faults_of_sections(sections: Iterable[Section]) -> Iterator[Fault]:
    seen: set[str] = set()
    level = 1
    for section in sections:
        if section.is_opening and not section.source:
            continue
        if section.id in seen:
            yield Fault(section.line, N_("The id “%(id)s” is used twice."), {"id": section.id})
        if section.id:
            seen.add(section.id)
        if section.level > level + 1:
            yield Fault(section.line, N_("A level of headings is left out before this one."))
        level = section.level


def _faults_in_text(text: str, first_line: int) -> list[Fault]:
    return [
        *_faults_of_braces(text, first_line),
        *_faults_of_html(text, first_line),
        *_faults_of_links(text, first_line),
    ]


def _faults_of_braces(text: str, first_line: int) -> Iterator[Fault]:
    for line in _lines(text, first_line):
        bare = line.bare
        heading = HEADING.fullmatch(bare)
        if heading and (with_id := HEADING_ID.fullmatch(heading[2] or "")):
            bare = with_id[1] or ""
        left = PLACEHOLDER.sub("", bare)
        if BRACES.search(left):
            yield Fault(line.number, N_("Only {{ figure.name }} and {{ slot.name }} may stand in braces."))
        if not SLOT_LINE.fullmatch(bare):
            for match in PLACEHOLDER.finditer(bare):
                if match[1] == "slot":
                    yield Fault(
                        line.number, N_("The slot “%(name)s” must stand alone on its line."), {"name": match[2]}
                    )


def _faults_of_html(text: str, first_line: int) -> Iterator[Fault]:
    for token, line in _tokens(WITH_HTML.parse(text), first_line):
        if token.type in ("html_block", "html_inline"):
            yield Fault(
                line, N_("HTML is not allowed: “%(html)s”."), {"html": token.content.strip().split("\n")[0][:60]}
            )
        elif token.type == "image":
            yield Fault(line, N_("Pictures are not allowed."))


def _faults_of_links(text: str, first_line: int) -> Iterator[Fault]:
    for target, line in _link_targets(text, first_line):
        if _link(target, line).kind == "other":
            yield Fault(
                line,
                N_("The link “%(target)s” must go to article:…, term:… or https://…"),
                {"target": target},
            )


def _faults_inside(line: _Line, literal: bool) -> Iterator[Fault]:
    """What may not stand in a supplement."""
    if literal:
        return
    if HEADING.fullmatch(line.bare):
        yield Fault(line.number, N_("A heading can't stand inside a block."))
    elif SLOT_LINE.fullmatch(line.bare):
        yield Fault(line.number, N_("A slot can't stand inside a block."))


# What a text uses

WITH_HTML = MarkdownIt("commonmark", {"html": True}).enable("table")
ARTICLE_LINK = re.compile(r"article:([a-z0-9]+(?:-[a-z0-9]+)*)(?:#([a-z0-9]+(?:-[a-z0-9]+)*))?")
TERM_LINK = re.compile(r"term:([a-z0-9]+(?:-[a-z0-9]+)*)")
OUTSIDE_LINK = re.compile(r"https?://[^/\s]+\.[^/\s]+\S*", re.IGNORECASE)


def _used(kind: str, text: str, first_line: int) -> list[Used]:
    return [
        Used(match[2], line.number)
        for line in _lines(text, first_line)
        for match in PLACEHOLDER.finditer(line.bare)
        if match[1] == kind
    ]


def _link(target: str, line: int) -> LinkUsed:
    if match := ARTICLE_LINK.fullmatch(target):
        return LinkUsed("article", match[1], match[2] or "", line)
    if match := TERM_LINK.fullmatch(target):
        return LinkUsed("term", match[1], "", line)
    return LinkUsed("outside" if OUTSIDE_LINK.fullmatch(target) else "other", target, "", line)


def _link_targets(text: str, first_line: int) -> Iterator[tuple[str, int]]:
    for token, line in _tokens(WITH_HTML.parse(text), first_line):
        if token.type == "link_open":
            yield str(token.attrGet("href") or ""), line


def _tokens(tokens: Iterable[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """All tokens with the line they stand in; markdown-it only knows the first line of a block."""
    line = first_line
    for token in tokens:
        if token.map:
            line = first_line + token.map[0]
        yield token, line
        inner = line
        for child in token.children or ():
            yield child, inner
            inner += child.type in ("softbreak", "hardbreak")
