"""Articles as a municipality shows them: shared sections, its slots filled, its supplements, composed when read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape
from sqlmodel import Session, col, select

from app.articles import markup, rules
from app.articles.markup import Fault, Target
from app.articles.models import (
    Article,
    ArticleAlias,
    Figure,
    Revision,
    Slot,
    SlotType,
    SlotValue,
    Source,
    Supplement,
    Translation,
    Visibility,
)
from app.core import addresses, hours
from app.core.edition import kept
from app.core.errors import N_, Invalid, NotFound
from app.core.i18n import Speaker
from app.people import queries as people
from app.people.models import Contact, Municipality
from app.people.rules import in_language
from app.topics import queries as topics
from app.topics.models import Topic


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
        parts: list[str] = []
        for section in self.sections:
            if section.id:
                parts.append(f"{'#' * section.level} {section.heading.striptags()}")
            parts.extend(block.markdown for block in section.blocks)
        return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class ArticleLine:
    """An article in a list, in the reader's language where there is a text in it."""

    slug: str
    topic: str
    title: str
    summary: str
    text_language: str
    languages: tuple[str, ...]
    local: bool
    audiences: tuple[str, ...]
    code: str
    checked_on: date | None


def preferred(available: Sequence[str], language: str, source: str) -> str:
    """The language to show: the reader's, else English, else the source, else any."""
    for wished in (language, "en", source):
        if wished in available:
            return wished
    return available[0]


def article_by_slug(session: Session, slug: str, owners: Sequence[int], *, staff: bool = False) -> Article | None:
    """The article of this name (or an earlier one) among these owners' things; staff-only ones for staff."""
    wanted = select(Article).where(
        Article.slug == slug, col(Article.owner_id).in_(owners), col(Article.archived_at).is_(None)
    )
    found = session.exec(wanted).first()
    if found is None:
        renamed = (
            select(Article).join(ArticleAlias).where(ArticleAlias.slug == slug, col(ArticleAlias.owner_id).in_(owners))
        )
        found = session.exec(renamed.where(col(Article.archived_at).is_(None))).first()
    return found if found and (staff or found.visibility == Visibility.PUBLIC) else None


def article_by_code(session: Session, code: str) -> Article | None:
    """The public article of a short permanent code."""
    return session.exec(
        select(Article).where(
            Article.code == code.lower(), Article.visibility == Visibility.PUBLIC, col(Article.archived_at).is_(None)
        )
    ).first()


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
        public = _public_texts(session, [article.id or 0]).get(article.id or 0, {}) if article else {}
        if article is None or not public:  # raised, not kept: made-up names must not fill the memory
            raise NotFound(N_("There is no such article here."))
        return _Composer(session, municipality, language, audience, today).compose(article, public)

    return kept(session, ("article", slug, language, municipality.id, audience, today, staff), compose)


def preview(
    session: Session, article: Article, revision: Revision, *, language: str, municipality: Municipality, today: date
) -> ArticlePage:
    """The page as it would be with this text; nothing is kept."""
    translation = Translation(article_id=article.id or 0, language=language, based_on=article.meaning)
    return _Composer(session, municipality, language, "", today).compose(article, {language: (translation, revision)})


PublicTexts = Mapping[str, tuple[Translation, Revision]]


def _public_texts(session: Session, article_ids: Sequence[int]) -> dict[int, dict[str, tuple[Translation, Revision]]]:
    rows = session.exec(
        select(Translation, Revision)
        .join(
            Revision,
            (col(Revision.translation_id) == col(Translation.id))
            & (col(Revision.number) == col(Translation.public_number)),
        )
        .where(col(Translation.article_id).in_(article_ids))
    )
    texts: dict[int, dict[str, tuple[Translation, Revision]]] = {}
    for translation, revision in rows:
        texts.setdefault(translation.article_id, {})[translation.language] = (translation, revision)
    return texts


