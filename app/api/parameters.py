"""The parameters that calls share, as they are declared in the OpenAPI description."""

from typing import Annotated, Literal

from fastapi import Header, Path, Query

LARGEST_NUMBER = 2**31 - 1  # what a database's integer holds

Lang = Annotated[str, Query(description="the reader's language (BCP 47), never a filter; else Accept-Language counts")]
MunicipalityParameter = Annotated[str, Query(description="the reader's municipality; the first one when not given")]
AudienceParameter = Annotated[
    Literal["", "nordic", "eu", "third", "commuter"], Query(description="where the reader comes from")
]
Country = Annotated[
    str,
    Query(
        pattern="^([A-Za-z]{2})?$",
        description="the country she comes from (ISO 3166-1 alpha-2), instead of an audience",
    ),
]
Words = Annotated[str, Query(description="the question in the reader's own words; the first 2,000 characters count")]
Typed = Annotated[
    str, Query(description="what is in the box so far; nothing is suggested for one letter, or for more than 80")
]
Limit = Annotated[int, Query(ge=1, le=50)]
Slug = Annotated[str, Path(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Key = Annotated[str, Path(pattern="^[a-z0-9]+$", max_length=64, description="the asker's secret")]
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
Place = Annotated[str, Path(description="the municipality")]
# Two headers stand in the descriptions of the calls, not among their parameters: a program that makes up values for
# them as for parameters would be refused, rightly (RFC 9110, 13.1.1; draft-ietf-httpapi-idempotency-key-header).
IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=200, include_in_schema=False)]
