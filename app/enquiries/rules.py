"""Who may see a question, and what may happen to it. No database here."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from app.core.errors import N_, Conflict, Refused
from app.enquiries.models import Enquiry, Message
from app.people.models import ResourcePerson, Role
from app.people.rules import Staff, may_see_all_enquiries


def must_be_open(enquiry: Enquiry) -> None:
    """Raises Conflict when the enquiry is closed."""
    if enquiry.closed_at is not None:
        raise Conflict(N_("This question is closed."))


def must_have_been_seen(messages: Iterable[Message], seen: int | None, *, by: Staff) -> None:
    """Raises Conflict when somebody else has written since the last message that was seen."""
    if seen is not None and any((each.id or 0) > seen and each.account_id != by.account_id for each in messages):
        raise Conflict(N_("Somebody has written meanwhile. Please read it first; what you wrote is still here."))


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
