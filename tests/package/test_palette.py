"""The palette stands once, and what it promises of light and dark paper holds."""

import re
from importlib.resources import files

import pytest

from softmaxlab._palette import Colour, read_palette


def test_every_role_of_the_sheet_is_read():
    sheet = files("softmaxlab").joinpath("palette.css").read_text(encoding="utf-8")
    assert list(read_palette()) == re.findall(r"^  --smx-([a-z]+):", sheet, re.M)
    assert {"p", "z", "warn", "right", "ink", "quiet", "paper"} <= set(read_palette())


def test_colours_are_read_as_they_are_written():
    assert read_palette()["p"] == Colour("#0072b2", "#56b4e9")


@pytest.mark.parametrize(
    ("share", "mixture"), [(0, "#0080ff"), (1, "#ff8000"), (1 / 2, "#808080"), (1 / 3, "#5580aa")]
)
def test_a_mixture_lies_between_light_and_dark(share, mixture):
    assert Colour("#0080ff", "#ff8000").between(share) == mixture
