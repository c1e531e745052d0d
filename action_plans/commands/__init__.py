"""Every change of a plan: one function for each thing that somebody does."""

from action_plans.commands.checks import (
    check_action,
    check_at_next_visit,
    mark_done,
    reopen,
    take_back,
)
from action_plans.commands.closing import move_or_end_actions
from action_plans.commands.findings import lift_embargo, raise_finding, say_it_came_back
from action_plans.commands.joining import join_finding, unjoin_finding
from action_plans.commands.merging import merge_action
from action_plans.commands.outside_reports import (
    mark_accuracy_checked,
    mark_published,
    mark_sent_on,
    say_no_action,
)
from action_plans.commands.owners import name_owner, release_owner
from action_plans.commands.plans import ensure_plan
from action_plans.commands.progress import (
    add_proof,
    add_step,
    record_progress,
    tick_step,
    untick_step,
)
from action_plans.commands.proving import prove
from action_plans.commands.reading import log_reading
from action_plans.commands.reports import record_report
from action_plans.commands.requests import (
    ask_for_time,
    decide_other_body,
    decide_time,
    decide_we_cannot,
    say_other_body,
    say_we_cannot,
)
from action_plans.commands.severity import set_severity
from action_plans.commands.starting import agree_action, start_action

__all__ = [
    "add_proof",
    "add_step",
    "agree_action",
    "ask_for_time",
    "check_action",
    "check_at_next_visit",
    "decide_other_body",
    "decide_time",
    "decide_we_cannot",
    "ensure_plan",
    "join_finding",
    "lift_embargo",
    "log_reading",
    "mark_accuracy_checked",
    "mark_done",
    "mark_published",
    "mark_sent_on",
    "merge_action",
    "move_or_end_actions",
    "name_owner",
    "prove",
    "raise_finding",
    "record_progress",
    "record_report",
    "release_owner",
    "reopen",
    "say_it_came_back",
    "say_no_action",
    "say_other_body",
    "say_we_cannot",
    "set_severity",
    "start_action",
    "take_back",
    "tick_step",
    "unjoin_finding",
    "untick_step",
]
