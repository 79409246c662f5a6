"""The OpenAPI description is true: whatever a program makes of it, the API answers as described."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.openapi.checks import AllowHeaderMismatch  # noqa: F401

from app.people.models import Role
from tests.api.conftest import OpenHouse, opened

EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
