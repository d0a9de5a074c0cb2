"""A chart in Slack: a picture below the answer, bars of text where there is none."""

import io
import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from channels.slack.axes import nice_ticks
from channels.slack.picture import ascii_only, dashes, picture, picture_of
from fulfillment.turn import Chart, Reply, Series
from tests.channels import charts
from tests.channels.slack.aws import Aws
from tests.channels.slack.fake_slack import Failure, FakeSlack
from tests.channels.slack.payloads import payload
from tests.channels.slack.workspace import shown, workspace
from tests.fulfillment.language import english

GOLDEN = Path(__file__).parents[2] / "golden" / "slack" / "chart.png"
SAY = english()


def test_a_chart_is_drawn_as_recorded() -> None:
    """To the eye: another version of Pillow may smooth a letter otherwise."""
    data = picture(SAY, charts.LATENCY)
    assert data is not None
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_bytes(data)
    drawn, recorded = Image.open(io.BytesIO(data)), Image.open(GOLDEN)

    assert (drawn.format, drawn.size) == ("PNG", recorded.size)
    difference = ImageChops.difference(drawn.convert("L"), recorded.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 1
    assert len(data) < 200_000


def test_other_numbers_make_another_picture() -> None:
    flat = replace(charts.LATENCY, series=charts.LATENCY.series[2:])
    difference = ImageChops.difference(
        *(
            Image.open(io.BytesIO(picture(SAY, one) or b"")).convert("L")
            for one in (charts.LATENCY, flat)
        )
    )

    assert ImageStat.Stat(difference).mean[0] > 1


@pytest.mark.parametrize(
    "chart", [charts.EMPTY, Chart("x", "percent", ()), Chart("x", "percent", (Series("x", ()),))]
)
def test_nothing_to_draw_is_no_picture(chart: Chart) -> None:
    assert picture_of(SAY, chart) is None


def test_a_chart_of_zeros_is_drawn() -> None:
    assert picture(SAY, charts.ERRORS)


def test_a_picture_says_what_is_to_be_seen() -> None:
    long = replace(charts.LATENCY, summary="x" * 5000, title="y" * 500)
    made, cut = picture_of(SAY, charts.LATENCY), picture_of(SAY, long)

    assert made is not None
    assert made.alt_text == f"{charts.LATENCY.title}. {charts.LATENCY.summary}"
    assert cut is not None
    assert (len(cut.title), len(cut.alt_text)) == (150, 1000)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0.0, (0, 0.25, 0.5, 0.75, 1)),
        (2.5, (0, 1, 2, 3)),
        (100.0, (0, 25, 50, 75, 100)),
        (1400.0, (0, 500, 1000, 1500)),
    ],
)
def test_an_axis_has_round_steps_up_to_the_highest(
    highest: float, ticks: tuple[float, ...]
) -> None:
    found = nice_ticks(highest)

    assert found[: len(ticks)] == pytest.approx(ticks[: len(found)])
    assert found[-1] >= highest


def test_dashes_have_their_length_also_around_corners() -> None:
    runs = dashes([(0, 0), (10, 0), (10, 10)], (6, 2))

    assert runs == [[(0, 0), (6, 0)], [(8, 0), (10, 0), (10, 4)], [(10, 6), (10, 10)]]


def test_the_picture_has_letters_for_every_language() -> None:
    assert ascii_only("Größe \N{EN DASH} Anfragen/min · ☃") == "Grosse - Anfragen/min ? ?"


def test_a_picture_follows_the_answer_in_its_thread(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, charts.REPLY)

    world.send_event(payload("app_mention"))
    assert world.deliver() == 0

    assert [call.method for call in slack.calls] == [
        "chat.postMessage",
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
    ]
    [asked], [sent], [shared] = (
        slack.of(one)
        for one in ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
    )
    assert asked["alt_txt"].startswith("p99 latency: orders in production. p99 latency is 2.4 s")
    assert int(asked["length"]) == len(sent["bytes"])
    assert sent["bytes"].startswith(b"\x89PNG")
    assert (shared["channel_id"], shared["thread_ts"]) == ("C0001", "1767225600.000100")
    assert "▇" not in shown(slack.of("chat.postMessage")[0])


@pytest.mark.parametrize(
    ("method", "failure"),
    [
        ("files.getUploadURLExternal", Failure(error="missing_scope")),
        ("upload", Failure(status=500)),
        ("files.completeUploadExternal", Failure(error="not_in_channel")),
    ],
)
def test_without_the_picture_the_answer_gets_bars_and_is_sent_once(
    aws: Aws,
    slack: FakeSlack,
    method: str,
    failure: Failure,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = workspace(aws, slack, charts.REPLY)
    slack.fail_next(method, failure)

    with caplog.at_level(logging.ERROR):
        world.send_event(payload("app_mention"))
        assert world.deliver() == 0

    [update] = slack.of("chat.update")
    assert "█" in shown(update)
    assert len(slack.of("chat.postMessage")) == 1
    assert "a picture" in caplog.text


def test_an_update_that_fails_too_does_not_repeat_the_answer(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, charts.REPLY)
    slack.fail_next("files.getUploadURLExternal", Failure(error="missing_scope"))
    slack.fail_next("chat.update", Failure(status=500))

    world.send_event(payload("app_mention"))

    assert world.deliver() == 0
    assert len(slack.of("chat.postMessage")) == 1


def test_a_command_is_answered_with_bars(aws: Aws, slack: FakeSlack) -> None:
    """Its answer is for one person: a file would be there for the whole channel."""
    world = workspace(aws, slack, charts.REPLY)
    world.send_command(payload("slash_command", response_url=slack.response_url()))
    world.deliver()

    [call] = slack.calls
    assert call.method == "response_url"
    assert "█" in shown(call.arguments)


def test_a_reply_without_a_chart_uploads_nothing(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, Reply(text="Nothing is broken."))
    world.send_event(payload("app_mention"))
    world.deliver()

    assert [call.method for call in slack.calls] == ["chat.postMessage"]
