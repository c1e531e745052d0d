"""What is told back when one answer was saved as it was given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from audits.forms.answers import seen
from audits.pages.section import evidence_of, question_seen
from audits.pages.top import Standing
from qa.rules.london import LONDON


def saved_answer(
    standing: Standing,
    key: str,
    now: datetime,
    faults: Mapping[str, str],
    names: Mapping[str, str],
    taken: Sequence[str],
) -> dict[str, Any]:
    """``seen`` is what the page shows now, ``taken`` the fields that can be emptied."""
    view, top = standing.view, standing.top
    is_field = key in view.fields or key.partition(".")[0] in ("header", "closing", "good")
    return {
        "saved": f"Saved {now.astimezone(LONDON):%H:%M}",
        "seen": seen({"answer": view.fields.get(key, {})})
        if is_field
        else question_seen(view, key),
        "faults": dict(faults),
        "names": dict(names),
        "failed": key in standing.score.critical_failed,
        "evidence": [
            {
                "id": one.id,
                "href": one.href,
                "small": one.small,
                "photo": one.is_photo,
                "words": one.words,
            }
            for one in evidence_of(view, key)
        ],
        "taken": list(taken),
        "progress": {"answered": top.answered, "words": top.words},
    }
