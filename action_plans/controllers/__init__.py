"""Pages and JSON of action plans."""

from action_plans.controllers import (
    actions,
    answering,
    api,
    checks,
    files,
    findings,
    joining,
    overview,
    plans,
    recording,
    reports,
    requests,
)

HANDLERS = [
    *actions.HANDLERS,
    *answering.HANDLERS,
    *api.HANDLERS,
    *checks.HANDLERS,
    *files.HANDLERS,
    *findings.HANDLERS,
    *joining.HANDLERS,
    *overview.HANDLERS,
    *plans.HANDLERS,
    *recording.HANDLERS,
    *reports.HANDLERS,
    *requests.HANDLERS,
]
