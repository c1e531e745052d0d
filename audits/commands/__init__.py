"""Every change of an audit: one function for each thing that somebody does."""

from audits.commands.answering import save_answer
from audits.commands.completing import complete_audit
from audits.commands.definitions import publish_all
from audits.commands.drafts import raise_critical_now, save_draft
from audits.commands.evidence import add_photo, add_pointer, take_back_evidence
from audits.commands.opening import end_early, open_audit
from audits.commands.telling import record_told, tell_when_run_out

__all__ = [
    "add_photo",
    "add_pointer",
    "complete_audit",
    "end_early",
    "open_audit",
    "publish_all",
    "raise_critical_now",
    "record_told",
    "save_answer",
    "save_draft",
    "take_back_evidence",
    "tell_when_run_out",
]
