"""A slice is as large as can be written in its time, and others have as long after it."""

from members.sheets import slices


def test_a_slice_is_as_large_as_can_be_written_in_its_time(db, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(slices.time, "monotonic", lambda: now[0])
    slept = []
    monkeypatch.setattr(slices.time, "sleep", slept.append)
    monkeypatch.setattr(slices, "MOST", 500)
    pace, sizes = slices.Pace(rows=50), []

    for seconds in (0.1, 0.1, 0.25, 2.5, 0.025):
        with pace.slice():
            now[0] += seconds
        sizes.append(pace.rows)

    assert sizes == [100, 200, 200, 20, 40]
    # Whoever waits has as long as the slice before took.
    assert [round(seconds, 2) for seconds in slept] == [0, 0.15, 0.15, 0.25, 2.5]
