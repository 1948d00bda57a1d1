import asyncio

from crawler.run.flight import Flight


def test_what_finds_no_room_waits_until_there_is_some_in_turn() -> None:
    async def scenario() -> list[str]:
        flight, told = Flight(10), []
        first = await flight.admit(6)

        async def wait_for(size: int, name: str) -> None:
            await flight.admit(size)
            told.append(name)

        waiting = [asyncio.create_task(wait_for(8, "large")), asyncio.create_task(wait_for(1, "small"))]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        told.append("released")
        flight.release(first)
        await asyncio.gather(*waiting)
        return told

    assert asyncio.run(scenario()) == ["released", "large", "small"]


def test_a_response_grows_as_long_as_there_is_room() -> None:
    async def scenario() -> None:
        flight = Flight(10)
        one, other = await flight.admit(2), await flight.admit(2)

        assert flight.grow(one, 8)
        assert not flight.grow(other, 3)
        flight.release(one)
        assert flight.grow(other, 10)

    asyncio.run(scenario())


def test_what_a_response_turns_out_not_to_need_lets_the_next_one_in() -> None:
    async def scenario() -> int:
        flight = Flight(10)
        first = await flight.admit(10)
        waiting = asyncio.create_task(flight.admit(7))
        await asyncio.sleep(0)
        flight.shrink(first, 3)
        await waiting
        flight.shrink(first, 8)  # it never grows by this
        return first.size_bytes

    assert asyncio.run(scenario()) == 3


def test_a_response_larger_than_the_budget_gets_all_of_it() -> None:
    async def scenario() -> int:
        return (await Flight(10).admit(50)).size_bytes

    assert asyncio.run(scenario()) == 10
