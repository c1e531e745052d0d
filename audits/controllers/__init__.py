"""The pages of audits, and audits as JSON."""

from audits.controllers import (
    api,
    finish,
    lists,
    overview,
    put_right,
    report,
    sections,
)

HANDLERS = [
    *lists.HANDLERS,
    *overview.HANDLERS,
    *sections.HANDLERS,
    *put_right.HANDLERS,
    *finish.HANDLERS,
    *report.HANDLERS,
    *api.HANDLERS,
]
