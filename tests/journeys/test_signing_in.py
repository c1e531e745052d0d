"""Everybody lands where their work is."""

import pytest

from tests.journeys.site import PHONE, Site


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("ros", "/work"),
        ("tolu", "/plan"),
        ("helen", "/overview"),
        ("sam", "/overview"),
        ("ian", "/work"),
        ("priya", "/services"),
        ("kofi", "/my-actions"),
        ("margaret", "/figures"),
    ],
)
async def test_a_person_lands_on_their_own_page(site: Site, who: str, path: str) -> None:
    person = await site.sign_in(who, size=PHONE)
    assert person.page.url == site.url + path
    await person.leaves()
