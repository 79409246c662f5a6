"""What we write to people about enquiries: who, which topic, by when, and a link; never their words."""

from app.core import addresses
from app.core.errors import N_
from app.core.i18n import Speaker
from app.core.settings import settings
from app.enquiries.models import Enquiry, Outcome, Part
from app.mail.writing import Writing
from app.people.models import Municipality, ResourcePerson
from app.people.rules import in_language, shown_name


def _to_staff(
    enquiry: Enquiry, municipality: Municipality, speaker: Speaker, *, subject: str, sentences: tuple[str, ...]
) -> Writing:
    return Writing(
        subject=subject,
        sentences=sentences,
        link_text=speaker.say(N_("Open the question")),
        link=settings().public_url + addresses.desk_enquiry(municipality.slug, enquiry.id or 0),
        sender=in_language(municipality.names, speaker.language),
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
        subject=speaker.say(N_("A question for you: %(topic)s"), topic=topic),
        sentences=(
            speaker.say(
                N_("There is a new question for you, asked in %(language)s. Its topic: %(topic)s."),
                topic=topic,
                language=speaker.language_name(enquiry.language),
            ),
            speaker.say(N_("An answer was promised by %(when)s."), when=speaker.weekday(part.promised_at)),
        ),
    )


def handed_over(
    enquiry: Enquiry, part: Part, municipality: Municipality, topic: str, giver: str, speaker: Speaker
) -> Writing:
    """To a colleague who is given a question by another."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("%(giver)s has handed a question over to you: %(topic)s"), giver=giver, topic=topic),
        sentences=(
            speaker.say(
                N_("%(giver)s has handed a question about %(topic)s over to you. It was asked in %(language)s."),
                giver=giver,
                topic=topic,
                language=speaker.language_name(enquiry.language),
            ),
            speaker.say(N_("An answer was promised by %(when)s."), when=speaker.weekday(part.promised_at)),
        ),
    )


def written_back(enquiry: Enquiry, municipality: Municipality, topic: str, speaker: Speaker) -> Writing:
    """To the resource person: the asker wrote again."""
    return _to_staff(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("The asker has written back: %(topic)s"), topic=topic),
        sentences=(speaker.say(N_("The person who asked about %(topic)s has written back to you."), topic=topic),),
    )


def receipt(
    enquiry: Enquiry, part: Part, person: ResourcePerson, municipality: Municipality, speaker: Speaker
) -> Writing:
    """To the asker: we have your question, this person has it, expect an answer by then."""
    return _to_asker(
        enquiry,
        municipality,
        speaker,
        subject=speaker.say(N_("We have received your question")),
        sentences=(
            speaker.say(
                N_("Thank you. We have received your question. %(person)s has it."),
                person=shown_name(person, speaker.language),
            ),
            speaker.say(N_("You can expect an answer by %(when)s."), when=speaker.weekday(part.promised_at)),
            speaker.say(
                N_(
                    "With the link below you can read your question, write more, or withdraw it. "
                    "Keep it to yourself: whoever has it can read your question."
                )
            ),
            speaker.say(
                N_("In an emergency call 112. For urgent medical help call 1813 or your region's doctor on call.")
            ),
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
