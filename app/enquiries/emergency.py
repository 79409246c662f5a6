"""What whoever tells of danger reads first, wherever she wrote it: whom to call, with the numbers in front.

The same sentences for every danger, so that a receipt that somebody else reads does not tell what was written: what is
answered day and night comes first, the doctors of the five regions last.
"""

from app.core.errors import N_
from app.core.i18n import Speaker

SENTENCES: tuple[str, ...] = (
    N_(
        "112: Call now if somebody is in danger, badly hurt or seriously ill. The call is free of charge. "
        "Do not wait for our answer."
    ),
    N_(
        "1888: Lev Uden Vold, advice day and night about violence at home. "
        "116 111: BørneTelefonen, for children and young people."
    ),
    N_("70 201 201: The helpline Livslinien, when life feels too hard to bear."),
    N_(
        "1813 (Capital Region), 1818 (Zealand), 70 11 07 07 (Southern Denmark), 70 11 31 31 (Central Denmark) "
        "or 70 15 03 00 (North Denmark): the doctor on call, when it is urgent and your own doctor is closed."
    ),
)


def whom_to_call(speaker: Speaker) -> list[str]:
    """The sentences in the reader's language."""
    return [speaker.say(sentence) for sentence in SENTENCES]
