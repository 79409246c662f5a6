"""The history of an enquiry in a reader's words: what is printed, as data for `history.typ`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import N_
from app.core.i18n import Speaker
from app.enquiries.history import (
    Captured,
    Ended,
    Event,
    Forgotten,
    Given,
    History,
    PartKept,
    Posted,
    PutTogether,
    Withdrawn,
    Written,
)
from app.enquiries.models import AskingAs, Author, Channel, MessageKind, MessageState, Outcome
from app.enquiries.reasons import SENTENCES, say
from app.mail.models import LetterState

TEMPLATE = Path(__file__).with_name("history.typ")

CHANNELS = {
    Channel.WEB: N_("Written on our pages"),
    Channel.TELEPHONE: N_("By telephone"),
    Channel.COUNTER: N_("At the counter"),
    Channel.EMAIL: N_("By e-mail"),
}
ASKING_AS = {
    AskingAs.SELF: N_("Asks for themselves"),
    AskingAs.FAMILY: N_("Asks for the family"),
    AskingAs.EMPLOYER: N_("Asks as an employer"),
}
AUDIENCES = {
    "nordic": N_("Nordic citizen"),
    "eu": N_("Citizen of the EU, EEA or Switzerland"),
    "third": N_("Citizen of another country"),
    "commuter": N_("Commuter who lives abroad"),
}
STATES = {"open": N_("Open"), "answered": N_("Answered"), "closed": N_("Closed")}
OUTCOMES = {
    Outcome.ANSWERED: N_("Answered"),
    Outcome.REFERRED: N_("It belongs to another authority"),
    Outcome.CASE: N_("It is part of a case now"),
    Outcome.WITHDRAWN: N_("The asker took it back"),
}
REMOVED = {
    "CPR": N_("a CPR number"),
    "PASSPORT": N_("a passport number"),
    "IBAN": N_("an IBAN"),
    "BANK_ACCOUNT": N_("a bank account number"),
}
LETTERS = {
    "put-together": N_("Your questions are one now"),
    "receipt": N_("We have received your question"),
    "answered": N_("Your question has been answered"),
    "later": N_("Your answer takes longer than we promised"),
    "closed": N_("News about your question"),
    "new-question": N_("A new question"),
    "handed-over": N_("A question was handed over"),
    "written-back": N_("The asker has written back"),
    "interpreter": N_("An interpreter is wanted"),
    "answered-elsewhere": N_("A colleague has your question now"),
    "reminder": N_("Please answer soon"),
}
OTHER_LETTER = N_("Other news")
LETTER_STATES = {
    LetterState.WAITING: N_("not delivered yet"),
    LetterState.GIVEN_UP: N_("could not be delivered"),
}


@dataclass(frozen=True)
class Names:
    """What the reader calls things: the municipality, and topics and articles by slug."""

    municipality: str
    topics: Mapping[str, str]
    articles: Mapping[str, str]


def paper(history: History, speaker: Speaker, names: Names) -> dict[str, Any]:
    """The whole history in the reader's language, as plain data for the template."""
    topic = _topic(history.parts[0].topic, speaker, names)
    title = speaker.say(N_("Question %(number)s: %(topic)s"), number=history.number, topic=topic)
    made = speaker.say(N_("Made by %(name)s on %(when)s."), name=history.made_by, when=speaker.moment(history.made_at))
    return {
        "language": speaker.language,
        "title": title,
        "municipality": names.municipality,
        "made": made,
        "guidance": speaker.say(N_("General guidance, not a decision.")),
        "about": {"heading": speaker.say(N_("About this question")), "facts": list(_facts(history, speaker))},
        "parts": {
            "heading": speaker.say(N_("Its parts")),
            "list": [_part(each, history, speaker, names) for each in history.parts],
        },
        "events": {
            "heading": speaker.say(N_("What happened")),
            "list": [_event(each, history, speaker, names) for each in history.events],
        },
        "unprintable": speaker.say(
            N_("Some characters could not be printed here. The export as JSON holds all of them as they were written.")
        ),
    }


