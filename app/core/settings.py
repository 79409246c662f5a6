"""Every setting of the program: environment variables INDGANG_… or a .env file.

A bad value stops the program at the start with the setting's name in the message.
"""

import secrets
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingError(Exception):
    """A setting can't be used; the message names it and says why."""


class Demo(StrEnum):
    OFF = "off"
    ON = "on"
    PUBLIC = "public"


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


class Settings(BaseSettings):
    """The settings with their defaults. `description` is what `indgang settings` prints."""

    model_config = SettingsConfigDict(env_prefix="INDGANG_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    data: Path = Field(Path("var"), description="folder for the database, the search index and the secret key")
    database_url: str = Field(
        "", description="empty: SQLite in the data folder; or postgresql+psycopg://user:password@host/name"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000", description="the address readers use; stands in mails and canonical links"
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="signs forms; made and kept in the data folder when unset; the same on every replica"
    )
    mail_url: SecretStr = Field(
        SecretStr(""),
        description="smtp+starttls://user:password@host:587?from=…, smtps://…, smtp://127.0.0.1:25, folder:PATH; "
        "unset: letters wait in the outbox",
    )
    worker: Switch = Field(Switch.ON, description="on: serve starts one worker process beside its web processes")
    learning: Switch = Field(
        Switch.ON, description="on: what is searched in vain and opened after a search is counted, without persons"
    )
    letter_links: Switch = Field(
        Switch.ON,
        description="on: a letter to somebody who is a resource person and nothing else opens its one question, once, "
        "without a password; off: she signs in",
    )
    undo_seconds: int = Field(
        default=15, ge=0, le=60, description="for how long a reply can be taken back before the asker can read it"
    )
    answer_from: float | None = Field(
        None, ge=0, le=1, description="how sure search must be (0 to 1) to show one answer; unset: as measured"
    )
    suggest_from: float | None = Field(
        None,
        ge=0,
        le=1,
        description="how sure it must be that any article answers to suggest some and not a person; unset: as measured",
    )
    rate_limit: str = Field(
        "60/minute",
        description="writing requests from one address: N/minute; off: attempts to sign in are not counted too",
    )
    trusted_proxies: str = Field(
        "", description="addresses of proxies whose X-Forwarded-For is believed, comma-separated"
    )
    log: str = Field("info", description="debug, info, warning or error")
    demo: Demo = Field(
        Demo.OFF, description="on: an empty database gets the demo municipalities; public: also beyond this machine"
    )

    @field_validator("database_url")
    @classmethod
    def _a_known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with postgresql+psycopg:// or sqlite:///")
        return value

    @field_validator("public_url")
    @classmethod
    def _a_web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("rate_limit")
    @classmethod
    def _off_or_a_rate(cls, value: str) -> str:
        number, _, unit = value.partition("/")
        if value != "off" and not (number.isdigit() and int(number) > 0 and unit == "minute"):
            raise ValueError("must be off or N/minute")
        return value

    @field_validator("log")
    @classmethod
    def _a_known_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("must be debug, info, warning or error")
        return value.lower()

    @property
    def database(self) -> str:
        """The database's address, SQLite in the data folder when none is set."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'indgang.sqlite'}"

    @property
    def index_folder(self) -> Path:
        return self.data / "index"

    def key(self) -> bytes:
        """The secret that signs forms; made on first use and kept, readable by the owner alone."""
        if self.secret_key.get_secret_value():
            return self.secret_key.get_secret_value().encode()
        file = self.data / "secret-key"
        if not file.exists():
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self.data / f"secret-key.{secrets.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            try:
                file.hardlink_to(draft)  # of two processes that start together, the first one's key stays
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_bytes()


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings()


def read_settings(**given: Any) -> Settings:
    """Settings from the environment, `given` before it. Raises SettingError with every fault in one sentence."""
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = [
            f"INDGANG_{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        raise SettingError("; ".join(faults)) from None
