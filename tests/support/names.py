"""How things are called."""

from __future__ import annotations

import re


def page_name(cls: str) -> str:
    """The name that a widget has on its page: ``exp_ratio`` for ``ExpRatio``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls).lower()