def _topic(slug: str, speaker: Speaker, names: Names) -> str:
    return names.topics.get(slug) or speaker.say(N_("Another subject"))


def _facts(history: History, speaker: Speaker) -> Iterator[list[str]]:
    say, lines = speaker.say, "\n".join
    yield [say(N_("State")), say(STATES[history.state])]
    if history.outcome:
        ended = [say(OUTCOMES[Outcome(history.outcome)]), history.referred_to]
        yield [say(N_("How it ended")), lines(filter(None, ended))]
    if history.case_reference:
        yield [say(N_("Reference of the case")), history.case_reference]
    asked = [speaker.moment(history.asked_at), say(CHANNELS[Channel(history.channel)])]
    if history.logged_by:
        asked.append(say(N_("Logged by %(name)s"), name=history.logged_by))
    yield [say(N_("Asked")), lines(asked)]
    yield [say(N_("Language")), speaker.language_name(history.language)]
    yield [say(N_("Who asks")), lines(_who_asks(history, speaker))]
    if history.asker is not None:
        contact = filter(None, [history.asker.name, history.asker.email, history.asker.phone])
        yield [say(N_("Contact")), lines(contact) or say(N_("None is kept"))]
    if history.urgent:
        yield [say(N_("Danger?")), say(N_("There were words of danger in it."))]
    if history.removed:
        yield [say(N_("Taken out and not kept")), _removed(history.removed, speaker)]


def _who_asks(history: History, speaker: Speaker) -> Iterator[str]:
    yield speaker.say(ASKING_AS[AskingAs(history.asking_as)])
    if history.country:
        yield speaker.country_name(history.country)
    if history.audience in AUDIENCES:
        yield speaker.say(AUDIENCES[history.audience])
    for name, value in history.details.items():
        yield f"{name}: {value}"


def _removed(kinds: list[str] | tuple[str, ...], speaker: Speaker) -> str:
    return ", ".join(speaker.say(REMOVED.get(kind, REMOVED["BANK_ACCOUNT"])) for kind in kinds)


def _part(part: PartKept, history: History, speaker: Speaker, names: Names) -> dict[str, Any]:
    say = speaker.say
    facts = [[say(N_("Who has it")), _pair(part.person, part.interpreter, speaker)]]
    if part.article:
        facts.append([say(N_("Article")), names.articles.get(part.article, part.article)])
    facts.append([say(N_("An answer was promised by")), speaker.moment(part.promised_at)])
    if part.promises_broken:
        facts.append([say(N_("Promises that were not kept")), str(part.promises_broken)])
    if part.waiting_since is not None:
        facts.append([say(N_("Waits for the asker since")), speaker.moment(part.waiting_since)])
    if part.answered_at is not None:
        facts.append([say(N_("Answered")), speaker.moment(part.answered_at)])
    return {
        "heading": say(
            N_("Part %(number)s: %(topic)s"),
            number=_place(part.number, history),
            topic=_topic(part.topic, speaker, names),
        ),
        "text": {"language": history.language, "text": part.text} if part.text else None,
        "facts": facts,
    }


def _place(part: int | None, history: History) -> int:
    """Which part it is, counted from 1."""
    return next((place for place, each in enumerate(history.parts, 1) if each.number == part), 1)


def _pair(person: str, interpreter: str, speaker: Speaker) -> str:
    if not interpreter:
        return person
    return speaker.say(N_("%(expert)s with %(interpreter)s as interpreter"), expert=person, interpreter=interpreter)


