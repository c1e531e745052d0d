"""Every read of plans: scoped to a viewer, with only what they may know."""

from action_plans.queries.checks import my_checks
from action_plans.queries.details import ActionDetail, action
from action_plans.queries.findings import (
    FindingFilters,
    finding,
    findings_list,
    unanswered_first,
)
from action_plans.queries.late import (
    late_actions,
    late_counts_by_region,
    late_counts_by_service,
)
from action_plans.queries.plan import (
    GROUPS,
    own_plan,
    own_plan_counts,
    own_services,
    plan,
    plan_read,
)
from action_plans.queries.similar import similar_actions
from action_plans.queries.standing import may_read_file, may_see_action, standing
from action_plans.queries.worklists import (
    left_at_closed_services,
    my_actions,
    possible_owners,
    requests_waiting,
    unowned_actions,
    waiting_counts,
)

__all__ = [
    "GROUPS",
    "ActionDetail",
    "FindingFilters",
    "action",
    "finding",
    "findings_list",
    "late_actions",
    "late_counts_by_region",
    "late_counts_by_service",
    "left_at_closed_services",
    "may_read_file",
    "may_see_action",
    "my_actions",
    "my_checks",
    "own_plan",
    "own_plan_counts",
    "own_services",
    "plan",
    "plan_read",
    "possible_owners",
    "requests_waiting",
    "similar_actions",
    "standing",
    "unanswered_first",
    "unowned_actions",
    "waiting_counts",
]
