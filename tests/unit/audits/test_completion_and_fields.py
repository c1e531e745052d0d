"""Fields at head and end, what stands beside an answer, and what a spot check comes to."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from audits.definition_files import load_all
from audits.permissions import HS_DEFINITIONS, Place, why_not_open
from audits.rules.asides import why_not_aside
from audits.rules.completion import DraftFacts, Work, faults, open_questions
from audits.rules.fields import field_of, required_fields, why_not_field
from audits.rules.progress import progress_of
from audits.rules.scoring import AuditScore
from audits.rules.spot_checks import check_made, outcome
from qa.roles import Role
from qa.viewer import Viewer

DEFINITIONS = {one.id: one for one in load_all()}
VISIT = date(2026, 7, 1)
PERFECT = AuditScore("100.00", 10, (), (), ())


@pytest.mark.parametrize(
    ("key", "value", "good"),
    [
        ("closing.staff_spoken_to", {"n": 0}, True),
        ("closing.staff_spoken_to", {"n": True}, False),
        ("closing.staff_spoken_to", {"n": "2"}, False),
        ("closing.time_in", {"at": "09:30"}, True),
        ("closing.time_in", {"at": "9:30"}, False),
        ("closing.good", {"text": "Much."}, True),
        ("closing.good", {"text": " "}, False),
        ("closing.good", {"n": 1}, False),
        ("good.A", {"text": "Much."}, True),
        ("closing.good", {}, True),
    ],
)
def test_a_field_takes_its_own_kind_of_value(
    key: str, value: dict[str, object], good: bool
) -> None:
    field = field_of(DEFINITIONS["t01"], key)
    assert field is not None
    assert (why_not_field(field, value) is None) is good


def test_what_is_kept_nowhere_is_no_field() -> None:
    for key in ("closing.worried", "closing.good_by_section", "good.Z", "header.x", "other.good"):
        assert field_of(DEFINITIONS["t01"], key) is None
    assert "header.service" not in required_fields(DEFINITIONS["t14"])
    assert "header.worker" in required_fields(DEFINITIONS["t14"])


def test_kinds_of_evidence_come_from_the_list() -> None:
    assert why_not_aside("kinds", {"kinds": ["watched", "documents"]}) is None
    assert why_not_aside("kinds", {"kinds": "watched"}) is not None
    assert why_not_aside("note", {}) is None
    assert why_not_aside("note", {"text": 3}) is not None


def work(**more: object) -> Work:
    definition = DEFINITIONS["t12"]
    given: dict[str, object] = {"answers": {}, "fields": {}, **more}
    return Work(
        definition=definition,
        sections=definition.sections_for("residential"),
        visit_on=VISIT,
        **given,  # type: ignore[arg-type]
    )


def test_progress_counts_not_looked_at_as_answered() -> None:
    some = work(
        answers={"t12.q01": {"a": {"answer": "yes"}}},
        asides={("t12.q02", "not_looked"): {"text": "Rota was away."}},
    )
    far = progress_of(some, "t12.q02")
    assert (far.answered, far.asked, far.stopped_at) == (2, 9, "t12.q02")
    assert open_questions(some) == far.unanswered


def test_a_finding_that_is_in_the_plan_asks_for_nothing_more() -> None:
    failed = AuditScore("0.00", 1, (), ("t12.q04",), ("t12.q04",))
    raised = work(
        drafts={"t12.q04": DraftFacts(raised=True)},
        asides={("t12.q04", "safe"): {"text": "Practised."}},
    )
    assert not [field for field, _ in faults(raised, failed, VISIT) if "q04." in field]


def test_a_visit_ahead_cannot_be_completed() -> None:
    assert "visit_on" in dict(faults(work(), PERFECT, date(2026, 6, 30)))


@pytest.mark.parametrize(
    ("score", "ended_early", "expected"),
    [
        (PERFECT, False, "good"),
        (AuditScore("50.00", 2, (), ("q",), ()), False, "coaching_needed"),
        (AuditScore("50.00", 2, (), ("q",), ("q",)), False, "concern"),
        (AuditScore("50.00", 2, (), ("q",), ("q",)), True, "aborted"),
    ],
)
def test_the_outcome_of_a_spot_check(score: AuditScore, ended_early: bool, expected: str) -> None:
    assert outcome(score, ended_early) == expected


def test_a_spot_check_began_at_london_time() -> None:
    fields = {"header.worker": {"worker": "W1"}, "header.started_at": {"at": "20:30"}}
    made = check_made(fields, VISIT, PERFECT, ended_early=False)
    assert made is not None
    assert made.checked_at == datetime(2026, 7, 1, 19, 30, tzinfo=UTC)
    assert made.announced  # nobody said that it was not
    assert check_made({}, VISIT, PERFECT, ended_early=False) is None


def test_health_and_safety_is_t03_to_t13() -> None:
    kinds = {one.kind.value for one in DEFINITIONS.values() if one.id in HS_DEFINITIONS}
    others = {one.kind.value for one in DEFINITIONS.values() if one.id not in HS_DEFINITIONS}
    assert all(kind.startswith("hs_") for kind in kinds)
    assert not any(kind.startswith("hs_") for kind in others)


def test_the_command_line_makes_no_audits() -> None:
    service = uuid4()
    place = Place(
        id=service, type="residential", nights_staffed=True, opened_on=VISIT, closed_on=None
    )
    nobody = Viewer(None, "x", frozenset(), everything=True)
    ros = Viewer(uuid4(), "Ros", frozenset({Role.QUALITY_MANAGER}))
    assert why_not_open(nobody, DEFINITIONS["t01"], place, VISIT, VISIT) is not None
    assert why_not_open(ros, DEFINITIONS["t01"], place, VISIT, VISIT) is None
    assert why_not_open(ros, DEFINITIONS["t01"], place, date(2026, 6, 30), VISIT) is not None
