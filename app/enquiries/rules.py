"""Who may see a question, and what may happen to it. No database here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from app.core.analysis import guessed_language
from app.core.errors import N_, Conflict, Refused
from app.enquiries.models import Assignment, Author, Channel, Enquiry, Message, MessageKind, MessageState, Part
from app.enquiries.routing import Matter
from app.people.models import ResourcePerson, Role
from app.people.rules import Staff, may_see_all_enquiries

OF_THE_LETTERS = "da"


def language_of_answer(text: str, chosen: str, offered: Collection[str]) -> str:
    """The language that somebody is answered in who has `chosen` that of the page: the one she writes, where it is
    surely another that is `offered`. Danish is never taken for hers: newcomers quote the letters they get."""
    written = guessed_language(text)
    return written if written and written in offered and written != OF_THE_LETTERS else chosen


def must_be_open(enquiry: Enquiry) -> None:
    """Raises Conflict when the enquiry is closed."""
    if enquiry.closed_at is not None:
        raise Conflict(N_("This question is closed."))


def is_same_asker(one: Enquiry, other: Enquiry) -> bool:
    """Whether two enquiries are surely of one person: the same e-mail address (the key that opens both goes there), or
    staff took one down without an address and knows who it was, unless two telephone numbers differ; one number
    counts, too, unless the addresses differ (families share one). What is written on the web, anybody can write."""
    if one.email and other.email:
        return one.email.lower() == other.email.lower()  # casefold would take ß for ss, another domain
    if Channel.WEB == one.channel == other.channel:
        return False
    numbers = {number for each in (one, other) if len(number := dialled(each.phone)) >= SHORTEST_NUMBER}
    if len(numbers) == 2:
        return False
    if numbers and dialled(one.phone) == dialled(other.phone):
        return True
    return any(each.channel != Channel.WEB and not each.email for each in (one, other))


SHORTEST_NUMBER, DANISH_NUMBER = 6, 8  # digits


def dialled(telephone: str) -> str:
    """The digits of the number, without what people put between, and without Denmark's own prefix."""
    digits = "".join(sign for sign in telephone if sign.isdigit())
    if len(digits) > DANISH_NUMBER:
        digits = digits.removeprefix("00")
    return digits.removeprefix("45") if len(digits) == len("45") + DANISH_NUMBER else digits


def needs_new_key(one: Enquiry, other: Enquiry) -> bool:
    """Whether somebody who asked on the web would open with her key what belongs to an address: see `RetiredKey`."""
    return any(web.channel == Channel.WEB and bool(known.email) for web, known in ((one, other), (other, one)))


def must_fit_together(one: Enquiry, other: Enquiry) -> None:
    """Raises Conflict when two enquiries can't become one: one is closed, they are not of one asker, or asked in two
    languages (whoever answers the one might not have the language of the other)."""
    must_be_open(one)
    must_be_open(other)
    if one.municipality_id != other.municipality_id or not is_same_asker(one, other):
        raise Conflict(
            N_("These two questions are not of the same asker. Put together, one would read the other's answers.")
        )
    if one.language != other.language:
        raise Conflict(N_("These two questions were asked in different languages. Please answer each by itself."))


def must_be_settled(messages: Iterable[Message], now: datetime) -> None:
    """Raises Conflict while something was sent a moment ago that can still be taken back."""
    if not all(is_shown(each, now) for each in messages):
        raise Conflict(
            N_("An answer was sent a moment ago and can still be taken back. Please try again in a few seconds.")
        )


def must_not_have_moved(enquiry: Enquiry, found: int | None, *, number: int, part: int | None) -> None:
    """Raises Conflict when what was asked for, by its number and part, was put together with something else since the
    page was opened: `enquiry` is what it led to, and `found` its part."""
    if enquiry.id != number or (part is not None and found != part):
        raise Conflict(
            N_(
                "Question %(number)s was put together with another one meanwhile. Please read it first; "
                "what you wrote is still here."
            ),
            number=number,
        )


def is_spoken(enquiry: Enquiry) -> bool:
    """Whether who asked is answered by word of mouth, on the telephone or at the counter; else in writing."""
    return enquiry.channel in {Channel.TELEPHONE, Channel.COUNTER}


def matter_of_part(
    enquiry: Enquiry,
    part: Part,
    *,
    topic: str,
    details: Mapping[str, Collection[str]],
    earlier: Collection[int],
) -> Matter:
    """What routing is told of a part of this topic (a slug, or empty), with its narrower details and who has answered
    the asker before. It is about what was found when it was asked; one from before that was kept, about its topic."""
    return Matter(
        topics=part.topics or ({topic: 1.0} if topic else {}),
        articles=part.articles,
        language=enquiry.language,
        details=details,
        earlier=earlier,
        urgent=enquiry.urgent,
        spoken=is_spoken(enquiry),
    )


def is_answer(message: Message) -> bool:
    """Whether staff answered with it, however far it has come; a note or a question back is no answer."""
    return message.author == Author.STAFF and message.kind == MessageKind.REPLY and not message.asks_back


