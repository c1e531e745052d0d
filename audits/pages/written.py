"""Free text in an audit, by the field in which it was written."""

from collections.abc import Iterable, Mapping

from audits.queries.audits import AuditView


def texts_of(view: AuditView, keys: Iterable[str]) -> dict[str, str]:
    """What was written about these questions and fields, to look for names in."""
    wanted = set(keys)
    texts = {
        f"{key}.{aspect}": str(value["text"])
        for (key, aspect), value in view.asides.items()
        if key in wanted and "text" in value
    }
    for key in wanted & view.answers.keys():
        for part, value in view.answers[key].items():
            words = " ".join(str(value[name]) for name in ("text", "na") if name in value)
            texts[f"{key}.{part}"] = words
    for key in wanted & view.fields.keys():
        texts[key] = str(view.fields[key].get("text", ""))
    return texts


def all_keys(view: AuditView) -> list[str]:
    """Every question and field of an audit that something may be written about."""
    return [*(question.key for question in view.work.questions), *view.fields]


def names_words(found: Mapping[str, list[str]]) -> dict[str, str]:
    """What is said beside each field that seems to hold a name."""
    return {
        name: f"This looks like a name: {', '.join(names)}. If it is one, take it out."
        for name, names in found.items()
    }
