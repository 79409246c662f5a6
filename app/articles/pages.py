"""Articles as a municipality shows them: shared sections, its slots filled, its supplements, composed when read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape
from sqlmodel import Session, col, select

from app.articles import markup, rules
from app.articles.markup import Target
from app.articles.models import (
    Article,
    Revision,
    Slot,
    SlotType,
    Source,
    Supplement,
    Translation,
    Visibility,
)
from app.articles.queries import (
    PublicTexts,
    article_by_slug,
    figures,
    in_order,
    preferred,
    public_texts,
    slot_values,
    titles,
    write_figure,
)
from app.core import addresses, hours, telephone
from app.core.edition import kept
from app.core.errors import N_, Invalid, NotFound
from app.core.i18n import Speaker
from app.people import queries as people
from app.people.models import Contact, Municipality
from app.people.rules import in_language
from app.topics import queries as topics


@dataclass(frozen=True)
class PageBlock:
    """A composed piece of a page: text, audience (with whom it is for), slot (with its label) or supplement."""

    kind: str
    html: Markup
    markdown: str
    language: str
    audiences: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class PageSection:
    id: str
    level: int
    heading: Markup
    blocks: tuple[PageBlock, ...]


@dataclass(frozen=True)
class ArticlePage:
    """An article as one municipality's reader sees it. Where `text_language` is not `language`, the page marks it."""

    id: int
    slug: str
    code: str
    topic: str
    title: str
    summary: str
    language: str
    text_language: str
    languages: tuple[str, ...]
    sections: tuple[PageSection, ...]
    sources: tuple[Source, ...]
    checked_on: date | None
    responsible: str
    local: bool
    staff_only: bool
    for_replies: bool
    behind: bool
    audiences: tuple[str, ...]
    situations: tuple[str, ...]
    edition: int

    @property
    def html(self) -> str:
        """The body as one piece of HTML."""
        parts: list[str] = []
        for section in self.sections:
            if section.id:
                parts.append(f'<h{section.level} id="{section.id}">{section.heading}</h{section.level}>')
            parts.extend(str(block.html) for block in section.blocks)
        return "\n".join(parts)

    @property
    def markdown(self) -> str:
        """The body as Markdown, slots and figures filled, links as addresses."""
        return _markdown(self.sections)


def _markdown(sections: Iterable[PageSection]) -> str:
    parts: list[str] = []
    for section in sections:
        if section.id:
            parts.append(f"{'#' * section.level} {section.heading.striptags()}")
        parts.extend(block.markdown for block in section.blocks)
    return "\n\n".join(parts) + "\n"


def read_article(
    session: Session,
    slug: str,
    *,
    language: str,
    municipality: Municipality,
    audience: str = "",
    today: date,
    staff: bool = False,
) -> ArticlePage:
    """The article composed for this municipality, kept until anything in the house changes. Raises NotFound.

    With `audience`, blocks for it come first among the audience blocks of their section; commuter goes before origin.
    """

    def compose(session: Session) -> ArticlePage:
        owners = topics.visible_owners(session, municipality.owner_id)
        article = article_by_slug(session, slug, owners, staff=staff)
        public = public_texts(session, [article.id or 0]).get(article.id or 0, {}) if article else {}
        if article is None or not public:  # raised, not kept: made-up names must not fill the memory
            raise NotFound(N_("There is no such article here."))
        return _Composer(
            session, article, public, language=language, municipality=municipality, audience=audience, today=today
        ).compose()

    return kept(session, ("article", slug, language, municipality.id, audience, today, staff), compose)


def preview(
    session: Session, article: Article, revision: Revision, *, language: str, municipality: Municipality, today: date
) -> ArticlePage:
    """The page as it would be with this text; nothing is kept."""
    translation = Translation(article_id=article.id or 0, language=language, based_on=article.meaning)
    text = {language: (translation, revision)}
    return _Composer(
        session, article, text, language=language, municipality=municipality, audience="", today=today
    ).compose()


