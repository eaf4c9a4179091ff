"""What the bench makes of its figures: medians, verdicts, tables and the chart."""

from xml.etree import ElementTree

import pytest

from bench import report
from bench.figures import Row, Speed, not_measured, ratio_row, table
from bench.growth_chart import drawn
from bench.pages import goal_of
from bench.sites import LARGE, POSTGRESQL, REAL, SQLITE, Site

pytestmark = pytest.mark.no_database
# One round was disturbed.
SPEED = Speed((50.0, 3.0, 60.0), (100.0, 100.0, 100.0), processor_seconds=0.004, unit_processor_seconds=0.001)


def test_a_speed_is_the_median_of_rounds_beside_the_bare_view():
    assert SPEED.ratio == 0.5
    assert SPEED.processor_ratio == 0.25
    assert str(SPEED) == "0.5 (50.0 a second, 4.00 ms; 0.25 by processor)"


@pytest.mark.parametrize(("goal", "is_met"), [(0.5, True), (0.51, False), (None, None)])
def test_a_goal_is_met_or_not_or_there_is_none(goal, is_met):
    assert ratio_row("home", "SQLite, 122", SPEED, goal).is_met is is_met


def test_a_table_says_of_every_row_whether_its_goal_is_met():
    rows = [
        ratio_row("home", "here", SPEED, 0.5),
        ratio_row("map", "here", SPEED, 0.6),
        Row("dump", "here", "–", "2 s"),
    ]

    rows.append(ratio_row("slowed down", "here", Speed((5.0,), (100.0,), 0.001, 0.001), 0.9))

    said = [line.split(" | ")[-1] for line in table(rows).splitlines()[2:]]

    assert said == ["met |", "**not met** |", "– |", "**not met** by the clock, met by processor time |"]


def test_the_verdict_counts_what_is_met_and_what_is_not_known():
    rows = [ratio_row("home", "here", SPEED, 0.5), ratio_row("map", "here", SPEED, 0.6)]
    rows += [not_measured("Lighthouse", "Browser", "100", "no browser")]

    assert report.verdict(rows) == (
        "Goals met: **1**. Not met: **1**, of which 0 by the clock only, which others on the machine slow down. "
        "Not measured: 1."
    )


def test_what_is_written_by_hand_stays(tmp_path, monkeypatch):
    document = tmp_path / "performance.md"
    monkeypatch.setattr(report, "DOCUMENT", document)
    monkeypatch.setattr(report, "CHART", tmp_path / "growth.svg")
    document.write_text(f"Old figures\n{report.MARK}\n\n## Why\n")

    report.write([ratio_row("home", "SQLite, 122", SPEED, 0.5)], {"home": {122: 0.01, 1220: 0.02}}, "python -m bench")

    text = document.read_text()
    assert "Old figures" not in text
    assert "| home | ≥ 0.5 | 0.5 (" in text
    assert "](growth.svg)" in text
    assert text.endswith(f"{report.MARK}\n\n## Why\n")


def test_a_large_directory_is_held_to_the_speed_of_the_real_one(tmp_path):
    real = {(SQLITE, "first render", "home"): SPEED, (POSTGRESQL, "first render", "home"): SPEED}

    def goal(database, size, measure="first render", page="home"):
        return goal_of(measure, page, Site(database, size, tmp_path, ""), real)

    assert (goal(SQLITE, LARGE), goal(POSTGRESQL, LARGE)) == (pytest.approx(0.5 / 3), 0.25)
    assert (goal(SQLITE, REAL), goal(SQLITE, REAL, "after a change")) == (0.15, pytest.approx(0.05))
    assert (goal(SQLITE, REAL, "seen"), goal(POSTGRESQL, REAL, "unchanged")) == (0.8, 0.75)


def test_the_chart_has_a_line_a_page_and_no_two_names_in_one_place():
    growth = {
        "home": {122: 0.005, 122000: 0.006},
        "<map>": {122: 0.02, 122000: 30.0},
        "list": {122: 0.01, 122000: 0.0061},
    }

    chart = ElementTree.fromstring(drawn(growth))

    tag = "{http://www.w3.org/2000/svg}"
    assert len(chart.findall(f"{tag}polyline")) == 3
    heights = {text.text: float(text.get("y")) for text in chart.findall(f"{tag}text") if text.text in growth}
    assert set(heights) == set(growth)
    assert abs(heights["home"] - heights["list"]) >= 16
