"""What stands round every page: who is signed in, where they can go, what just happened."""

from __future__ import annotations

from dataclasses import dataclass

from qa.roles import WORDS, Role
from qa.viewer import Viewer

SYSTEM_NAME = "Put Right"
OUTSIDE_LINE = "0808 157 0142"


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    system_name: str
    outside_line: str
    name: str | None
    roles: str
    links: tuple[Link, ...]
    csrf: str
    nonce: str
    notice: str | None


# The way in for each role, in the order shown; the first that fits is also the home page.
_LINKS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Overview", "/overview", frozenset({Role.DIRECTOR, Role.REGIONAL_MANAGER})),
    ("My work", "/work", frozenset({Role.QUALITY_MANAGER, Role.HS_MANAGER})),
    (
        "Action plan",
        "/plan",
        frozenset({Role.SERVICE_MANAGER, Role.DEPUTY_MANAGER}),
    ),
    ("My actions", "/my-actions", frozenset({Role.SUPPORT_WORKER})),
    (
        "Services",
        "/services",
        frozenset(
            {
                Role.DIRECTOR,
                Role.REGIONAL_MANAGER,
                Role.QUALITY_MANAGER,
                Role.HS_MANAGER,
                Role.SERVICE_MANAGER,
                Role.DEPUTY_MANAGER,
                Role.ADMINISTRATOR,
            }
        ),
    ),
    (
        "Audits",
        "/audits",
        frozenset(
            {
                Role.DIRECTOR,
                Role.REGIONAL_MANAGER,
                Role.QUALITY_MANAGER,
                Role.HS_MANAGER,
                Role.SERVICE_MANAGER,
                Role.DEPUTY_MANAGER,
            }
        ),
    ),
    (
        "Findings",
        "/findings",
        frozenset(
            {
                Role.DIRECTOR,
                Role.REGIONAL_MANAGER,
                Role.QUALITY_MANAGER,
                Role.HS_MANAGER,
                Role.SERVICE_MANAGER,
                Role.DEPUTY_MANAGER,
                Role.WHISTLEBLOWING_LEAD,
            }
        ),
    ),
    (
        "Risk rating",
        "/risk",
        frozenset({Role.DIRECTOR, Role.QUALITY_MANAGER, Role.HS_MANAGER}),
    ),
    (
        "My checks",
        "/my-checks",
        frozenset({Role.QUALITY_MANAGER, Role.HS_MANAGER, Role.REGIONAL_MANAGER}),
    ),
    (
        "Figures",
        "/figures",
        frozenset(
            {
                Role.DIRECTOR,
                Role.REGIONAL_MANAGER,
                Role.QUALITY_MANAGER,
                Role.SERVICE_MANAGER,
                Role.COMMITTEE_MEMBER,
            }
        ),
    ),
    ("Accounts", "/accounts", frozenset({Role.ADMINISTRATOR})),
    ("Load files", "/load", frozenset({Role.ADMINISTRATOR})),
    ("Messages", "/mail", frozenset(Role)),
)


def links(viewer: Viewer, path: str) -> tuple[Link, ...]:
    """Where this person can go; the link of the present page is marked."""
    return tuple(
        Link(text, href, current=path == href or path.startswith(href + "/"))
        for text, href, roles in _LINKS
        if viewer.has(*roles)
    )


def home(viewer: Viewer) -> str:
    """The page a person lands on: the first they have a link to."""
    own = links(viewer, "")
    return own[0].href if own else "/my-actions"


def frame(*, viewer: Viewer | None, path: str, csrf: str, nonce: str, notice: str | None) -> Frame:
    return Frame(
        system_name=SYSTEM_NAME,
        outside_line=OUTSIDE_LINE,
        name=viewer.name if viewer else None,
        roles=", ".join(WORDS[role] for role in sorted(viewer.roles)) if viewer else "",
        links=links(viewer, path) if viewer else (),
        csrf=csrf,
        nonce=nonce,
        notice=notice,
    )
