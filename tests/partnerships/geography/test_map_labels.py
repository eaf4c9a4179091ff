"""Names on the drawn map."""

from partnerships.geography import map_labels
from partnerships.geography.outlines import BoundingBox, Outline

VIEW = BoundingBox(0, 0, 200, 200)


def square(x, y, size):
    """Return the outline of a square with its middle at (x, y)."""
    half = size / 2
    return Outline("M0 0l1 0 0 1z", BoundingBox(x - half, y - half, x + half, y + half), (x, y))


def lines(labels):
    return [label.lines for label in labels]


def test_a_long_name_stands_in_lines_and_a_long_word_is_not_broken():
    names = [("Westmorland and Furness", square(100, 50, 150)), ("Northumberlandshire", square(100, 150, 190))]

    labels = map_labels.that_fit(names, set(), VIEW, 10)

    assert lines(labels) == [("Northumberlandshire",), ("Westmorland", "and Furness")]


def test_the_lines_of_a_name_stand_around_its_place():
    [label] = map_labels.that_fit([("Westmorland and Furness", square(100, 50, 150))], set(), VIEW, 10)

    assert label.placed_lines == [("Westmorland", -0.2), ("and Furness", 1.1)]
    assert not label.is_subject


def test_a_name_larger_than_its_place_is_left_out():
    assert map_labels.that_fit([("Stevenage", square(100, 100, 20))], set(), VIEW, 10) == []


def test_a_name_that_reaches_out_of_view_is_left_out():
    assert map_labels.that_fit([("Dover", square(195, 100, 80))], set(), VIEW, 10) == []


def test_of_two_names_in_each_others_way_the_subjects_stays():
    large, subject = square(100, 100, 100), square(105, 105, 60)

    labels = map_labels.that_fit([("Large", large), ("Subject", subject)], {subject, square(0, 0, 9)}, VIEW, 10)

    assert lines(labels) == [("Subject",)]
    assert labels[0].is_subject


def test_a_lone_subject_is_named_however_small_it_is():
    city = square(100, 100, 2)

    assert lines(map_labels.that_fit([("City of London", city)], {city}, VIEW, 10)) == [("City of", "London")]
