"""What is true of countries. No database here."""

NORDIC = frozenset({"DK", "FI", "IS", "NO", "SE", "AX", "FO", "GL", "SJ"})
# EU, EEA and Switzerland without the Nordic ones
_EU = "AT BE BG CH CY CZ DE EE ES FR GR HR HU IE IT LI LT LU LV MT NL PL PT RO SI SK"
EU_EEA_SWISS = frozenset(_EU.split())


def audience_from(country: str) -> str:
    """The audience that a citizen of this country (ISO 3166-1 alpha-2) belongs to; none for no country."""
    code = country.upper()
    if not code:
        return ""
    return "nordic" if code in NORDIC else "eu" if code in EU_EEA_SWISS else "third"
