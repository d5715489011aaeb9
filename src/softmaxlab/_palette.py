"""The course's colours by role, read from ``palette.css``, where they stand once for all."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import NamedTuple

ROLE = re.compile(r"--smx-([a-z]+):.*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")


class Colour(NamedTuple):
    """What a role looks like on light paper and on dark, as #rrggbb."""

    light: str
    dark: str

    def between(self, share: float) -> str:
        """Return the mixture of both that lies this share of the way from light to dark."""
        pairs = [(int(self.light[i : i + 2], 16), int(self.dark[i : i + 2], 16)) for i in (1, 3, 5)]
        return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def read_palette() -> dict[str, Colour]:
    """Return every role with its two colours."""
    sheet = files("softmaxlab").joinpath("palette.css").read_text(encoding="utf-8")
    return {role: Colour(light, dark) for role, light, dark in ROLE.findall(sheet)}
