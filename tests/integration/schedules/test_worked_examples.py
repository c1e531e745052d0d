"""The worked examples of risk_rating.md section 8, loaded as files, all in one organisation."""

from pathlib import Path
from types import ModuleType

from schedules.risk_report import risk_report
from schedules.rules import risk_model as m
from schedules.rules.risk_facts import Value
from tests.files_to_load import load_rows
from tests.integration.schedules.risk_cases import NOW, tell
from tests.unit.schedules.risk_examples import EXAMPLES, Example


def _text(value: Value) -> str:
    if isinstance(value, frozenset):
        return ";".join(sorted(value)) or "none"
    return value if isinstance(value, str) else f"{float(value):g}"


def _facts(example: Example) -> dict[str, str]:
    known = example.facts
    told = {name: _text(reading.value) for name, reading in known.readings.items()}
    told |= {name: "unknown" for name in m.INPUTS if name not in told}
    told |= {code: "yes" for code in known.told}
    told |= {m.CRITICAL_FAIL: "yes"} if known.critical_fail else {}
    told |= {m.OPEN_ENQUIRY: "yes"} if known.open_enquiry else {}
    return told | ({"FL17": "yes"} if known.service_review_due else {})


async def test_the_worked_examples_come_out_to_the_point(db: ModuleType, tmp_path: Path) -> None:
    rows = [
        {
            "code": f"X{number}",
            "name": example.name,
            "regulated": "yes" if example.facts.regulated else "no",
            "opened_on": example.facts.opened_on.isoformat(),
        }
        for number, example in enumerate(EXAMPLES)
    ]
    await load_rows(tmp_path, "services", *rows, now=NOW)
    for number, example in enumerate(EXAMPLES):
        await tell(tmp_path, _facts(example), f"X{number}")
    found = (await risk_report(None, as_at=NOW, now=NOW)).as_data()["services"]
    for example, one in zip(EXAMPLES, found, strict=True):
        earning = [
            f"{part['input'].split('_')[0]} {part['points']}"
            for part in one["parts"]
            if part["points"]
        ]
        assert ", ".join(earning) == example.parts
        assert (one["points"], one["band"]) == (example.total, example.band)
        assert one["floors"] == [floor.split()[0] for floor in example.floors]
        missing = sum(part["points"] for part in one["parts"] if not part["known"])
        assert missing == example.missing or not example.missing
    fern = found[-1]
    assert (fern["service_band"], "FL16" in fern["floors"]) == ("very_high", True)