def is_sent(message: Message) -> bool:
    """Whether it is the asker's to read: no note, and it waits for nobody."""
    return message.kind == MessageKind.REPLY and message.state == MessageState.SENT


def is_shown(message: Message, now: datetime | None) -> bool:
    """Whether a message can no longer be taken back."""
    return now is None or message.visible_from is None or message.visible_from <= now


def can_be_taken_back(messages: Iterable[Message], *, part: int | None, by: Staff, now: datetime) -> Message | None:
    """What somebody has written last about a part, or interpreted, while nobody can read it: it was sent a moment ago,
    or waits for its interpreter or for the other parts."""
    hers = (
        each
        for each in messages
        if each.part_id == part and (each.account_id == by.account_id or each.interpreter_id in by.persons)
    )
    free = (each for each in hers if not is_shown(each, now) or each.state != MessageState.SENT)
    return max(free, key=lambda each: each.id or 0, default=None)


def part_unread(messages: Iterable[Message], now: datetime | None) -> int | None:
    """The part about which something was sent last that can still be taken back: with it the others were sent that were
    ready before. None where there is no such thing, or she was answered about that part already."""
    last = max((each for each in messages if not is_shown(each, now)), key=lambda each: each.id or 0, default=None)
    return None if last is None or last.part_before.get("answered_at") else last.part_id


def must_have_been_seen(
    messages: Sequence[Message], seen: int | None, *, by: Staff, seen_before: int | None = None
) -> None:
    """Raises Conflict when somebody else has written since the last message that was seen, or another question was put
    together with this one: then there are more before it than were `seen_before`."""
    if seen is None:
        return
    before = [each for each in messages if (each.id or 0) <= seen]
    more = seen_before is not None and len(before) > seen_before
    if more or any((each.id or 0) > seen and each.account_id != by.account_id for each in messages):
        raise written_meanwhile()


def must_still_have(owner: ResourcePerson, assignment: Assignment, *, seen: int | None) -> None:
    """Raises Conflict when the part was given to its present owner since this assignment was seen (None: any)."""
    if seen not in (None, assignment.id):
        raise Conflict(N_("%(name)s has it meanwhile. Please look again."), name=owner.name)


def written_meanwhile() -> Conflict:
    """What whoever was slower is told."""
    return Conflict(N_("Somebody has written meanwhile. Please read it first; what you wrote is still here."))


def may_read(staff: Staff, enquiry: Enquiry, *, owners: Iterable[int], answered: bool) -> bool:
    """The front desk reads all of its town, a resource person what is or was hers, an editor what is answered."""
    if may_see_all_enquiries(staff, enquiry.municipality_id):
        return True
    if set(owners) & set(staff.persons):
        return True
    return answered and staff.may(enquiry.municipality_id, Role.EDITOR)


def may_answer(staff: Staff, enquiry: Enquiry, *, owners: Collection[int | None]) -> bool:
    """Who has the part now, her interpreter, or the front desk in their place."""
    return bool(set(owners) & set(staff.persons)) or may_see_all_enquiries(staff, enquiry.municipality_id)


def has_handed_over(assignment: Assignment, *, by: Staff, to: int | None, why: str) -> bool:
    """Whether somebody has just given a part to this person with these words: asked twice, it is done once."""
    return (assignment.given_by, assignment.person_id, assignment.why) == (by.account_id, to, why)


def may_enter_by_letter(staff: Staff) -> bool:
    """Whether a key in a letter signs her in: a resource person, and nothing else anywhere.

    What other roles may do is too much for a key that can be read in a mailbox.
    """
    return bool(staff.persons) and {role for role, _ in staff.grants} == {Role.RESOURCE_PERSON}


def must_be_hers(
    staff: Staff,
    enquiry: Enquiry,
    *,
    owner: ResourcePerson,
    interpreter: ResourcePerson | None = None,
    editors_too: bool = False,
) -> None:
    """Raises Refused for those who may read the question but not act on it."""
    edits = editors_too and staff.may_edit(enquiry.municipality_id)
    owners = (owner.id, interpreter.id if interpreter else None)
    if not edits and not may_answer(staff, enquiry, owners=owners):
        raise Refused(N_("%(name)s has this question. Only %(name)s and the front desk can do this."), name=owner.name)


def must_be_kept(enquiry: Enquiry, *, replied: bool) -> bool:
    """Whether the texts of a withdrawn enquiry stay until their time is over: guidance was given on them, or they
    belong to a case (duty to keep records: offentlighedsloven § 13, arkivloven § 8)."""
    return replied or bool(enquiry.case_reference)


def is_over(enquiry: Enquiry, *, answered_at: datetime | None, keep_days: int, today: date) -> bool:
    """Whether an ended enquiry's personal data has been kept as long as the municipality set.

    An answered one that nobody closed ended with the answer, or it would be kept for ever.
    """
    ended_at = enquiry.closed_at or answered_at
    return ended_at is not None and (today - ended_at.date()).days >= keep_days
