"""The sentences behind the kinds of reasons that routing stores."""

from datetime import date, datetime

from app.core.errors import N_
from app.core.i18n import Speaker
from app.enquiries.rules import Reason

SENTENCES = {
    "article": N_("knows the article “%(about)s”"),
    "topic": N_("knows the topic %(about)s"),
    "front-desk": N_("takes questions that nobody else covers"),
    "language": N_("speaks %(about)s"),
    "no-language": N_("does not speak %(about)s: an interpreter is needed"),
    "here": N_("is here now"),
    "away": N_("is away until %(about)s"),
    "back": N_("is next here on %(about)s"),
    "open": N_("has open questions: %(about)s"),
    "chosen": N_("was chosen by a colleague"),
}


def say(reason: Reason, speaker: Speaker, *, names: dict[str, str]) -> str:
    """The reason as a piece of a sentence. `names` gives the titles of topics and articles by slug."""
    about = names.get(reason.about, reason.about)
    if reason.kind in {"language", "no-language"}:
        about = speaker.language_name(reason.about)
    elif reason.kind == "away":
        about = speaker.day(date.fromisoformat(reason.about))
    elif reason.kind == "back":
        about = speaker.weekday(datetime.fromisoformat(reason.about))
    return speaker.say(SENTENCES[reason.kind], about=about)
