"""How much an improvement matters, and how soon it is due."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """From the least to the most serious; compare by `rank`, never by the word."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return list(Severity).index(self)


SEVERITY_WORDS: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.LOW: "low",
        Severity.MEDIUM: "medium",
        Severity.HIGH: "high",
        Severity.CRITICAL: "critical",
    }
)

# Recommended in audit_templates.md, Conventions, "Default due dates".
DEFAULT_DAYS: Mapping[Severity, int] = MappingProxyType(
    {Severity.CRITICAL: 7, Severity.HIGH: 14, Severity.MEDIUM: 42, Severity.LOW: 90}
)

# What somebody from outside the service must check (rules.md A39).
HIGH_OR_CRITICAL = frozenset({Severity.HIGH, Severity.CRITICAL})


def highest(severities: Iterable[Severity]) -> Severity:
    """The most serious of several; raises ValueError when there are none."""
    return max(severities, key=lambda severity: severity.rank)
