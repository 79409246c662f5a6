"""What may come in about enquiries. Numbers that must never be kept are taken out here, before all else."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.core import personal_data
from app.core.drafts import Draft
from app.core.errors import N_, Invalid
from app.enquiries.models import AskingAs, Channel, Outcome

LONGEST_TEXT = 8000
LONGEST_LINE = 200
MOST_DETAILS = 20


def _readable(value: Any) -> Any:
    """Text without control characters and lone surrogates: nobody types them, and PostgreSQL refuses NUL."""
    if not isinstance(value, str):
        return value
    kept = (
        sign
        for sign in value.replace("\r\n", "\n")
        if sign in "\n\t" or (ord(sign) >= 32 and not 0xD800 <= ord(sign) < 0xE000)
    )
    return "".join(kept).strip()


def _one_line(value: Any) -> Any:
    return " ".join(_readable(value).split()) if isinstance(value, str) else value


def _email(value: str) -> str:
    local, _, domain = value.partition("@")
    if value and not (local and "." in domain.strip(".") and "@" not in domain and " " not in value):
        raise Invalid(N_("This is not an e-mail address. It looks like name@example.org."), field="email")
    return value


def _country(value: str) -> str:
    if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise Invalid(N_("Please give the country as two letters, such as DE."), field="country")
    return value.upper()


Line = Annotated[str, Field(max_length=LONGEST_LINE), BeforeValidator(_one_line)]
Text = Annotated[str, Field(min_length=3, max_length=LONGEST_TEXT), BeforeValidator(_readable)]
Audience = Literal["", "nordic", "eu", "third", "commuter"]


class MaskedDraft(Draft):
    """Takes CPR, passport and bank numbers out of every text; `removed` says which kinds there were.

    What is too long for its field is not searched for them (four million signs take 13 seconds): it is refused.
    """

    removed: list[str] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _keep_no_numbers(cls, fields: Any) -> Any:
        removed: set[str] = set()

        def masked(text: str, longest: int) -> str:
            if len(text) > longest:
                return text
            kept = personal_data.keep(text)
            removed.update(kept.removed)
            return kept.text

        def clean(value: Any, *, is_text: bool = False) -> Any:
            if isinstance(value, str):
                return masked(_readable(value), LONGEST_TEXT) if is_text else masked(_one_line(value), LONGEST_LINE)
            if isinstance(value, dict) and len(value) <= MOST_DETAILS:
                return {clean(key): clean(item) if isinstance(item, str) else item for key, item in value.items()}
            return value

        if not isinstance(fields, dict):
            return fields
        ours = {name: value for name, value in fields.items() if name in cls.model_fields}
        kept = {name: clean(value, is_text=name == "text") for name, value in ours.items()}
        return {**kept, "removed": sorted(removed)}


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


class HandOverDraft(MaskedDraft):
    """`to` is the resource person's name in addresses (her slug)."""

    to: Annotated[Line, Field(min_length=1)]
    why: Line = ""


class ClosingDraft(MaskedDraft):
    """An outcome: to whom it was referred, or the case it belongs to now."""

    outcome: Outcome
    referred_to: Line = ""
    case_reference: Line = ""

    @model_validator(mode="after")
    def _say_where(self) -> "ClosingDraft":
        if self.outcome == Outcome.REFERRED and not self.referred_to:
            raise Invalid(N_("Please say which authority the question belongs to."), field="referred_to")
        if self.outcome == Outcome.CASE and not self.case_reference:
            raise Invalid(N_("Please give the case's reference."), field="case_reference")
        return self
