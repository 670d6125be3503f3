"""The screens in a real browser: eight people at once, a reload, leaving and coming back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from sca_flow.states.names import Stage, Step

from .conftest import Person, Served, ended

pytestmark = pytest.mark.browser
Visit = Callable[..., Awaitable[Person]]
BAR, TRIPS = "The nail bar", "Four trips to the coast"


async def test_what_was_typed_and_not_put_forward_is_there_after_a_reload(visit: Visit) -> None:
    person = await visit()
    await person.begins(BAR)
    await person.opens(Step.ACCEPT_REFERRAL.caption)
    await person.page.keyboard.type("Half a sentence")
    await person.waits_for("Half a sentence")
    await person.page.reload()
    await person.waits_for("What can be done now")
    await person.opens(Step.ACCEPT_REFERRAL.caption)
    await person.waits_for("Half a sentence")


async def test_the_attempt_is_also_on_the_desk_of_another_visitor(visit: Visit) -> None:
    one = await visit()
    attempt = await one.begins(BAR)
    other = await visit()
    await other.waits_for(Stage.RECEIVED.label)
    await other.presses("Tab", "Enter")
    await other.waits_for(f"▌{Stage.RECEIVED.label}")
    assert other.attempt == attempt


async def test_eight_visitors_at_once_do_not_disturb_each_other(served: Served, visit: Visit) -> None:
    async def works(number: int) -> Person:
        person = await visit()
        await person.begins((BAR, TRIPS)[number % 2])
        await person.opens(Step.ACCEPT_REFERRAL.caption)
        await person.page.keyboard.type(f"This is visitor {number}.")
        await person.waits_for(f"This is visitor {number}.")
        return person

    people = await asyncio.gather(*map(works, range(8)))
    assert len(served.children) == 8
    for number, person in enumerate(people):
        others = {f"visitor {other}" for other in range(8)} - {f"visitor {number}"}
        seen = await person.sees()
        assert (BAR, TRIPS)[number % 2] in seen
        assert not [other for other in others if other in seen]
    await asyncio.gather(*(person.puts_forward(leads_to=Stage.RG_CONSIDERATION.label) for person in people))
    assert {head.attempt for head in served.attempts} == {person.attempt for person in people}
    assert [head.stage for head in served.attempts] == [Stage.RG_CONSIDERATION] * 8
    assert served.sound


async def test_the_page_asks_no_other_host_and_takes_its_font_from_this_one(served: Served, visit: Visit) -> None:
    person = await visit()
    await person.waits_for("Begin a case")
    assert all(asked.startswith((served.address, "data:")) for asked in person.asked)
    loaded = "() => Array.from(document.fonts).filter((face) => face.status === 'loaded').map((face) => face.family)"
    assert "Roboto Mono" in [family.strip('"') for family in await person.page.evaluate(loaded)]


async def test_keys_work_without_a_click_and_the_focus_is_seen_from_the_first_frame(visit: Visit) -> None:
    person = await visit()
    await person.waits_for("Enter Open")
    await person.presses("F1")
    await person.waits_for("Esc goes back")


async def test_a_small_window_is_told_that_it_is_too_small(visit: Visit) -> None:
    person = await visit(width=400, height=300)
    await person.waits_for("At least 60 × 20 is needed.")


async def test_leaving_closes_the_page_and_one_key_opens_it_again(served: Served, visit: Visit) -> None:
    person = await visit()
    attempt = await person.begins(BAR)
    children = served.children
    await person.presses("Control+q")
    await person.page.wait_for_selector("#closed", state="visible")
    assert len(children) == 1
    assert ended(children)
    await person.presses("Enter")
    await person.waits_for("What can be done now")
    assert person.attempt == attempt


async def test_an_address_with_an_attempt_that_is_not_there_says_so_on_the_desk(visit: Visit) -> None:
    person = await visit("?attempt=nobody")
    await person.waits_for("There is no attempt called 'nobody'.")
    await person.waits_for("Begin a case")
