"""The frameworks of this release, and every fault that a framework file can have."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from qa import framework_files
from qa.framework_files import (
    Framework,
    FrameworkFault,
    codes,
    load_crosswalks,
    load_frameworks,
    names,
    parse,
)

FRAMEWORKS = {framework.id: framework for framework in load_frameworks()}


@pytest.mark.parametrize(
    ("id_", "items"),
    [
        ("cqc_saf_2023", 34),
        ("cqc_asc_draft_2026", 24),
        ("hsca_regs_2014", 19),
        ("cqc_registration_regs_2009", 12),
        ("duq_2013", 30 + 21 + 37),
        ("supported_housing_outcomes", 44 + 3),
        ("lancashire_kpis", 9),
    ],
)
def test_a_framework_has_all_its_items(id_: str, items: int) -> None:
    assert len(FRAMEWORKS[id_].items) == items


@pytest.mark.parametrize(
    ("id_", "sizes"),
    [
        ("cqc_saf_2023", [8, 6, 5, 7, 8]),
        ("cqc_asc_draft_2026", [7, 4, 3, 4, 6]),
        ("duq_2013", [5 + 4 + 10, 5 + 5 + 5, 8 + 4 + 8, 7 + 4 + 6, 5 + 4 + 8]),
        ("supported_housing_outcomes", [8, 13, 9, 10, 4, 3]),
    ],
)
def test_every_domain_has_its_share(id_: str, sizes: list[int]) -> None:
    framework = FRAMEWORKS[id_]
    domains = [item.domain for item in framework.items]
    assert [domains.count(domain.code) for domain in framework.domains] == sizes


def test_the_framework_in_force_and_the_draft_share_the_key_questions() -> None:
    now, draft = FRAMEWORKS["cqc_saf_2023"], FRAMEWORKS["cqc_asc_draft_2026"]
    assert now.domains == draft.domains
    assert (now.status, now.valid_from, now.valid_to) == (
        "in_force_being_replaced",
        date(2023, 11, 21),
        None,
    )
    assert (draft.status, draft.valid_from) == ("draft", None)


def test_no_two_items_share_a_code() -> None:
    assert len(codes()) == sum(len(framework.items) for framework in FRAMEWORKS.values())
    assert {"S1", "W8", "DUQ4-B4", "SH1-1", "KPI2", "KS1", "HSCA-20A", "CQCR-18"} <= codes()


def test_definitions_name_a_framework_with_its_version() -> None:
    assert "cqc_saf_2023.v1" in names()


def test_targets_are_those_of_the_contract() -> None:
    kpis = {item.code: item.target for item in FRAMEWORKS["lancashire_kpis"].items}
    assert kpis == {
        "KPI1": None,
        "KPI2": None,
        "KPI3A1": Decimal(90),
        "KPI3A2": Decimal(90),
        "KPI3B": Decimal(100),
        "KPI4": Decimal(60),
        "KPI5": Decimal(80),
        "KPI6": Decimal(60),
        "KPI7": None,
    }
    housing = FRAMEWORKS["supported_housing_outcomes"].items
    assert {item.code for item in housing if item.target == 100} == {
        "SH1-1",
        "SH2-1",
        "SH2-2",
        "SH2-3",
        "SH3-1",
        "SH4-4",
        "SH4-5",
        "SH4-6",
    }


@pytest.mark.parametrize("framework", load_frameworks(), ids=lambda one: one.id)
def test_a_framework_written_as_json_is_read_back_the_same(framework: Framework) -> None:
    assert Framework.from_json(framework.to_json()) == framework


def test_the_crosswalk_leads_every_statement_to_the_draft_and_is_only_suggested() -> None:
    (crosswalk,) = load_crosswalks()
    assert crosswalk.status == "suggested"
    statements = {item.code for item in FRAMEWORKS["cqc_saf_2023"].items}
    assert {row.from_code for row in crosswalk.rows} == statements
    led_to = {code for row in crosswalk.rows for code in row.to_codes}
    assert led_to == {item.code for item in FRAMEWORKS["cqc_asc_draft_2026"].items}


def test_no_trace_of_research_is_left() -> None:
    for path in framework_files.FOLDER.rglob("*.yaml"):
        assert not re.search(r"verified|seed|\.txt", path.read_text("utf-8")), path.name


GOOD = """\
id: garden_code
version: 1
name: The garden code
jurisdiction: England
status: voluntary
valid_from: 2026-01-01
domains:
  - {code: pond, title: The pond}
items:
  - {code: G1, title: Fenced, domain: pond, target: 100}
  - {code: G2, title: Clean, domain: pond}
"""
NAME = "garden_code.v1.yaml"


def test_a_framework_without_fault_is_read() -> None:
    framework = parse(GOOD, NAME)
    assert framework.key == "garden_code.v1"
    assert framework.items[0].target == 100


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("code: G2", "code: G1", 11, "the code G1 stands here a second time"),
        ("title: Clean, domain: pond", "title: Clean, domain: bed", 11, 'unknown domain "bed"'),
        ("title: Clean, ", "", 11, 'an item has no "title"'),
        ("target: 100", "target: all", 10, 'the target of G1 must be a number, not "all"'),
        ("target: 100", "goal: 100", 10, 'unknown field "goal"'),
        ("status: voluntary", "status: liked", 5, 'unknown status "liked"'),
        ("2026-01-01", "2026-13-01", 6, "valid_from must be a date like 2026-11-21"),
        ("version: 1", "version: 2", 1, "the file must be called garden_code.v2.yaml"),
        ("{code: pond, title: The pond}", "pond", 8, "a domain must be a list of fields"),
        ("The garden code", "The: garden code", 3, "not valid YAML"),
        (GOOD, "", 1, "the file is empty"),
    ],
)
def test_a_fault_is_told_with_file_and_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(FrameworkFault) as caught:
        parse(GOOD.replace(old, new, 1), NAME)
    found = [str(fault) for fault in caught.value.faults]
    assert any(one.startswith(f"{NAME}, line {line}: ") and words in one for one in found), found


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(framework_files, "FOLDER", tmp_path)
    monkeypatch.setattr(framework_files, "_frameworks", framework_files._frameworks.__wrapped__)
    (tmp_path / NAME).write_text(GOOD)
    return tmp_path


def test_a_code_of_two_frameworks_is_a_fault(elsewhere: Path) -> None:
    other = GOOD.replace("garden_code", "lawn_code").replace("G2", "L2")
    (elsewhere / "lawn_code.v1.yaml").write_text(other)
    with pytest.raises(FrameworkFault, match="G1 is also a code of garden_code"):
        load_frameworks()


def test_a_crosswalk_to_a_code_that_does_not_exist_is_a_fault(elsewhere: Path) -> None:
    (elsewhere / "crosswalks").mkdir()
    (elsewhere / "crosswalks" / "walk.yaml").write_text(
        "from_framework: garden_code\nto_framework: garden_code\nversion: 1\n"
        "status: suggested\nrows:\n  - {from: G1, to: [G2, G3]}\n"
    )
    with pytest.raises(FrameworkFault, match=r'walk.yaml, line 6: unknown code "G3"'):
        load_crosswalks()