def in_a_letter(
    session: Session,
    article: Article,
    text: tuple[Translation, Revision],
    *,
    reader: str,
    municipality: Municipality,
    topic: str,
    today: date,
    home: str,
) -> str:
    """One of an article's texts as plain text for a letter about a topic (a slug): its figures and slots filled in, the
    topic's contact named, and what the municipality adds in the text's language. The titles and addresses of its links
    are those of the `reader`'s language. `home` is the house's public address."""
    only = {text[0].language: text}
    return _Composer(
        session, article, only, language=reader, municipality=municipality, audience="", today=today, topic=topic
    ).letter(home)


class Writer:
    """Writes texts for one municipality's readers: figures filled in, links made, each term explained once.

    `language` is the reader's, `shown` that of the texts.
    """

    def __init__(self, session: Session, municipality: Municipality, *, language: str, shown: str, today: date) -> None:
        self.session = session
        self.municipality = municipality
        self.language = language
        self.shown = shown
        self.today = today
        self.speaker = Speaker(shown)
        self.explained: set[str] = set()

    def text(
        self,
        kind: str,
        text: str,
        *,
        language: str = "",
        audiences: tuple[str, ...] = (),
        label: str = "",
        within: str = "",
    ) -> PageBlock:
        """A piece of a page from its Markdown. `within` names a part of the page that explains its terms for itself."""
        filled = markup.fill_figures(text, self._figure)
        return PageBlock(
            kind=kind,
            html=markup.to_html(filled, self._resolve, explained=set() if within else self.explained, within=within),
            markdown=markup.to_markdown(filled, self._resolve),
            language=language or self.shown,
            audiences=audiences,
            label=label,
        )

    def _figure(self, name: str) -> str | None:
        figure = figures(self.session, self.municipality.owner_id, self.today).get(name)
        return write_figure(figure.value, figure.unit, self.speaker) if figure else None

    def _resolve(self, kind: str, target: str, anchor: str) -> Target | None:
        if kind == "term":
            term = topics.terms(self.session).get(target)
            meaning = in_language(term.meaning, self.shown) if term else ""
            return Target(explanation=meaning) if meaning else None
        known = titles(self.session, self.municipality, self.language)
        if target not in known:
            renamed = article_by_slug(
                self.session, target, topics.visible_owners(self.session, self.municipality.owner_id)
            )
            if renamed is None or renamed.slug not in known:
                return None
            target = renamed.slug
        return Target(href=addresses.article(self.municipality.slug, self.language, target, anchor=anchor))


