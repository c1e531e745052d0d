"""Every fault that a definition file can have, told with file and line."""

from pathlib import Path

import pytest

from audits import definition_files
from audits.definition_files import DefinitionFault, load_all, parse

GOOD = """\
id: t90
version: 1
title: Garden visit
purpose: Is the garden safe?
kind: hs_themed_visit
framework: cqc_saf_2023.v1
who_may_audit: [hs_manager]
service_types: [residential]
questions: 2
sections:
  - code: A
    title: Garden
    questions:
      - key: t90.q01
        text: Is the pond fenced?
        parts: [{code: a, type: yn}]
        critical: true
        items: [S5]
        suggest: Fence it today
        evidence: [looked]
        evidence_kinds: [watched]
      - key: t90.q02
        text: How warm is the greenhouse?
        parts:
          - {code: a, type: temp, label: Air, unit: C, limits: {min: 5, max: 30}}
          - {code: b, type: txt, label: Notes, required: false}
        items: [S5]
        suggest: Open a window
        evidence: [looked]
        evidence_kinds: [watched]
closing:
  - code: good
    label: What is good?
    type: txt
"""
NAME = "t90.v1.yaml"


def faults_of(text: str, name: str = NAME) -> list[str]:
    with pytest.raises(DefinitionFault) as caught:
        parse(text, name)
    return [str(fault) for fault in caught.value.faults]


def test_a_definition_without_fault_is_read() -> None:
    pond, greenhouse = parse(GOOD, NAME).questions
    assert (pond.severity, pond.applies_na) == ("critical", True)
    assert (greenhouse.severity, greenhouse.part("b").required) == ("medium", False)


SEVERAL_PARTS = "parts: [{code: a, type: yn}, {code: b, type: txt, label: Why}]"
FAULTS = [
    ("key: t90.q02", "key: t90.q01", 22, "the key t90.q01 stands here a second time"),
    ("key: t90.q02", "key: t91.q02", 22, "the key t91.q02 must begin with t90."),
    ("key: t90.q02", "key: t90.pond", 22, "the key t90.pond must look like t90.q05"),
    ("type: yn}", "type: maybe}", 16, 'unknown type "maybe"'),
    ("type: yn}", "type: txt}", 17, "t90.q01 is critical, but no part of it can be scored"),
    ("critical: true", "critical: perhaps", 17, 'unknown critical "perhaps"'),
    ("items: [S5]", "items: [S5, X1]", 18, 'unknown framework code "X1"'),
    ("items: [S5]", "items: [S5, S5]", 18, 'framework code "S5" stands here twice'),
    ("cqc_saf_2023.v1", "cqc_saf_2023.v9", 6, 'unknown framework "cqc_saf_2023.v9"'),
    ("[residential]", "[hostel]", 8, 'unknown service type "hostel"'),
    ("[hs_manager]", "[gardener]", 7, 'unknown role "gardener"'),
    ("kind: hs_themed_visit", "kind: walk", 5, 'unknown kind "walk"'),
    ("kinds: [watched]", "kinds: [smelt]", 21, 'unknown evidence kind "smelt"'),
    ("        text: Is the pond fenced?\n", "", 14, 'a question has no "text"'),
    ("text: Is the pond fenced?", "text:", 15, "the text of t90.q01 is empty"),
    ("suggest: Fence it today", 'suggest: ""', 19, "the suggested action of t90.q01 is empty"),
    ("type: yn}", "type: yn, limits: {max: 1}}", 16, "the type yn takes no limits"),
    ("min: 5, max: 30", "min: 31, max: 30", 25, "min 31 is above max 30"),
    ("min: 5, max: 30", "min: 5, below: 5", 25, "min 5 is not below 5"),
    ("min: 5, max: 30", "min: cold", 25, 'min must be a number, not "cold"'),
    ("{min: 5, max: 30}", "{}", 25, "limits are empty"),
    ("min: 5, max: 30", "not_older_than_weeks: 6", 25, 'unknown field "not_older_than_weeks"'),
    ("critical: true", "critcal: true", 17, 'a question has an unknown field "critcal"'),
    ("critical: true", "text: Again?", 17, 'a question has the field "text" twice'),
    ("critical: true", "severity: dire", 17, 'unknown severity "dire"'),
    ("critical: true", "critical: true\n        severity: low", 18, "its severity is critical too"),
    ("critical: true", "target: 100", 17, "t90.q01 has target, but counts nothing"),
    ("critical: true", "wording: {hostel: Is it}", 17, 'unknown field "hostel"'),
    ("parts: [{code: a, type: yn}]", SEVERAL_PARTS, 16, "part a of t90.q01 needs a label"),
    ("parts: [{code: a, type: yn}]", "parts: []", 16, "t90.q01 has no parts"),
    ("parts: [{code: a, type: yn}]", "parts: yes", 16, "the parts of t90.q01 must be a list"),
    ("{code: b, type: txt", "{code: a, type: txt", 26, "two parts with the code a"),
    ("type: txt, label: Notes", "type: choice, label: Notes", 26, "a choice has options"),
    ("type: yn}", "type: yn, required: false}", 16, "part a of t90.q01 is scored"),
    ("questions: 2", "questions: 3", 9, "3 questions are announced, and there are 2"),
    ("questions: 2", "questions: two", 9, 'questions must be a whole number, not "two"'),
    ("version: 1", "version: 2", 1, "the file must be called t90.v2.yaml"),
    ("id: t90", "id: garden", 1, 'the id must look like t01, not "garden"'),
    ("    type: txt\n", "    type: smell\n", 34, 'unknown type of field "smell"'),
    ("title: Garden visit", "title: [Garden", 4, "not valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), FAULTS)
def test_a_fault_is_told_with_file_and_line(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    found = faults_of(GOOD.replace(old, new, 1))
    assert any(one.startswith(f"{NAME}, line {line}: ") and words in one for one in found), found


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = GOOD.replace("[hs_manager]", "[gardener]").replace("type: yn", "type: maybe")
    text = text.replace("min: 5", "min: 31")
    assert [int(one.split("line ")[1].split(":")[0]) for one in faults_of(text)] == [7, 16, 25]


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_a_file_that_is_no_definition_is_told_so(text: str) -> None:
    assert all(one.startswith(f"{NAME}, line 1: ") for one in faults_of(text))


def test_the_faults_of_all_files_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t90.v1.yaml").write_text(GOOD.replace("[S5]", "[X1]", 1))
    (tmp_path / "t91.v1.yaml").write_text(GOOD)
    monkeypatch.setattr(definition_files, "FOLDER", tmp_path)
    with pytest.raises(DefinitionFault) as caught:
        load_all()
    assert {fault.file for fault in caught.value.faults} == {"t90.v1.yaml", "t91.v1.yaml"}
