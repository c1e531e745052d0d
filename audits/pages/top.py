"""What stands on every page of an audit that is under way: what it is, and how far it is."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from audits.pages.words import progress_words
from audits.queries.audits import AuditView, Head
from audits.rules.progress import Progress, progress_of
from audits.rules.scoring import AuditScore


@dataclass(frozen=True, slots=True)
class Top:
    href: str
    service: str
    audit: str
    visit_on: date
    answered: int
    asked: int
    words: str
    danger_href: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An audit with what was worked out of it, once for a page."""

    view: AuditView
    progress: Progress
    score: AuditScore

    @property
    def top(self) -> Top:
        head, score = self.view.head, self.score
        answered, asked = self.progress.answered, self.progress.asked
        failed = len(score.critical_failed)
        return Top(
            href=address(head),
            service=head.service_name,
            audit=head.definition.title,
            visit_on=head.visit_on,
            answered=answered,
            asked=asked,
            words=progress_words(answered, asked, len(score.shortfalls), failed),
            danger_href=f"/someone-in-danger?back={quote(address(head))}",
        )


def standing_of(view: AuditView) -> Standing:
    """How an audit stands now."""
    work = view.work
    return Standing(view, progress_of(work, view.last_saved), work.score())


def address(head: Head) -> str:
    return f"/audits/{head.id}"


def question_address(head: Head, key: str) -> str:
    """Where a question of this audit is answered."""
    for section in head.sections:
        if any(question.key == key for question in section.questions):
            return f"{address(head)}/sections/{section.code}#{key}"
    return address(head)


def numbers(head: Head) -> dict[str, int]:
    """The number of each question on the page: those asked here, counted through."""
    keys = (question.key for section in head.sections for question in section.questions)
    return {key: number for number, key in enumerate(keys, start=1)}
