"""What is kept beside an answer, each as an aspect of its own: {"text": "…"}, or kinds."""

from collections.abc import Mapping

from audits.rules.answers import MOST_LETTERS
from audits.rules.definitions import EvidenceKind

# note: what was seen; safe: what was done before leaving; not_looked: why a question was left
# out; sample: how the sample was picked.
TEXTS = frozenset({"note", "safe", "not_looked", "sample"})
KINDS = "kinds"


def why_not_aside(aspect: str, value: Mapping[str, object]) -> str | None:
    """Why this cannot be kept beside an answer, in plain English, or None; a blank is no fault."""
    if aspect not in TEXTS and aspect != KINDS:
        return "This is not a part of the question."
    if not value:
        return None
    if aspect == KINDS:
        return _why_not_kinds(value)
    text = value.get("text")
    if set(value) != {"text"} or not isinstance(text, str) or not text.strip():
        return "Write something."
    if len(text) > MOST_LETTERS:
        return f"Write at most {MOST_LETTERS} letters."
    return None


def rests_on_documents_alone(kinds: frozenset[str]) -> bool:
    """A judgement resting on documents alone is flagged (audit_templates.md, Conventions)."""
    return kinds == {EvidenceKind.DOCUMENTS}


def _why_not_kinds(value: Mapping[str, object]) -> str | None:
    kinds = value.get("kinds")
    known = {kind.value for kind in EvidenceKind}
    if set(value) != {"kinds"} or not isinstance(kinds, list) or not known.issuperset(kinds):
        return "Choose what it rests on from the list."
    return None
