"""Charts on the page: drawn as elements, named, and there as numbers too."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import say

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "golden" / "web" / "chart.svg"


def test_a_chart_is_an_image_with_a_name_and_a_description(page: Page) -> None:
    image = say(page, "chart").get_by_role("img", name="p99 latency: orders in production")

    expect(image).to_be_visible()
    expect(image).to_have_accessible_description(
        "p99 latency is 2.4 s, 3 times the 0.8 s of the day before. It rose at 13:38."
    )


def test_a_chart_is_drawn_as_recorded(page: Page) -> None:
    """The clock of the chart's own zone, gaps as gaps, the deployment where it began."""
    drawn = say(page, "chart").locator(".chart > svg").evaluate("svg => svg.outerHTML")
    markup = drawn.replace("><", ">\n<") + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(markup, encoding="utf-8")

    assert markup == GOLDEN.read_text(encoding="utf-8")


def test_the_legend_names_every_line(page: Page) -> None:
    names = say(page, "chart").locator(".chart-legend li").all_inner_texts()

    assert names == ["p99", "p95", "p50", "p99, the day before"]


def test_the_numbers_are_there_as_a_table_by_keyboard(page: Page) -> None:
    chart = say(page, "chart").get_by_test_id("reply-chart")
    chart.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = chart.get_by_role("row")

    expect(rows).to_have_count(61)
    expect(chart.get_by_role("columnheader")).to_have_text(
        ["Time", "p99", "p95", "p50", "p99, the day before"]
    )
    assert rows.nth(1).inner_text().split("\t") == ["13:00", "800 ms", "500 ms", "170 ms", "780 ms"]
    assert rows.nth(12).inner_text().split("\t")[1] == "no data"


def test_a_chart_without_data_says_so(page: Page) -> None:
    chart = say(page, "chart of nothing").get_by_test_id("reply-chart")
    chart.locator("summary").click()

    expect(chart.get_by_role("img")).to_have_count(0)
    expect(chart.get_by_role("cell")).to_have_text(["no data"])


def test_a_chart_of_zeros_has_an_axis(page: Page) -> None:
    ticks = say(page, "flat chart").locator(".chart-tick text").all_text_contents()

    assert ticks[0] == "0/min"
    assert len(ticks) > 1


def test_a_chart_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="de-DE")
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("account-name").wait_for()
    image = say(page, "chart").get_by_role("img")
    box = image.bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    expect(image.locator(".chart-tick text").last).to_have_text("3 s")
    expect(page.locator(".chart-table summary")).to_have_text("Als Tabelle zeigen")
    context.close()
