"""From AWS's shapes to shares, for what the example world does not have."""

from typing import Any

import pytest

from fulfillment.ops.traffic.shaping import groups_of, records, rule, weights

GROUP = "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup"
A, B = f"{GROUP}/a/1", f"{GROUP}/b/2"
OURS = {"shop-1.elb.example": "shop"}


def forward(*groups: tuple[str, int]) -> Any:
    shares = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in groups]
    return {"Type": "forward", "ForwardConfig": {"TargetGroups": shares}}


@pytest.mark.parametrize(
    ("action", "shares"),
    [
        ({"Type": "forward", "TargetGroupArn": A}, {A: 100}),
        # ELB ignores the weight of a single group.
        (forward((A, 0)), {A: 100}),
        (forward((A, 950), (B, 50)), {A: 95, B: 5}),
        (forward((A, 0), (B, 0)), {A: 0, B: 0}),
        ({"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}, {}),
    ],
)
def test_weights_become_percents(action: Any, shares: dict[str, float]) -> None:
    assert weights(action) == shares


def test_a_rule_without_a_service_of_ours_is_left_out() -> None:
    described: Any = {"Actions": [forward((B, 1))], "Conditions": []}

    assert rule(described, {A: "orders"}, {}) is None


def test_conditions_of_every_kind_are_kept() -> None:
    described: Any = {
        "Actions": [forward((A, 9), (B, 1))],
        "Conditions": [
            {"Field": "host-header", "HostHeaderConfig": {"Values": ["shop.example"]}},
            {"Field": "path-pattern", "Values": ["/a/*", "/b/*"]},
            {
                "Field": "http-header",
                "HttpHeaderConfig": {"HttpHeaderName": "x-canary", "Values": ["yes"]},
            },
            {"Field": "query-string", "QueryStringConfig": {"Values": [{"Value": "v2"}]}},
        ],
    }
    found = rule(described, {A: "orders"}, {})

    assert found is not None
    assert found.conditions == (
        ("host", ("shop.example",)),
        ("path", ("/a/*", "/b/*")),
        ("header", ("x-canary: yes",)),
        ("query", ("*=v2",)),
    )
    assert [(one.service, one.target_group) for one in found.shares] == [("orders", "a"), ("", "b")]


def test_both_groups_of_a_blue_green_service_are_its_own() -> None:
    services: Any = [
        {
            "serviceName": "orders",
            "loadBalancers": [
                {"targetGroupArn": A, "advancedConfiguration": {"alternateTargetGroupArn": B}},
                {"loadBalancerName": "classic"},
            ],
        }
    ]

    assert groups_of(services) == {A: "orders", B: "orders"}


def a_record(name: str, **more: Any) -> Any:
    alias = {"HostedZoneId": "Z1", "DNSName": "dualstack.Shop-1.elb.example."}
    return {"Name": f"{name}.", "Type": "A", "AliasTarget": alias, **more}


def other(name: str, **more: Any) -> Any:
    return {"Name": f"{name}.", "Type": "A", "ResourceRecords": [{"Value": "192.0.2.1"}], **more}


def test_all_weights_zero_is_equal_shares() -> None:
    found = records(
        [
            a_record("x.example", SetIdentifier="new", Weight=0),
            other("x.example", SetIdentifier="old", Weight=0),
        ],
        OURS,
    )

    assert [(one.target, one.percent) for one in found] == [("shop", 50.0), ("192.0.2.1", 50.0)]


def test_names_that_lead_elsewhere_are_left_out_and_both_address_families_are_one() -> None:
    found = records(
        [
            other("mail.example"),
            a_record("\\052.shop.example"),
            a_record("\\052.shop.example", Type="AAAA"),
        ],
        OURS,
    )

    assert [(one.name, one.target, one.percent) for one in found] == [
        ("*.shop.example", "shop", None)
    ]