class _Composer(Writer):
    """Puts an article's page together for one municipality and reader."""

    def __init__(
        self,
        session: Session,
        article: Article,
        public: PublicTexts,
        *,
        language: str,
        municipality: Municipality,
        audience: str,
        today: date,
        topic: str = "",
    ) -> None:
        self.available = in_order(session, public)
        shown = preferred(self.available, language, article.source_language)
        super().__init__(session, municipality, language=language, shown=shown, today=today)
        self.article = article
        self.public = public[shown]
        self.audience = audience
        self.topic = next(each for each in topics.topics(session) if each.id == article.topic_id)
        self.contact_topic = topic or self.topic.slug
        self.values = slot_values(session, municipality.owner_id)
        self.named: set[str] = set()  # the contacts of a section

    @cached_property
    def slots(self) -> dict[str, Slot]:
        wanted = select(Slot).where(Slot.article_id == self.article.id)
        return {slot.name: slot for slot in self.session.exec(wanted)}

    def letter(self, home: str) -> str:
        """The text alone, for a letter: without marks, and below it where its links lead. `home` is before addresses
        of the house."""
        town, language = self.municipality.slug, self.language
        known = titles(self.session, self.municipality, language)
        pages = {addresses.article(town, language, slug): title for slug, title in known.items()}

        def name(words: str, address: str) -> str:
            if title := pages.get(address.partition("#")[0]):
                return f"{title}: {home}{address}"
            return f"{words}: {address}" if address.startswith("http") and words != address else ""

        body = self.public[1].body
        added = {
            section: [each for each in texts if each.language == self.shown]
            for section, texts in self._supplements(self.article, self.shown).items()
        }
        sections = (self._section(each, added.get(each.id, ())) for each in markup.parse(body).sections)
        return markup.to_letter(_markdown(sections), name)

    def compose(self) -> ArticlePage:
        article, (translation, revision) = self.article, self.public
        supplements = self._supplements(article, self.language)
        sources = tuple(
            self.session.exec(select(Source).where(Source.article_id == article.id).order_by(col(Source.position)))
        )
        shared = topics.collaboration(self.session).id
        return ArticlePage(
            id=article.id or 0,
            slug=article.slug,
            code=article.code,
            topic=self.topic.slug,
            title=revision.title,
            summary=revision.summary,
            language=self.language,
            text_language=self.shown,
            languages=self.available,
            sections=tuple(
                self._section(section, supplements.get(section.id, ()))
                for section in markup.parse(revision.body).sections
            ),
            sources=sources,
            checked_on=min((source.checked_on for source in sources), default=None),
            responsible=self._responsible(article),
            local=article.owner_id != shared,
            staff_only=article.visibility == Visibility.STAFF,
            for_replies=article.for_replies,
            behind=self.shown != article.source_language and translation.based_on < article.alert,
            audiences=tuple(article.audiences),
            situations=tuple(article.situations),
            edition=article.edition,
        )

    def _responsible(self, article: Article) -> str:
        if article.owner_id == self.municipality.owner_id:
            return in_language(self.municipality.names, self.language)
        return Speaker(self.language).say(N_("the municipalities' shared editors"))

    def _section(self, section: markup.Section, supplements: Sequence[Supplement]) -> PageSection:
        self.named.clear()
        blocks = [made for block in section.blocks if (made := self._block(block))]
        if self.audience:
            blocks = _hers_first(blocks, self.audience)
        for supplement in supplements:
            blocks.append(self.text("supplement", supplement.text, label=self._here(), language=supplement.language))
        return PageSection(section.id, section.level, markup.heading_html(section.heading), tuple(blocks))

    def _block(self, block: markup.Block) -> PageBlock | None:
        if block.kind == "slot":
            return self._slot(block.text)
        return self.text(block.kind, block.text, audiences=block.audiences)

    def _supplements(self, article: Article, language: str) -> dict[str, list[Supplement]]:
        """The municipality's texts by section, each section in this language, else in any there is."""
        by_section: dict[str, dict[str, Supplement]] = {}
        for row in _public_supplements(self.session, self.municipality.owner_id).get(article.id or 0, ()):
            by_section.setdefault(row.section, {})[row.language] = row
        return {
            section: [texts[preferred(in_order(self.session, texts), language, article.source_language)]]
            for section, texts in by_section.items()
        }

    def _slot(self, name: str) -> PageBlock | None:
        slot = self.slots.get(name)
        if slot is None:
            return None
        try:
            value = rules.slot_value(slot.type, self.values.get(name))
        except Invalid:  # a value from another time, when slots of this name held something else: as if not filled
            return None
        if slot.type == SlotType.CONTACT:
            contact = self._contact(value)
            if contact is None or contact.key in self.named:  # two slots may lead to one contact: once is enough
                return None
            self.named.add(contact.key)
            return self._contact_block(contact)
        return _SLOTS[SlotType(slot.type)](self, slot, value) if value is not None else None

    def _contact(self, value: Any) -> Contact | None:
        if isinstance(value, str):
            found = people.contacts(self.session, self.municipality.id or 0)
            return next((contact for contact in found if contact.key == value), None)
        return people.contact_for(self.session, self.municipality.id or 0, self.contact_topic)

    def _contact_block(self, contact: Contact) -> PageBlock:
        say = self.speaker.say
        rows = [("", in_language(contact.name, self.shown))]
        rows += [("", contact.address)] if contact.address else []
        rows += [(say(N_("Telephone")), contact.telephone)] if contact.telephone else []
        rows += [(say(N_("E-mail")), contact.email)] if contact.email else []
        rows += [(say(N_("Opening hours")), self._hours_line(contact.hours))] if contact.hours else []
        rows += [(say(N_("Web")), contact.web)] if contact.web else []
        return self._rows(rows)

    def _rows(self, rows: Sequence[tuple[str, str]]) -> PageBlock:
        """A box of lines, each with a label or without; a first one without a label is the box's name."""
        html = Markup("<br>").join(_row(label, words, first=number == 0) for number, (label, words) in enumerate(rows))
        plain = "  \n".join(markup.literal(f"{label}: {words}" if label else words) for label, words in rows)
        return PageBlock("slot", Markup("<p>{}</p>").format(html), plain, self.shown, label=self._here())

    def _here(self) -> str:
        return Speaker(self.language).say(N_("In %(municipality)s"), municipality=self.municipality.short_name)

    def _hours_line(self, text: str) -> str:
        return "; ".join(f"{days} {times}" for days, times in hours.describe(hours.parse(text), self.shown))

    def hours_slot(self, slot: Slot, value: Any) -> PageBlock:
        title = in_language(slot.title, self.shown) or self.speaker.say(N_("Opening hours"))
        return self._rows([(title, self._hours_line(str(value)))])

    def place_slot(self, _: Slot, value: Any) -> PageBlock:
        name = value["name"]
        lines = [name if isinstance(name, str) else in_language(name, self.shown), value.get("address", "")]
        return self._rows([("", line) for line in lines if line])

    def fee_slot(self, slot: Slot, value: Any) -> PageBlock:
        title = in_language(slot.title, self.shown) or self.speaker.say(N_("Price"))
        return self._rows([(title, write_figure(value["value"], value["unit"], self.speaker))])

    def text_slot(self, _: Slot, value: Any) -> PageBlock:
        language = preferred(list(value), self.shown, "da")
        return self.text("slot", value[language], label=self._here(), language=language)


