import pytest

from softmaxlab.tables import decimals, table


def test_a_table_is_markdown():
    text = table(["*T*", "$p$"], [[1, "0.5"], [2.5, "a | b"]])._repr_markdown_()
    assert text.splitlines()[0] == "| *T* | $p$ |"
    assert text.splitlines()[1] == "| ---: | ---: |"
    assert text.splitlines()[2] == "| 1 | 0.5 |"


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match=r"2 entries, got \['1'\]"):
        table(["a", "b"], [[1]])


def test_what_is_not_zero_is_not_written_as_zero():
    assert decimals([0, 4e-5, 5e-5, 0.12346, 1]) == [
        "0.0000",
        "<0.0001",
        "0.0001",
        "0.1235",
        "1.0000",
    ]
    assert decimals([0.004], 2) == ["<0.01"]
    assert decimals([0.99994, 0.99996, 1 - 1e-13, 1.00001]) == [
        "0.9999",
        ">0.9999",
        "1.0000",
        "1.0000",
    ]
    for places in range(12):  # half a unit may round either way, but not to a plain 0
        (text,) = decimals([0.5 * 10.0**-places], places)
        assert text.startswith("<") or float(text) > 0