def _in_order(session: Session, available: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(code for code in topics.languages(session) if code in available)


class _Composer:
    """Puts a page together for one municipality and reader."""

    def __init__(self, session: Session, municipality: Municipality, language: str, audience: str, today: date) -> None:
        self.session = session
        self.municipality = municipality
        self.language = language
        self.audience = audience
        self.today = today
        self.explained: set[str] = set()
        self.named: set[str] = set()  # the contacts of a section

    def compose(self, article: Article, public: PublicTexts) -> ArticlePage:
        available = _in_order(self.session, public)
        shown = preferred(available, self.language, article.source_language)
        translation, revision = public[shown]
        topic = next(each for each in topics.topics(self.session) if each.id == article.topic_id)
        self.shown = shown
        self.speaker = Speaker(shown)
        self.topic = topic
        self.slots = {slot.name: slot for slot in self.session.exec(select(Slot).where(Slot.article_id == article.id))}
        self.values = slot_values(self.session, self.municipality.owner_id)
        supplements = self._supplements(article)
        sources = tuple(
            self.session.exec(select(Source).where(Source.article_id == article.id).order_by(col(Source.position)))
        )
        shared = topics.collaboration(self.session).id
        return ArticlePage(
            id=article.id or 0,
            slug=article.slug,
            code=article.code,
            topic=topic.slug,
            title=revision.title,
            summary=revision.summary,
            language=self.language,
            text_language=shown,
            languages=available,
            sections=tuple(
                self._section(section, supplements.get(section.id, ()))
                for section in markup.parse(revision.body).sections
            ),
            sources=sources,
            checked_on=min((source.checked_on for source in sources), default=None),
            responsible=self._responsible(article),
            local=article.owner_id != shared,
            staff_only=article.visibility == Visibility.STAFF,
            behind=shown != article.source_language and translation.based_on < article.alert,
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
            speaker = Speaker(self.language)
            label = speaker.say(N_("In %(municipality)s"), municipality=self.municipality.short_name)
            blocks.append(self._text("supplement", supplement.text, label=label, language=supplement.language))
        return PageSection(section.id, section.level, markup.heading_html(section.heading), tuple(blocks))

    def _block(self, block: markup.Block) -> PageBlock | None:
        if block.kind == "slot":
            return self._slot(block.text)
        return self._text(block.kind, block.text, audiences=block.audiences, language=self.shown)

    def _text(
        self, kind: str, text: str, *, language: str, audiences: tuple[str, ...] = (), label: str = ""
    ) -> PageBlock:
        filled = markup.fill_figures(text, self._figure)
        return PageBlock(
            kind=kind,
            html=markup.to_html(filled, self._resolve, explained=self.explained),
            markdown=markup.to_markdown(filled, self._resolve),
            language=language,
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

    def _supplements(self, article: Article) -> dict[str, list[Supplement]]:
        """The municipality's texts by section, each section in the language shown, else in any there is."""
        rows = self.session.exec(
            select(Supplement).where(
                Supplement.article_id == article.id,
                Supplement.owner_id == self.municipality.owner_id,
                Supplement.visibility == Visibility.PUBLIC,
                Supplement.text != "",
            )
        )
        by_section: dict[str, dict[str, Supplement]] = {}
        for row in rows:
            by_section.setdefault(row.section, {})[row.language] = row
        return {
            section: [texts[preferred(_in_order(self.session, texts), self.language, article.source_language)]]
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
        return people.contact_for(self.session, self.municipality.id or 0, self.topic.slug)

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
        return self._local(Markup("<p>{}</p>").format(html), plain)

    def _local(self, html: Markup, markdown: str, *, language: str = "") -> PageBlock:
        label = Speaker(self.language).say(N_("In %(municipality)s"), municipality=self.municipality.short_name)
        return PageBlock("slot", html, markdown, language or self.shown, label=label)

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
        text = markup.fill_figures(value[language], self._figure)
        html = markup.to_html(text, self._resolve, explained=self.explained)
        return self._local(html, markup.to_markdown(text, self._resolve), language=language)


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
    """An address of a page as a link, anything else as it is."""
    if words.startswith(("https://", "http://")):
        return Markup('<a href="{0}">{0}</a>').format(words)
    return escape(words)


def _hers_first(blocks: Sequence[PageBlock], audience: str) -> list[PageBlock]:
    """The reader's audience blocks moved to the place of the section's first audience block."""
    places = [number for number, block in enumerate(blocks) if block.kind == "audience"]
    ordered = sorted((blocks[number] for number in places), key=lambda block: audience not in block.audiences)
    result = list(blocks)
    for number, block in zip(places, ordered, strict=True):
        result[number] = block
    return result


def slot_values(session: Session, owner_id: int) -> dict[str, Any]:
    """What a municipality put into its slots, by their names."""
    return kept(
        session,
        ("slot values", owner_id),
        lambda session: {
            slot.name: slot.value for slot in session.exec(select(SlotValue).where(SlotValue.owner_id == owner_id))
        },
    )


def figures(session: Session, owner_id: int, today: date) -> dict[str, Figure]:
    """The figures valid on this day, a municipality's own before the shared ones."""

    def gather(session: Session) -> dict[str, Figure]:
        owners = topics.visible_owners(session, owner_id)
        rows = session.exec(
            select(Figure).where(
                col(Figure.owner_id).in_(owners),
                Figure.valid_from <= today,
                col(Figure.valid_to).is_(None) | (col(Figure.valid_to) >= today),
            )
        ).all()
        rows = sorted(rows, key=lambda row: (-owners.index(row.owner_id), row.valid_from))
        return {row.name: row for row in rows}

    return kept(session, ("figures", owner_id, today), gather)


UNITS = {
    "percent": (N_("%(number)s per cent"), N_("%(number)s per cent")),
    "days": (N_("%(number)s day"), N_("%(number)s days")),
    "weeks": (N_("%(number)s week"), N_("%(number)s weeks")),
    "months": (N_("%(number)s month"), N_("%(number)s months")),
    "years": (N_("%(number)s year"), N_("%(number)s years")),
    "hours": (N_("%(number)s hour"), N_("%(number)s hours")),
    "points": (N_("%(number)s point"), N_("%(number)s points")),
}


def write_figure(value: float, unit: str, speaker: Speaker) -> str:
    """A figure with its unit in the reader's form: "360 kr.", "DKK 360", "27 %". Amounts are in ISO 4217 currencies."""
    if unit in UNITS:
        one, many = UNITS[unit]
        return speaker.say(one if value == 1 else many, number=speaker.number(value))
    if len(unit) == 3 and unit.isupper():
        return speaker.money(value, unit)
    return speaker.number(value)


def lines(
    session: Session, municipality: Municipality, language: str, *, topic: str = "", staff: bool = False
) -> list[ArticleLine]:
    """The municipality's readable articles in lists: by topic, then title."""

    def gather(session: Session) -> list[ArticleLine]:
        owners = topics.visible_owners(session, municipality.owner_id)
        wanted = (
            select(Article, Topic.slug, Topic.position)
            .join(Topic)
            .where(col(Article.owner_id).in_(owners), col(Article.archived_at).is_(None))
        )
        if not staff:
            wanted = wanted.where(Article.visibility == Visibility.PUBLIC)
        rows = session.exec(wanted).all()
        texts = _public_texts(session, [article.id or 0 for article, _, _ in rows])
        checked: dict[int, date] = {}
        for source in session.exec(select(Source).where(col(Source.article_id).in_(list(texts)))):
            checked[source.article_id] = min(source.checked_on, checked.get(source.article_id, source.checked_on))
        shared = topics.collaboration(session).id
        found = []
        for article, topic_slug, position in rows:
            public = texts.get(article.id or 0)
            if not public:
                continue
            shown = preferred(_in_order(session, public), language, article.source_language)
            revision = public[shown][1]
            line = ArticleLine(
                slug=article.slug,
                topic=topic_slug,
                title=revision.title,
                summary=revision.summary,
                text_language=shown,
                languages=_in_order(session, public),
                local=article.owner_id != shared,
                audiences=tuple(article.audiences),
                code=article.code,
                checked_on=checked.get(article.id or 0),
            )
            found.append((position, line.title, line))
        return [line for _, _, line in sorted(found, key=lambda each: each[:2])]

    everything = kept(session, ("lines", municipality.id, language, staff), gather)
    return [line for line in everything if not topic or line.topic == topic]


def titles(session: Session, municipality: Municipality, language: str) -> dict[str, str]:
    """The titles of the municipality's public articles by slug."""
    return {line.slug: line.title for line in lines(session, municipality, language)}


def notes(session: Session, article_id: int, owner_id: int, language: str) -> str:
    """What a municipality's staff should know about an article, in this language or any there is."""
    rows = session.exec(
        select(Supplement).where(
            Supplement.article_id == article_id,
            Supplement.owner_id == owner_id,
            Supplement.visibility == Visibility.STAFF,
            Supplement.text != "",
        )
    ).all()
    return in_language({row.language: row.text for row in rows}, language)


def revision(session: Session, article: Article, language: str, number: int) -> Revision:
    """One saved text of a translation. Raises NotFound."""
    found = session.exec(
        select(Revision)
        .join(Translation)
        .where(Translation.article_id == article.id, Translation.language == language, Revision.number == number)
    ).first()
    if found is None:
        raise NotFound(N_("There is no such revision of this text."))
    return found


def section_ids(session: Session, article: Article) -> set[str]:
    """The ids of the sections that readers see, in whatever language."""
    number = article.id or 0
    texts = _public_texts(session, [number]).get(number, {})
    return {name for _, text in texts.values() for name in markup.parse(text.body).ids}


def faults(session: Session, article: Article, body: str) -> tuple[Fault, ...]:
    """Everything that is wrong with an article's text: its markup, and names that nobody knows."""
    slots = set(session.exec(select(Slot.name).where(Slot.article_id == article.id)))
    found = [*markup.parse(body).faults, *_unknown_names(session, article.owner_id, slots, body)]
    return tuple(sorted(found, key=lambda fault: fault.line))


def local_faults(session: Session, owner_id: int, text: str) -> tuple[Fault, ...]:
    """Everything that is wrong with a municipality's supplement."""
    found = [*markup.local_faults(text), *_unknown_names(session, owner_id, set(), text)]
    return tuple(sorted(found, key=lambda fault: fault.line))


def _unknown_names(session: Session, owner_id: int, slots: Collection[str], text: str) -> Iterator[Fault]:
    owners = topics.visible_owners(session, owner_id)
    read = markup.parse(text)
    figures_known = (
        set(session.exec(select(Figure.name).where(col(Figure.owner_id).in_(owners)))) if read.figures else set()
    )
    terms_known = topics.terms(session)
    for block in read.blocks():
        if block.kind == "slot" and block.text not in slots:
            yield Fault(block.line, N_("This article has no slot “%(name)s”."), {"name": block.text})
    for number, line in enumerate(text.splitlines(), start=1):
        for name in markup.parse(line).figures:
            if name not in figures_known:
                yield Fault(number, N_("There is no figure “%(name)s”."), {"name": name})
    for link in read.links():
        if link.kind == "term" and link.target not in terms_known:
            yield Fault(link.line, N_("There is no term “%(name)s”."), {"name": link.target})
        if link.kind == "article" and article_by_slug(session, link.target, owners, staff=True) is None:
            yield Fault(link.line, N_("There is no article “%(name)s”."), {"name": link.target})


def revisions(session: Session, article: Article, language: str) -> list[Revision]:
    """All saved texts of a translation, the newest first."""
    return list(
        session.exec(
            select(Revision)
            .join(Translation)
            .where(Translation.article_id == article.id, Translation.language == language)
            .order_by(col(Revision.number).desc())
        ).all()
    )
