"""What a completed spot check of a worker comes to (contract.md, "outcome" of a spot check)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from audits.rules.answers import Value
from audits.rules.scoring import AuditScore
from qa.rules.london import LONDON


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMade:
    worker: str
    checked_at: datetime
    announced: bool
    during_support: bool
    on_shift_with_worker: bool
    outcome: str


def outcome(score: AuditScore, ended_early: bool) -> str:
    """``aborted`` when it was ended early; ``concern`` when something critical failed;
    ``coaching_needed`` when something is to be put right; else ``good``."""
    if ended_early:
        return "aborted"
    if score.critical_failed:
        return "concern"
    return "coaching_needed" if score.shortfalls else "good"


def check_made(
    fields: Mapping[str, Value], visit_on: date, score: AuditScore, ended_early: bool
) -> CheckMade | None:
    """The check that the head of a T14 audit describes, or None while worker or start is blank."""
    worker = fields.get("header.worker", {}).get("worker")
    started = fields.get("header.started_at", {}).get("at")
    if not isinstance(worker, str) or not isinstance(started, str):
        return None
    at = datetime.combine(visit_on, time.fromisoformat(started), LONDON)
    return CheckMade(
        worker=worker,
        checked_at=at.astimezone(UTC),
        announced=not _yes(fields, "header.unannounced"),
        during_support=_yes(fields, "header.support_in_progress"),
        on_shift_with_worker=_yes(fields, "header.on_shift"),
        outcome=outcome(score, ended_early),
    )


def _yes(fields: Mapping[str, Value], key: str) -> bool:
    return fields.get(key, {}).get("answer") == "yes"