def _public_supplements(session: Session, owner_id: int) -> dict[int, list[Supplement]]:
    """What readers see of an owner's supplements, by article."""

    def gather(session: Session) -> dict[int, list[Supplement]]:
        found: dict[int, list[Supplement]] = {}
        wanted = select(Supplement).where(
            Supplement.owner_id == owner_id, Supplement.visibility == Visibility.PUBLIC, Supplement.text != ""
        )
        for row in session.exec(wanted.order_by(col(Supplement.id))):
            found.setdefault(row.article_id, []).append(row)
        return found

    return kept(session, ("public supplements", owner_id), gather)


_SLOTS = {
    SlotType.HOURS: _Composer.hours_slot,
    SlotType.PLACE: _Composer.place_slot,
    SlotType.FEE: _Composer.fee_slot,
    SlotType.RULE: _Composer.text_slot,
    SlotType.STEP: _Composer.text_slot,
}


def _row(label: str, words: str, *, first: bool) -> Markup:
    if label:
        return Markup("<strong>{}</strong> {}").format(f"{label}:", _linked(words))
    return Markup("<strong>{}</strong>").format(words) if first else escape(words)


def _linked(words: str) -> Markup:
    """An address of a page, or a number to call, as a link; anything else as it is."""
    if words.startswith(("https://", "http://")):
        return Markup('<a href="{0}">{0}</a>').format(words)
    return telephone.linked(words)


def _hers_first(blocks: Sequence[PageBlock], audience: str) -> list[PageBlock]:
    """The reader's audience blocks moved to the place of the section's first audience block."""
    places = [number for number, block in enumerate(blocks) if block.kind == "audience"]
    ordered = sorted((blocks[number] for number in places), key=lambda block: audience not in block.audiences)
    result = list(blocks)
    for number, block in zip(places, ordered, strict=True):
        result[number] = block
    return result
