"""How far an audit is: sections in any order, where she stopped, what is unanswered."""

from dataclasses import dataclass

from audits.rules.completion import Work, open_questions


@dataclass(frozen=True, slots=True)
class SectionProgress:
    code: str
    title: str
    answered: int
    asked: int
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """``stopped_at`` is the question saved last, None when nothing was."""

    sections: tuple[SectionProgress, ...]
    stopped_at: str | None

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def asked(self) -> int:
        return sum(section.asked for section in self.sections)

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(key for section in self.sections for key in section.unanswered)


def progress_of(work: Work, stopped_at: str | None) -> Progress:
    """Answered and unanswered questions by section; "not looked at, because" is an answer."""
    still_open = frozenset(open_questions(work))
    sections = []
    for section in work.sections:
        keys = [question.key for question in section.questions]
        unanswered = tuple(key for key in keys if key in still_open)
        sections.append(
            SectionProgress(
                section.code, section.title, len(keys) - len(unanswered), len(keys), unanswered
            )
        )
    return Progress(tuple(sections), stopped_at)
