"""What we write to resource people about their entries."""

from app.core import addresses
from app.core.errors import N_
from app.core.i18n import Speaker
from app.core.settings import settings
from app.mail.writing import Writing
from app.people.models import Municipality, ResourcePerson
from app.people.rules import in_language


def confirm_entry(person: ResourcePerson, municipality: Municipality, speaker: Speaker) -> Writing:
    """To a resource person whose entry nobody has confirmed for long: is it still right?"""
    since = (
        speaker.say(N_("Your entry was last confirmed on %(day)s."), day=speaker.day(person.confirmed_on))
        if person.confirmed_on
        else speaker.say(N_("Your entry has never been confirmed."))
    )
    return Writing(
        subject=speaker.say(N_("Is your entry still right?")),
        sentences=(
            speaker.say(N_("Questions reach you by what stands in your entry under “Who knows what”.")),
            since,
            speaker.say(
                N_(
                    "Please look at it. If everything is right, one button says so; otherwise change what has changed. "
                    "Until then questions go rather to colleagues whose entries are confirmed."
                )
            ),
        ),
        link_text=speaker.say(N_("Look at your entry")),
        link=settings().public_url + addresses.desk_person(municipality.slug, person.slug),
        sender=in_language(municipality.names, speaker.language),
    )