def _event(event: Event, history: History, speaker: Speaker, names: Names) -> dict[str, Any]:
    """A moment, a sentence, the texts that were written, and what else is known of it."""
    more: list[str] = []
    texts: list[dict[str, str]] = []
    match event:
        case Written():
            sentence = _who_wrote(event, speaker)
            more, texts = list(_about_writing(event, speaker)), list(_texts(event, history, speaker))
        case Given():
            sentence, more = _who_was_given(event, history, speaker), list(_why(event, speaker, names))
        case Posted():
            sentence, more = _letter(event, speaker), [_delivery(event, speaker)]
        case Ended():
            sentence = speaker.say(N_("The question was closed."))
            ended = speaker.say(OUTCOMES[Outcome(event.outcome)])
            more = [text for text in (ended, event.referred_to, event.case_reference) if text]
        case Withdrawn():
            sentence = speaker.say(N_("The asker took it back"))
        case Forgotten():
            sentence = speaker.say(N_("Its time was over: texts and contact were taken out."))
        case PutTogether():
            sentence = speaker.say(N_("Question %(number)s was put together with this one."), number=event.number)
            more = [event.name] if event.name else []
        case Captured():
            article = names.articles.get(event.article, event.article)
            sentence = speaker.say(N_("An article was made from the answer: %(title)s"), title=article)
        case _:
            sentence = speaker.say(N_("Read by %(name)s"), name=event.name)
    return {"when": speaker.moment(event.at), "sentence": sentence, "more": more, "texts": texts}


def _who_wrote(event: Written, speaker: Speaker) -> str:
    if event.author == Author.ASKER:
        return speaker.say(N_("The asker wrote"))
    if event.kind == MessageKind.NOTE:
        return speaker.say(N_("%(name)s noted for colleagues"), name=event.name)
    return speaker.say(N_("%(name)s wrote to the asker"), name=event.name)


def _about_writing(event: Written, speaker: Speaker) -> Iterator[str]:
    if event.state == MessageState.READY:
        yield speaker.say(N_("Ready; waits for the other parts"))
    if event.state == MessageState.INTERPRETER:
        yield speaker.say(N_("Waits for an interpreter"))
    if event.interpreter and not event.original:
        yield speaker.say(N_("Confirmed by %(name)s, interpreter"), name=event.interpreter)
    if event.removed:
        yield speaker.say(N_("Taken out and not kept: %(what)s."), what=_removed(event.removed, speaker))


def _texts(event: Written, history: History, speaker: Speaker) -> Iterator[dict[str, str]]:
    """What the asker reads (or wrote) is in her language; what waits for an interpreter, and notes, are in Danish."""
    hers = event.kind == MessageKind.REPLY and event.state != MessageState.INTERPRETER
    label = ""
    if event.original:
        yield {"label": speaker.say(N_("What the expert wrote")), "language": "da", "text": event.original}
        label = speaker.say(N_("As reworded by %(name)s, interpreter"), name=event.interpreter)
    yield {"label": label, "language": history.language if hers else "da", "text": event.text}


def _who_was_given(event: Given, history: History, speaker: Speaker) -> str:
    who = _pair(event.person, event.interpreter, speaker)
    if len(history.parts) == 1:
        return speaker.say(N_("Given to %(who)s"), who=who)
    return speaker.say(N_("Part %(number)s given to %(who)s"), number=_place(event.part, history), who=who)


def _why(event: Given, speaker: Speaker, names: Names) -> Iterator[str]:
    if event.given_by:
        yield speaker.say(N_("Handed over by %(name)s."), name=event.given_by)
    if event.why:
        yield event.why
    if event.needs_interpreter and not event.interpreter:
        yield speaker.say(N_("Waits for an interpreter"))
    called = {**names.articles, **names.topics}
    for each in event.candidates:
        reasons = [say(reason, speaker, names=called) for reason in each.reasons if reason.kind in SENTENCES]
        yield f"{_pair(each.name, each.interpreter, speaker)} ({speaker.number(each.score)}): {' · '.join(reasons)}"


def _letter(event: Posted, speaker: Speaker) -> str:
    kind = speaker.say(LETTERS.get(event.kind, OTHER_LETTER))
    if event.to == Author.ASKER:
        return speaker.say(N_("Letter to the asker: “%(kind)s”"), kind=kind)
    return speaker.say(
        N_("Letter to %(name)s (%(address)s): “%(kind)s”"), name=event.name, address=event.address, kind=kind
    )


def _delivery(event: Posted, speaker: Speaker) -> str:
    if event.delivered_at is not None:
        return speaker.say(N_("delivered %(when)s"), when=speaker.moment(event.delivered_at))
    return speaker.say(LETTER_STATES[event.state])
