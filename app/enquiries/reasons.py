"""The sentences behind the kinds of reasons that routing stores."""

from datetime import date, datetime

from app.core.errors import N_
from app.core.i18n import Speaker
from app.enquiries.routing import Reason

SENTENCES = {
    "article": N_("knows the article “%(about)s”"),
    "topic": N_("knows the topic %(about)s"),
    "detail": N_("knows this especially: %(about)s"),
    "issuing_country": N_("knows licences from %(about)s"),
    "responsible": N_("is responsible for it"),
    "front-desk": N_("takes questions that nobody else covers"),
    "urgent": N_("looks at once at what may be dangerous"),
    "earlier": N_("has answered this person before"),
    "neighbour": N_("works in %(about)s and may be asked"),
    "language": N_("speaks %(about)s"),
    "only-speaks": N_("speaks %(about)s, but does not write it: an interpreter is needed"),
    "no-language": N_("does not speak %(about)s: an interpreter is needed"),
    "here": N_("is here now"),
    "away": N_("is away until %(about)s"),
    "back": N_("is next here on %(about)s"),
    "open": N_("has open questions: %(about)s"),
    "full": N_("has as many questions as she takes: %(about)s"),
    "unconfirmed": N_("has not confirmed her entry since %(about)s"),
    "never-confirmed": N_("has never confirmed her entry"),
    "chosen": N_("was chosen by a colleague"),
    "promise": N_("was brought in because the promised time had passed"),
}


def say(reason: Reason, speaker: Speaker, *, names: dict[str, str]) -> str:
    """The reason as a piece of a sentence. `names` gives the titles of topics and articles by slug."""
    kind, about = reason.kind, names.get(reason.about, reason.about)
    if kind in {"language", "only-speaks", "no-language"}:
        about = speaker.language_name(reason.about)
    elif kind == "away":
        about = speaker.day(date.fromisoformat(reason.about))
    elif kind == "back":
        about = speaker.weekday(datetime.fromisoformat(reason.about))
    elif kind == "unconfirmed":
        kind = kind if reason.about else "never-confirmed"
        about = speaker.day(date.fromisoformat(reason.about)) if reason.about else ""
    elif kind == "detail":
        name, _, value = reason.about.partition("=")
        kind = name if name in SENTENCES else kind
        about = speaker.country_name(value) if name == "issuing_country" else value
    return speaker.say(SENTENCES[kind], about=about)
