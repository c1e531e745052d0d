"""What is to be put right: the list, and one of them with what happens about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from action_plans.pages.rows import ActionRow
from action_plans.rules.severities import DEFAULT_DAYS, SEVERITY_WORDS, Severity
from audits.forms.drafts import JOIN, LATER, NEW, NONE
from audits.pages.questions import EvidenceView, LastTime
from audits.pages.section import evidence_of, last_time_view
from audits.pages.top import Standing, Top, address, numbers, question_address
from audits.pages.words import answer_words
from audits.queries.audits import DraftRow
from audits.queries.last_time import FailedQuestion
from audits.rules.definitions import Question
from qa.framework_files import Framework, Item
from qa.pages.shapes import Option
from qa.roles import WORDS, Role
from qa.words import plural


@dataclass(frozen=True, slots=True)
class Shortfall:
    href: str
    number: int
    text: str
    answer: str
    critical: bool
    state: str
    settled: bool
    take_out: bool


@dataclass(frozen=True, slots=True)
class PutRightPage:
    top: Top
    rows: tuple[Shortfall, ...]
    others: tuple[Option, ...]
    title: str = "To put right"


@dataclass(frozen=True, slots=True)
class OnePage:
    """``values`` is what stands in the fields; ``names`` what looks like a name in them."""

    title: str
    top: Top
    action: str
    question: str
    question_href: str
    answer: str
    note: str
    critical: bool
    raised: bool
    evidence: tuple[EvidenceView, ...]
    last_time: LastTime | None
    values: Mapping[str, str]
    severities: tuple[Option, ...]
    items: tuple[Option, ...]
    offered: tuple[tuple[str, ActionRow], ...]
    owners: tuple[Option, ...]
    then: str
    may_go_in_now: bool
    names: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


def put_right_page(standing: Standing) -> PutRightPage:
    """Every shortfall, and every finding that was worded, in the order asked."""
    view, score = standing.view, standing.score
    number = numbers(view.head)
    shortfalls, failed = frozenset(score.shortfalls), frozenset(score.critical_failed)
    rows, others = [], []
    for question in view.work.questions:
        key, draft = question.key, view.drafts.get(question.key)
        href = f"{address(view.head)}/put-right/{key}"
        worded = draft is not None and (draft.text or draft.none_because or draft.finding_id)
        if key not in shortfalls and not worded:
            if not question.scored:
                others.append((href, f"Question {number[key]}: {question.text}"))
            continue
        rows.append(
            Shortfall(
                href=href,
                number=number[key],
                text=question.text,
                answer=answer_words(question, view.answers.get(key, {})),
                critical=key in failed,
                state=_state(draft, key in failed),
                settled=_is_settled(draft, key in failed),
                take_out=key not in shortfalls
                and question.scored
                and draft is not None
                and draft.finding_id is None,
            )
        )
    return PutRightPage(top=standing.top, rows=tuple(rows), others=tuple(others))


def values_in(standing: Standing, key: str, typed: Mapping[str, str]) -> dict[str, str] | None:
    """What stands in the fields about this question; None when the audit has no such."""
    question = _question(standing, key)
    return None if question is None else {**prefilled(standing, question), **typed}


def question_text(standing: Standing, key: str) -> str:
    question = _question(standing, key)
    return question.text if question else ""


def one_page(
    standing: Standing,
    key: str,
    values: Mapping[str, str],
    framework: Framework | None,
    offered: Sequence[tuple[str, ActionRow]],
    owners: Sequence[Mapping[str, object]],
    failed_before: FailedQuestion | None,
    *,
    names: str = "",
    faults: Mapping[str, str] | None = None,
) -> OnePage:
    """One of them, with ``values`` in its fields (``values_in``).

    Raises KeyError for a key that the audit does not ask.
    """
    view, question = standing.view, _question(standing, key)
    if question is None:
        raise KeyError(key)
    draft = view.drafts.get(key)
    critical = key in standing.score.critical_failed
    return OnePage(
        title=f"To put right: question {numbers(view.head)[key]}",
        top=standing.top,
        action=f"{address(view.head)}/put-right/{key}",
        question=question.text,
        question_href=question_address(view.head, key),
        answer=answer_words(question, view.answers.get(key, {})),
        note=_note(standing, key),
        critical=critical,
        raised=draft is not None and draft.finding_id is not None,
        evidence=evidence_of(view, key),
        last_time=last_time_view(question, failed_before),
        values=values,
        severities=tuple(
            (severity.value, f"{SEVERITY_WORDS[severity].capitalize()} (within {days} days)")
            for severity, days in DEFAULT_DAYS.items()
        ),
        items=_items(question, framework),
        offered=tuple((f"{JOIN}{id_}", row) for id_, row in offered),
        owners=(("", "Choose a person"), *(_owner(one) for one in owners)),
        then=values.get("then", ""),
        may_go_in_now=critical or values.get("severity") == Severity.CRITICAL,
        names=names,
        faults=faults or {},
    )


def prefilled(standing: Standing, question: Question) -> dict[str, str]:
    """What stands in the fields before anything is typed: the draft, else the note and what
    the definition suggests; a failed critical question is critical."""
    view, key = standing.view, question.key
    draft = view.drafts.get(key)
    failed = key in standing.score.critical_failed
    values = {
        "text": _note(standing, key),
        "suggested_action": question.suggest,
        "severity": Severity.CRITICAL.value if failed else question.severity,
        "framework_item": question.items[0] if question.items else "",
        "new.title": question.suggest,
    }
    return values if draft is None else {**values, **_drafted(draft)}


def _question(standing: Standing, key: str) -> Question | None:
    return next((one for one in standing.view.work.questions if one.key == key), None)


def _drafted(draft: DraftRow) -> dict[str, str]:
    kept = {
        "text": draft.text,
        "suggested_action": draft.suggested_action,
        "severity": draft.severity,
        "framework_item": draft.framework_item,
        "none_because": draft.none_because,
    }
    then = LATER if draft.text else ""
    if draft.none_because:
        then = NONE
    if draft.join_action_id is not None:
        then = f"{JOIN}{draft.join_action_id}"
    if (action := draft.new_action) is not None:
        then = NEW
        kept |= {
            "new.title": action.title,
            "new.owner": str(action.owner_id or ""),
            "new.owner_name": action.owner_name,
            "new.first_due_on": action.first_due_on.isoformat() if action.first_due_on else "",
            "new.difference": action.difference,
            "new.how_known": action.how_known,
            "new.steps": "\n".join(action.steps),
            "new.help_needed": action.help_needed,
        }
    return {name: words for name, words in {**kept, "then": then}.items() if words}


def _state(draft: DraftRow | None, critical: bool) -> str:
    if draft is None or not (draft.text or draft.none_because or draft.finding_id):
        return "Still to be worded"
    if draft.finding_id is not None:
        return "In the action plan already"
    if draft.none_because:
        return f"No finding needed, because: {draft.none_because}"
    if draft.join_action_id is not None:
        return "Worded, joins an action that is open"
    if draft.new_action is not None:
        steps = len(draft.new_action.steps)
        more = f" with {plural(steps, 'step')}" if steps else ""
        return f"Worded, starts an action{more}: {draft.new_action.title}"
    return "Worded, still without an action" if critical else "Worded, action to be agreed later"


def _is_settled(draft: DraftRow | None, critical: bool) -> bool:
    if draft is None:
        return False
    facts = draft.facts
    if facts.raised:
        return True
    if critical:
        return bool(facts.text) and facts.has_action and facts.severity == Severity.CRITICAL
    return bool(facts.text or facts.none_because)


def _note(standing: Standing, key: str) -> str:
    return str(standing.view.asides.get((key, "note"), {}).get("text", ""))


def _items(question: Question, framework: Framework | None) -> tuple[Option, ...]:
    """The question's own items first, then all others of the definition's framework."""
    items: Sequence[Item] = framework.items if framework else ()
    titles = {item.code: f"{item.code} {item.title}" for item in items}
    codes = dict.fromkeys((*question.items, *titles))
    return (("", "None"), *((code, titles.get(code, code)) for code in codes))


def _owner(one: Mapping[str, object]) -> Option:
    roles = one["roles"]
    words = ", ".join(WORDS[Role(role)] for role in roles) if isinstance(roles, list) else ""
    return str(one["id"]), f"{one['name']} ({words})" if words else str(one["name"])
