"""What we write to people about enquiries: who, which topic, by when, and a link; never their words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from app.core import addresses
from app.core.errors import N_
from app.core.i18n import Speaker
from app.core.settings import settings
from app.enquiries import emergency
from app.enquiries.models import Enquiry, Outcome, Part
from app.enquiries.queries import Thread
from app.mail.writing import Writing
from app.people.models import Municipality, ResourcePerson
from app.people.rules import in_language, shown_name

PROMISED = N_("An answer was promised by %(when)s.")


def _to_staff(
    enquiry: Enquiry,
    municipality: Municipality,
    speaker: Speaker,
    *,
    subject: str,
    sentences: tuple[str, ...],
    part: Part | None = None,
    **holes: str,
) -> Writing:
    """Besides the `holes` given, the sentences may name the language that was asked in and, of a part, the promise."""
    holes["language"] = speaker.language_name(enquiry.language)
    if part is not None:
        holes["when"] = speaker.weekday(part.promised_at)
    return Writing(
        subject=speaker.say(subject, **holes),
        sentences=tuple(speaker.say(each, **holes) for each in sentences),
        link_text=speaker.say(N_("Open the question")),
        link=settings().public_url + addresses.desk_enquiry(municipality.slug, enquiry.id or 0),
        sender=in_language(municipality.names, speaker.language),
    )


def with_key(
    writing: Writing, enquiry: Enquiry, municipality: Municipality, speaker: Speaker, *, key: str, until: datetime
) -> Writing:
    """A letter to the staff whose link opens the question with a key."""
    holds = N_(
        "The link below opens the question without a password, once and until %(when)s. "
        "Keep it to yourself: whoever has it enters as you."
    )
    return replace(
        writing,
        sentences=(*writing.sentences, speaker.say(holds, when=speaker.weekday(until))),
        link=settings().public_url + addresses.desk_opening(municipality.slug, enquiry.id or 0, key),
    )


def _to_asker(
    enquiry: Enquiry, municipality: Municipality, speaker: Speaker, *, subject: str, sentences: tuple[str, ...]
) -> Writing:
    return Writing(
        subject=subject,
        sentences=sentences,
        link_text=speaker.say(N_("Open your question")),
        link=settings().public_url + addresses.enquiry(municipality.slug, enquiry.language, enquiry.key),
        sender=in_language(municipality.names, speaker.language),
    )


def new_question(enquiry: Enquiry, part: Part, municipality: Municipality, topic: str, speaker: Speaker) -> Writing:
    """To the resource person: a question waits for her."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("A question for you: %(topic)s"),
        sentences=(
            N_("There is a new question for you, asked in %(language)s. Its topic: %(topic)s."),
            PROMISED,
        ),
        topic=topic,
        part=part,
    )


def handed_over(
    enquiry: Enquiry, part: Part, municipality: Municipality, topic: str, giver: str, speaker: Speaker
) -> Writing:
    """To a colleague who is given a question by another."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("%(giver)s has handed a question over to you: %(topic)s"),
        sentences=(
            N_("%(giver)s has handed a question about %(topic)s over to you. It was asked in %(language)s."),
            *([PROMISED] if part.answered_at is None else []),
        ),
        topic=topic,
        giver=giver,
        part=part,
    )


def answered_elsewhere(
    enquiry: Enquiry, municipality: Municipality, topic: str, name: str, speaker: Speaker
) -> Writing:
    """To a resource person whose part became one with a colleague's."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("%(name)s has your question now: %(topic)s"),
        sentences=(
            N_("A question about %(topic)s that you had was put together with another one of the same asker."),
            N_("%(name)s has both now and answers them. You need not do anything."),
        ),
        topic=topic,
        name=name,
    )


def written_back(enquiry: Enquiry, municipality: Municipality, topic: str, speaker: Speaker) -> Writing:
    """To the resource person: the asker wrote again."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("The asker has written back: %(topic)s"),
        sentences=(N_("The person who asked about %(topic)s has written back to you."),),
        topic=topic,
    )


def interpreter_wanted(
    enquiry: Enquiry, municipality: Municipality, topic: str, expert: str, speaker: Speaker
) -> Writing:
    """To the interpreter of a pair: her colleague has a question in a language that she carries."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("You are the interpreter for a question: %(topic)s"),
        sentences=(
            N_("%(expert)s has a question about %(topic)s that was asked in %(language)s. You are the interpreter."),
            N_("When there is an answer, please confirm it or put it into the asker's language."),
        ),
        topic=topic,
        expert=expert,
    )


def to_be_interpreted(
    enquiry: Enquiry, municipality: Municipality, topic: str, expert: str, speaker: Speaker
) -> Writing:
    """To the interpreter of a pair: her colleague's answer is there and waits for her."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("An answer waits for you to put it into %(language)s: %(topic)s"),
        sentences=(
            N_("%(expert)s has answered a question about %(topic)s that was asked in %(language)s."),
            N_("The asker reads it when you have confirmed it or put it into her language."),
        ),
        topic=topic,
        expert=expert,
    )


def reminder(enquiry: Enquiry, part: Part, municipality: Municipality, topic: str, speaker: Speaker) -> Writing:
    """To the resource person: a promise is near its end."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("Please answer soon: %(topic)s"),
        sentences=(
            N_("A question about %(topic)s still waits for your answer."),
            PROMISED,
            N_("If you can't answer it, please hand it over to a colleague."),
        ),
        topic=topic,
        part=part,
    )


