"""Chance that is the same every time."""

from __future__ import annotations

from engine.lessons.dice import Dice


def test_the_first_throws_of_a_seed_are_those_of_splitmix64() -> None:
    dice = Dice(1234567)
    assert [dice.below(1 << 64) for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_what_is_shuffled_is_all_there_and_in_the_order_of_the_seed() -> None:
    one, other = (Dice(seed).shuffled("abcdefgh") for seed in (1, 2))
    assert sorted(one) == sorted(other) == list("abcdefgh")
    assert one != other
    assert one == Dice(1).shuffled("abcdefgh")


def test_a_choice_is_one_of_the_items_and_each_is_chosen_some_time() -> None:
    dice = Dice(7)
    assert {dice.choice("abc") for _ in range(50)} == set("abc")
