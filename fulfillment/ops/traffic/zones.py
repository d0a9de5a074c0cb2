"""Amazon Route 53: the records of one hosted zone."""

from itertools import islice
from typing import TYPE_CHECKING

from fulfillment.ops.failures import reading
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_route53.type_defs import ResourceRecordSetOutputTypeDef

_ADDRESSES = frozenset({"A", "AAAA", "CNAME"})
_MOST_PAGES = 10
"""Of 300 records each; Route 53 takes five requests a second of a whole account."""


class Zone:
    """Raises `OpsError`."""

    def __init__(self, client: "Route53Client", zone: str) -> None:
        self._client = client
        self._zone = zone

    def records(self) -> "tuple[ResourceRecordSetOutputTypeDef, ...]":
        """Those that lead to an address, of the first 3,000."""
        with reading(phrase("read_hosted_zone", zone=self._zone)):
            pages = self._client.get_paginator("list_resource_record_sets").paginate(
                HostedZoneId=self._zone, PaginationConfig={"PageSize": 300}
            )
            return tuple(
                one
                for page in islice(pages, _MOST_PAGES)
                for one in page["ResourceRecordSets"]
                if one["Type"] in _ADDRESSES
            )
