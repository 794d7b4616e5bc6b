"""The last result is remembered, and only the last."""

from __future__ import annotations

from detente.extract.lately import lately


def test_the_same_thing_is_worked_out_once_and_an_equal_one_anew() -> None:
    asked: list[tuple[list[int], bool]] = []

    @lately
    def total(numbers: list[int], *, twice: bool = False) -> int:
        asked.append((numbers, twice))
        return sum(numbers) * (2 if twice else 1)

    one, other = [1, 2], [1, 2]
    assert [total(one), total(one), total(one, twice=True), total(one, twice=True)] == [3, 3, 6, 6]
    assert len(asked) == 2
    assert total(other, twice=True) == 6 and total(one, twice=True) == 6
    assert len(asked) == 4
