"""A few of many names."""

from partnerships.noticeboard.few import few_of

NAMES = [("Leeds", "councils"), ("York", "councils"), ("Opera North", "arts"), ("IVE", "arts"), ("Abbey", "schools")]


def test_one_of_each_kind_comes_before_the_second_of_any():
    assert few_of(NAMES, 4) == ["Leeds", "Opera North", "Abbey", "York"]


def test_where_they_are_few_all_are_named():
    assert few_of(NAMES, 9) == ["Leeds", "Opera North", "Abbey", "York", "IVE"]
