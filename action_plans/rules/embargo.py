"""What was found is told in person first; until then the service does not read it."""

from datetime import UTC, datetime, timedelta

LONGEST = timedelta(hours=24)
# A draft of CQC's stays with the director and the quality team until somebody says that CQC
# has published it (glossary.md 7.2).
UNTIL_PUBLISHED = datetime(9999, 1, 1, tzinfo=UTC)


def embargo_ends_at(completed_at: datetime, told_at: datetime | None) -> datetime:
    """When the service may read what an audit found.

    When its manager was told in person, but not before the audit is complete and at
    most 24 hours after.
    """
    latest = completed_at + LONGEST
    return latest if told_at is None else min(max(told_at, completed_at), latest)


def visible_to_service(
    completed_at: datetime | None, told_at: datetime | None, critical: bool, now: datetime
) -> bool:
    """Whether the service may read a finding now; what is critical it may read at once."""
    if critical:
        return True
    return completed_at is not None and embargo_ends_at(completed_at, told_at) <= now
