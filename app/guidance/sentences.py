"""Answers, deadlines and whom a step is for, as a reader reads them."""

from dataclasses import replace
from datetime import date

from app.core.drafts import Fault
from app.core.errors import N_
from app.core.i18n import Speaker
from app.guidance.drafts import Deadline, Question, QuestionType, StepWhen
from app.guidance.rules.answers import Answer
from app.guidance.rules.deadlines import Due, Length
from app.people.rules import in_language
from app.topics.rules import Countries

YES, NO, NOT_KNOWN = N_("Yes"), N_("No"), N_("I don't know yet")


def answer_in_words(question: Question, answer: Answer, countries: Countries, speaker: Speaker) -> str:
    """An answer: "Brazil", "Car (B)", "3 February 2027", "Yes"."""
    match question.type, answer:
        case _, None:
            return speaker.say(NOT_KNOWN)
        case QuestionType.COUNTRY, str():
            return countries.name(answer, speaker.language)
        case QuestionType.CHOICE, _:
            option = next(option for option in question.options if option.id == answer)
            return in_language(option.text, speaker.language)
        case _, bool():
            return speaker.say(YES if answer else NO)
        case _, int():
            return f"{speaker.number(answer)} %" if question.unit == "percent" else speaker.number(answer)
        case _, str():
            return answer
        case _:
            return speaker.day(answer)


UNITS = {
    ("days", "after"): (N_("%(number)s day after %(event)s"), N_("%(number)s days after %(event)s")),
    ("working_days", "after"): (
        N_("%(number)s working day after %(event)s"),
        N_("%(number)s working days after %(event)s"),
    ),
    ("weeks", "after"): (N_("%(number)s week after %(event)s"), N_("%(number)s weeks after %(event)s")),
    ("months", "after"): (N_("%(number)s month after %(event)s"), N_("%(number)s months after %(event)s")),
    ("years", "after"): (N_("%(number)s year after %(event)s"), N_("%(number)s years after %(event)s")),
    ("days", "before"): (N_("%(number)s day before %(event)s"), N_("%(number)s days before %(event)s")),
    ("working_days", "before"): (
        N_("%(number)s working day before %(event)s"),
        N_("%(number)s working days before %(event)s"),
    ),
    ("weeks", "before"): (N_("%(number)s week before %(event)s"), N_("%(number)s weeks before %(event)s")),
    ("months", "before"): (N_("%(number)s month before %(event)s"), N_("%(number)s months before %(event)s")),
    ("years", "before"): (N_("%(number)s year before %(event)s"), N_("%(number)s years before %(event)s")),
}

# As they stand after "after" and "before".
EVENTS = {
    "arrival": N_("the day of moving in"),
    "work-start": N_("the first working day"),
    "departure": N_("the day of leaving"),
}
OTHER_EVENT = N_("the day it counts from")


def length_in_words(deadline: Deadline, length: Length, speaker: Speaker, day: date | None = None) -> str:
    """How long a deadline is: "5 days after the day of moving in"; from a `day` that is known and has no name of
    its own, "180 days after 1 December 2026"."""
    number, unit = length
    if deadline.event in EVENTS:
        event = speaker.say(EVENTS[deadline.event])
    elif day:  # a translation may put a word before it, as it stands after "after" and "before"
        event = speaker.say(N_("%(day)s"), day=speaker.day(day))
    else:
        event = speaker.say(OTHER_EVENT)
    if number == 0:
        return speaker.say(N_("on %(event)s"), event=event)
    one, many = UNITS[unit, "before" if deadline.before else "after"]
    return speaker.say(one if number == 1 else many, number=speaker.number(number), event=event)


def offices_in_words(due: Due, speaker: Speaker) -> str:
    """By when to go to an office that is closed on the last day; nothing when it is open."""
    if due.offices_until is None:
        return ""
    before = speaker.whole_day(due.offices_until)
    return speaker.say(N_("Offices are closed that day: go there by %(day)s."), day=before)


FOR = {
    "nordic": N_("Nordic citizens"),
    "eu": N_("citizens of the EU, EEA or Switzerland"),
    "third": N_("citizens of other countries"),
    "alone": N_("people on their own"),
    "partner": N_("people with a partner"),
    "children": N_("people with children"),
    "worker": N_("people who work"),
    "student": N_("students"),
    "family": N_("people who come for their family"),
    "employer": N_("employers"),
}


def only_for_in_words(when: StepWhen, speaker: Speaker) -> str:
    """Whom a step is for: "Only for citizens of other countries; only for students"; nothing when for everybody."""
    groups = (when.audience, when.household, when.situation)
    said = [
        speaker.say(N_("Only for %(groups)s"), groups=speaker.either([speaker.say(FOR[word]) for word in group]))
        for group in groups
        if group
    ]
    return ". ".join(said)


def filled(fault: Fault, speaker: Speaker) -> Fault:
    """A fault whose days are written as a reader writes them."""
    holes = {name: speaker.day(each) if isinstance(each, date) else each for name, each in fault.holes.items()}
    return replace(fault, holes=holes)
