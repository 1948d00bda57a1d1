"""Work that is done side by side and answered in its order."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from typing import TypeVar

F = TypeVar("F")
T = TypeVar("T")


async def in_order(
    works: Iterator[F], ask: Callable[[F], Coroutine[None, None, T]], most: int
) -> AsyncGenerator[tuple[F, T], None]:
    """Each of `works` with its answer, in their order, at most `most` being asked at a time."""
    under_way: deque[tuple[F, asyncio.Task[T]]] = deque()
    try:
        for work in works:
            under_way.append((work, asyncio.create_task(ask(work))))
            if len(under_way) == most:
                first, task = under_way.popleft()
                yield first, await task
        while under_way:
            first, task = under_way.popleft()
            yield first, await task
    finally:
        for _, task in under_way:
            task.cancel()
