"""Small tables of numbers as the output of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Table", "decimals", "table"]


class Table:
    """A table that shows itself as Markdown wherever it is a cell's last expression."""

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.header = list(header)
        self.rows = [list(row) for row in rows]

    def _repr_markdown_(self) -> str:
        lines = [self.header, ["---:"] * len(self.header), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Lay out rows under a header, flush right.

    Parameters
    ----------
    header : sequence of str
        One name for each column; Markdown is understood.
    rows : iterable of sequences
        One entry for each column; what is not text is shown as Python prints it.

    Returns
    -------
    Table
        Rendered by notebooks and by the book.

    Raises
    ------
    ValueError
        If a row is not as long as the header.

    Examples
    --------
    >>> print(table(["T", "p"], [[0.5, "0.8638"], [1, "0.6590"]])._repr_markdown_())
    | T | p |
    | ---: | ---: |
    | 0.5 | 0.8638 |
    | 1 | 0.6590 |
    """
    texts = [[str(cell) for cell in row] for row in rows]
    for row in texts:
        if len(row) != len(header):
            raise ValueError(f"each row must have {len(header)} entries, got {row!r}")
    return Table(header, texts)


def decimals(values: Iterable[float], places: int = 4) -> list[str]:
    """Write numbers with as many decimals; one that would round to 0 or 1 but is neither says so.

    A number within 1e-12 of 1 counts as 1: so sums of probabilities do.

    Parameters
    ----------
    values : iterable of float
        Numbers that are not negative, such as probabilities or entropies.
    places : int, default 4
        Digits after the point.

    Returns
    -------
    list of str
        One text for each number.

    Examples
    --------
    >>> decimals([0.99996, 4.5e-5, 1 - 1e-15])
    ['>0.9999', '<0.0001', '1.0000']
    >>> decimals([0.0, 0.5], 2)
    ['0.00', '0.50']
    """
    unit = 10.0**-places

    def text(x: float) -> str:
        rounded = f"{x:.{places}f}"
        if x > 0 and float(rounded) == 0:
            return f"<{unit:.{places}f}"
        if x < 1 - 1e-12 and float(rounded) == 1 and places:
            return f">{1 - unit:.{places}f}"
        return rounded

    return [text(x) for x in values]
