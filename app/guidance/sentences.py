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
    "arrival": N_("the day you move in"),
    "work-start": N_("the first working day"),
    "departure": N_("the day you leave"),
}
OTHER_EVENT = N_("that day")


def length_in_words(deadline: Deadline, length: Length, speaker: Speaker) -> str:
    """How long a deadline is: "5 days after the day you move in"; on the day itself, its name."""
    number, unit = length
    event = speaker.say(EVENTS.get(deadline.event, OTHER_EVENT))
    if number == 0:
        return speaker.say(N_("on %(event)s"), event=event)
    one, many = UNITS[unit, "before" if deadline.before else "after"]
    return speaker.say(one if number == 1 else many, number=speaker.number(number), event=event)


def due_in_words(due: Due, speaker: Speaker) -> str:
    """Until when: "by Friday, 5 March 2027", and when offices are closed then, by which day to go there."""
    day = speaker.whole_day(due.day)
    if due.offices_until is None:
        return day
    return speaker.say(
        N_("%(day)s (offices are closed that day: go there by %(before)s)"),
        day=day,
        before=speaker.whole_day(due.offices_until),
    )


FOR = {
    "nordic": N_("Nordic citizens"),
    "eu": N_("citizens of the EU, EEA or Switzerland"),
    "third": N_("citizens of other countries"),
    "alone": N_("those who come alone"),
    "partner": N_("those who come with a partner"),
    "children": N_("those who come with children"),
    "worker": N_("those who work"),
    "student": N_("students"),
    "family": N_("those who come for their family"),
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
