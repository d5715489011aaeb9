"""How JavaScript writes numbers, told once more in Python: an oracle for what stands on a page.

Decimal arithmetic on the exact value of a float; nothing is shared with the widgets' own code.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PLACES = {"p": 4, "nats": 4, "count": 3, "size": 4, "height": 4, "z": 4}


def number(x: float, kind: str) -> str:
    """Return a number as the page writes it; one that is not finite is NaN or an infinity.

    ``kind`` says what it is: a probability "p", 0 and 1 only when exact; "nats" or bits; a "count"
    of choices; how many "times" something was drawn; a number of any "size", 0 only when exact; a
    ratio of five "digits", and a "height" that is exact enough for it; a logit "z", with as few
    decimals as it needs and at least one.
    """
    if not math.isfinite(x):
        return "NaN" if math.isnan(x) else "∞" if x > 0 else f"{MINUS}∞"
    if (kind == "p" and x in (0, 1)) or (kind == "size" and x == 0) or kind == "times":
        return str(int(x))
    if kind == "p" and x < 1e-4:
        return "<0.0001"
    if kind == "p" and 1 > x > 0.99995:
        return ">0.9999"
    if kind == "size" and not 1e-4 <= abs(x) < 1e6:
        return scientific(x)
    if kind == "height" and x < 1e-3:
        return scientific(x, 7)
    if kind == "digits" or (kind == "height" and x < 100):
        return to_precision(x, 5 if kind == "digits" else 8)
    text = to_fixed(x, PLACES[kind])
    if kind == "z":
        whole, decimals = text.split(".")
        text = f"{whole}.{decimals[0]}{decimals[1:].rstrip('0')}"
    return text.replace("-", MINUS)


def scientific(x: float, places: int = 2) -> str:
    """Return 0.0000000206 as ``"2.06×10⁻⁸"``."""
    exact = Decimal(x)
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - places), ROUND_HALF_UP)
    digits, power = f"{rounded:.{places}e}".split("e")
    return f"{digits}×10".replace("-", MINUS) + str(int(power)).translate(RAISED)


def to_fixed(x: float, places: int) -> str:
    """Return ``x.toFixed(places)``: a half goes up, and a zero has no minus."""
    value = Decimal(x).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value if value else abs(value):f}"


def to_precision(x: float, digits: int) -> str:
    """Return ``x.toPrecision(digits)`` of a number that it writes without a power of ten."""
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).plus(Decimal(x))
    return f"{rounded.quantize(Decimal(1).scaleb(rounded.adjusted() - digits + 1)):f}"


def literal(x: float | Iterable[float]) -> str:
    """Return a number or a list as Python source, in the digits that ``String(x)`` gives."""
    if isinstance(x, Iterable):
        return f"[{', '.join(map(literal, x))}]"
    return "np.inf" if x == math.inf else shortest(x)


def shortest(x: float) -> str:
    """Return ``String(x)`` of a finite number (ECMA-262, Number::toString)."""
    if x == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(float(x))).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)  # where the decimal point stands among the digits
    if len(text) <= point <= 21:
        text = text.ljust(point, "0")
    elif 0 < point <= 21:
        text = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{text}"
    else:
        mantissa = f"{text[0]}.{text[1:]}" if len(text) > 1 else text
        text = f"{mantissa}e{point - 1:+d}"
    return "-" * sign + text


def same(one: float, two: float) -> bool:
    """Whether two computers' results are the same but for their last digits; NaN is NaN."""
    close = math.isclose(one, two, rel_tol=1e-12, abs_tol=1e-14)
    return close or (math.isnan(one) and math.isnan(two))
