"""What may come in about enquiries. Numbers that must never be kept are taken out here, before all else."""

import re
import unicodedata
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.core.drafts import Draft, MaskedDraft, one_line, readable
from app.core.errors import N_, Invalid
from app.enquiries.models import AskingAs, Channel, Outcome
from app.mail.message import Unwritable, mail_address

LONGEST_TEXT = MaskedDraft.longest_text
LONGEST_LINE = MaskedDraft.longest_line
MOST_DETAILS = 20


def _readable(value: Any) -> Any:
    return readable(value) if isinstance(value, str) else value


def _one_line(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _email(value: str) -> str:
    """An address that a letter can go to, as it is copied from a page or another letter."""
    address = "".join(sign for sign in value if unicodedata.category(sign) != "Cf").strip(" <>,;.")
    address = re.sub(r"^mailto:", "", address, flags=re.IGNORECASE)
    if not address:
        return ""
    try:
        domain = mail_address(address).domain
    except Unwritable:
        domain = ""
    if "." not in domain or re.search(r"[\s,;:<>]", address):
        raise Invalid(N_("This is not an e-mail address. It looks like name@example.org."), field="email")
    return address


def _country(value: str) -> str:
    if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise Invalid(N_("Please give the country as two letters, such as DE."), field="country")
    return value.upper()


Line = Annotated[str, Field(max_length=LONGEST_LINE), BeforeValidator(_one_line)]
Text = Annotated[str, Field(min_length=3, max_length=LONGEST_TEXT), BeforeValidator(_readable)]
Audience = Literal["", "nordic", "eu", "third", "commuter"]


class EnquiryDraft(MaskedDraft):
    """A question from outside. `lang` is the asker's language, `country` where she comes from (ISO 3166-1 alpha-2)."""

    text: Text
    lang: Line = ""
    municipality: Line = ""
    asking_as: AskingAs = AskingAs.SELF
    audience: Audience = ""
    country: Annotated[Line, AfterValidator(_country)] = ""
    details: dict[Line, Line] = Field(default_factory=dict, max_length=MOST_DETAILS)
    topic: Line = ""
    name: Line = ""
    email: Annotated[Line, AfterValidator(_email)] = ""
    phone: Line = ""


class LoggedDraft(EnquiryDraft):
    """A question that reached the desk by telephone, at the counter or by mail."""

    channel: Channel = Channel.TELEPHONE


class MessageDraft(MaskedDraft):
    """A reply, or what the asker writes back."""

    text: Text


class ReplyKind(StrEnum):
    """What is written about a question: an answer, a question back to the asker, or a note for colleagues."""

    ANSWER = "answer"
    QUESTION = "question"
    NOTE = "note"


class ReplyDraft(MessageDraft):
    """What a colleague writes; `in_askers_language` says that no interpreter needs to look at it."""

    kind: ReplyKind = ReplyKind.ANSWER
    in_askers_language: bool = False
    seen: int | None = None
    """The number of the last message that was there when she began to write."""
    seen_before: int | None = None
    """How many messages there were up to that one."""


class PartDraft(MaskedDraft):
    """A piece of a question that is to be a part of its own, and its topic."""

    texts = frozenset({"piece"})
    chosen = frozenset({"topic"})

    piece: Text
    topic: Annotated[Line, Field(min_length=1)]


class TopicDraft(Draft):
    """The topic that a part is really about."""

    chosen = frozenset({"topic"})

    topic: Annotated[Line, Field(min_length=1)]


class MergeDraft(Draft):
    """`number` is the other question that this one is put together with."""

    number: Annotated[int, Field(ge=1, lt=2**31)]


class HandOverDraft(MaskedDraft):
    """`to` is the resource person's name in addresses (her slug); `assignment` is the one that stood when the page was
    opened (None: any)."""

    chosen = frozenset({"to"})

    to: Annotated[Line, Field(min_length=1)]
    why: Line = ""
    assignment: int | None = None


class ClosingDraft(MaskedDraft):
    """An outcome: to whom it was referred, or the case it belongs to now."""

    chosen = frozenset({"outcome"})

    outcome: Outcome
    referred_to: Line = ""
    case_reference: Line = ""
    seen: int | None = None
    """The number of the last message that was there when the page was opened."""
    seen_before: int | None = None
    """How many messages there were up to that one."""

    @model_validator(mode="after")
    def _say_where(self) -> "ClosingDraft":
        if self.outcome == Outcome.REFERRED and not self.referred_to:
            raise Invalid(N_("Please say which authority the question belongs to."), field="referred_to")
        if self.outcome == Outcome.CASE and not self.case_reference:
            raise Invalid(N_("Please give the case's reference."), field="case_reference")
        return self