def brought_in(enquiry: Enquiry, part: Part, municipality: Municipality, topic: str, speaker: Speaker) -> Writing:
    """To the next person, when a promise was not kept or whoever had the question is away."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=N_("A question that has waited is yours now: %(topic)s"),
        sentences=(
            N_("A question about %(topic)s, asked in %(language)s, has waited for a colleague. You have it now."),
            PROMISED,
        ),
        topic=topic,
        part=part,
    )


def later(
    enquiry: Enquiry, part: Part, person: ResourcePerson, municipality: Municipality, speaker: Speaker
) -> Writing:
    """To the asker: it takes longer, who has it now, and by when."""
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("Your answer takes longer than we promised")),
        sentences=(
            speaker.say(N_("We are sorry: your question has not been answered in the time that we promised.")),
            speaker.say(
                N_("%(person)s has it now. You can expect an answer by %(when)s."),
                person=shown_name(person, speaker.language),
                when=speaker.weekday(part.promised_at),
            ),
        ),
    )


def receipt(thread: Thread, municipality: Municipality, speaker: Speaker) -> Writing:
    """To the asker: we have your question, this person has it (or these have its parts), expect an answer by then.

    Where there are words of danger, the numbers to call come first.
    """
    enquiry = thread.enquiry
    urgent = emergency.whom_to_call(speaker) if enquiry.urgent else []
    usual = (
        speaker.say(N_("In an emergency call 112. For urgent medical help call 1813 or your region's doctor on call.")),
    )
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("We have received your question")),
        sentences=(
            *urgent,
            *_who_has_it(thread, speaker),
            speaker.say(
                N_("You can expect an answer by %(when)s."),
                when=speaker.weekday(max(each.part.promised_at for each in thread.parts)),
            ),
            speaker.say(
                N_(
                    "With the link below you can read your question, write more, or withdraw it. "
                    "Keep it to yourself: whoever has it can read your question."
                )
            ),
            *(() if urgent else usual),
        ),
    )


def _who_has_it(thread: Thread, speaker: Speaker) -> Iterator[str]:
    if len(thread.parts) == 1:
        yield speaker.say(
            N_("Thank you. We have received your question. %(person)s has it."),
            person=shown_name(thread.person, speaker.language),
        )
        return
    yield speaker.say(N_("Thank you. We have received your question. It has several parts; you get one answer to all."))
    for each in thread.parts:
        yield speaker.say(
            N_("%(topic)s: %(person)s has it."),
            topic=in_language(each.topic.title, speaker.language) if each.topic else speaker.say(N_("another subject")),
            person=shown_name(each.person, speaker.language),
        )


def put_together(enquiry: Enquiry, municipality: Municipality, speaker: Speaker) -> Writing:
    """To the asker: her questions have become one, with a key of its own."""
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("Your questions are one now")),
        sentences=(
            speaker.say(
                N_(
                    "There was more than one question with this e-mail address. "
                    "We have put them together: you get one answer to all."
                )
            ),
            speaker.say(N_("From now on only the link in this e-mail opens them. Keep it to yourself.")),
            speaker.say(N_("If one of the questions is not yours, please open the link and write that to us.")),
        ),
    )


def answered(enquiry: Enquiry, municipality: Municipality, speaker: Speaker) -> Writing:
    """To the asker: there is an answer."""
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("Your question has been answered")),
        sentences=(
            speaker.say(N_("There is an answer to your question. Open the link to read it, or to write back.")),
        ),
    )


def partly_answered(
    enquiry: Enquiry, municipality: Municipality, speaker: Speaker, *, follows: datetime | None
) -> Writing:
    """To the asker: there is an answer to a part, and by when the rest `follows`; None: when she has written to us."""
    if follows is None:
        sentence = speaker.say(
            N_("There is an answer to a part of your question. The rest follows when you have answered us.")
        )
    else:
        sentence = speaker.say(
            N_("There is an answer to a part of your question. The rest follows by %(when)s."),
            when=speaker.weekday(follows),
        )
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("A part of your question has been answered")),
        sentences=(sentence,),
    )


def asked_back(enquiry: Enquiry, municipality: Municipality, speaker: Speaker) -> Writing:
    """To the asker: we need to know more from her."""
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("We need to know more from you")),
        sentences=(
            speaker.say(
                N_("To answer your question we need to know more. Open the link to read what, and write back.")
            ),
        ),
    )


def closed(enquiry: Enquiry, municipality: Municipality, speaker: Speaker) -> Writing:
    """To the asker: her question was passed on or became part of a case."""
    passed_on = N_("Your question belongs to another authority. Open the link to see which one.")
    in_a_case = N_("Your question is now part of a case. Open the link to see its reference.")
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("News about your question")),
        sentences=(speaker.say(passed_on if enquiry.outcome == Outcome.REFERRED else in_a_case),),
    )
