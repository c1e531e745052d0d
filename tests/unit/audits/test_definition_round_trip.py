"""A published definition is kept as JSON and read back for ever: nothing may change on the way."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.definition_files import load_all
from audits.question_files import SERVICE_TYPES
from audits.rules.definitions import (
    AnswerType,
    Definition,
    EvidenceKind,
    Field,
    FieldType,
    Kind,
    Limits,
    Option,
    Part,
    Question,
    Section,
    Wording,
)

words = st.text(max_size=20)
numbers = st.none() | st.decimals(-999, 999, places=2)
ages = st.none() | st.integers(0, 60)
service_types = st.lists(st.sampled_from(SERVICE_TYPES), unique=True, max_size=3).map(tuple)
texts = st.lists(words, max_size=3).map(tuple)

limits = st.builds(
    Limits,
    min=numbers,
    max=numbers,
    below=numbers,
    not_older_than_months=ages,
    not_older_than_weeks=ages,
)
options = st.lists(st.builds(Option, code=words, label=words), max_size=2).map(tuple)
parts = st.builds(
    Part,
    code=words,
    type=st.sampled_from(AnswerType),
    label=words,
    unit=words,
    limits=st.none() | limits,
    options=options,
    required=st.booleans(),
    skip_for=service_types,
)
questions = st.builds(
    Question,
    key=words,
    text=words,
    parts=st.lists(parts, max_size=3).map(tuple),
    items=texts,
    suggest=words,
    evidence=texts,
    evidence_kinds=st.lists(st.sampled_from(EvidenceKind), max_size=3).map(tuple),
    critical=st.booleans(),
    severity=words,
    applies_na=st.booleans(),
    hint=words,
    n_label=words,
    target=numbers,
    skip_for=service_types,
    wording=st.lists(
        st.builds(Wording, service_type=st.sampled_from(SERVICE_TYPES), text=words), max_size=2
    ).map(tuple),
)
sections = st.builds(
    Section,
    code=words,
    title=words,
    questions=st.lists(questions, max_size=3).map(tuple),
    hint=words,
)
fields = st.builds(
    Field,
    code=words,
    label=words,
    type=st.sampled_from(FieldType),
    hint=words,
    options=options,
    required=st.booleans(),
    each_section=st.booleans(),
)
definitions = st.builds(
    Definition,
    id=words,
    version=st.integers(1, 99),
    title=words,
    purpose=words,
    kind=st.sampled_from(Kind),
    framework=words,
    who_may_audit=texts,
    service_types=service_types,
    sections=st.lists(sections, max_size=2).map(tuple),
    closing=st.lists(fields, max_size=2).map(tuple),
    applies_when=words,
    guidance=texts,
    header=st.lists(fields, max_size=2).map(tuple),
)


@given(definitions)
def test_what_is_written_as_json_is_read_back_the_same(definition: Definition) -> None:
    assert Definition.from_json(definition.to_json()) == definition


@given(definitions, st.sampled_from(SERVICE_TYPES))
def test_asking_at_a_service_leaves_out_but_never_adds_or_reorders(
    definition: Definition, service_type: str
) -> None:
    asked = iter(definition.questions)
    for question in definition.questions_for(service_type):
        assert service_type not in question.skip_for
        assert any(one.key == question.key for one in asked)


@pytest.mark.parametrize("definition", load_all(), ids=lambda one: one.id)
def test_a_definition_of_this_release_survives_the_reordering_that_a_database_does(
    definition: Definition,
) -> None:
    reordered = json.dumps(json.loads(definition.to_json()), sort_keys=True)
    assert Definition.from_json(reordered) == definition


def test_numbers_keep_every_digit() -> None:
    reading = Limits(min=Decimal("-18.50"), max=Decimal("2"))
    definition = Definition(
        id="t90",
        version=1,
        title="",
        purpose="",
        kind=Kind.FULL_REVIEW,
        framework="",
        who_may_audit=(),
        service_types=(),
        closing=(),
        sections=(
            Section(
                code="A",
                title="",
                questions=(
                    Question(
                        key="t90.q01",
                        text="",
                        parts=(Part(code="a", type=AnswerType.TEMP, limits=reading),),
                        items=(),
                        suggest="",
                        evidence=(),
                        evidence_kinds=(),
                    ),
                ),
            ),
        ),
    )
    back = Definition.from_json(definition.to_json()).question("t90.q01").part("a").limits
    assert back is not None
    assert str(back.min) == "-18.50"
