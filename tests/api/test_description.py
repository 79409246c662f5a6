"""The OpenAPI description is true: whatever a program makes of it, the API answers as described."""

import schemathesis
from hypothesis import HealthCheck, settings

def test_it(house):
    pass
