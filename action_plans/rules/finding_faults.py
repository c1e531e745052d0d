"""What is wrong with a finding as somebody wrote it down."""

from datetime import date

from action_plans.rules.severities import Severity
from action_plans.rules.sources import Naming, Source


def faults_of(
    *,
    source: str,
    text: str,
    severity: str,
    naming: str | None,
    raised_on: date,
    today: date,
) -> list[tuple[str, str]]:
    """Every fault at once, as (field, words)."""
    faults = []
    if source not in set(Source):
        faults.append(("source", "Choose where this comes from."))
    if not text.strip():
        faults.append(("text", "Write down what was found, in the finder's own words."))
    if severity not in set(Severity):
        faults.append(("severity", "Choose how serious it is."))
    if naming is not None and naming not in set(Naming):
        faults.append(("naming", "Choose how we may use what was said."))
    if raised_on > today:
        faults.append(("raised_on", "The date is in the future."))
    return faults
