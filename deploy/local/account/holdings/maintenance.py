"""What AWS has scheduled: Health's events, EC2's events of instances, ACM's certificates."""

from typing import Any

from deploy.local.account.holdings.data import (
    CertificateRecord,
    Holdings,
    InstanceRecord,
    ScheduledRecord,
)
from deploy.local.account.holdings.paging import page
from deploy.local.account.slim_moto import ActionResult, BaseResponse, EC2Response

_PAGE = 100
_DEFAULT_KEYS = ("RSA_1024", "RSA_2048")
"""What ListCertificates shows where no key types are asked for."""


class HealthResponse(BaseResponse):
    def __init__(self, holdings: Holdings) -> None:
        super().__init__(service_name="health")
        self.automated_parameter_parsing = True
        self._holdings = holdings

    def describe_events(self) -> ActionResult:
        wanted = self._get_param("filter") or {}
        kept = [one for one in self._holdings.scheduled if self._is_wanted(one, wanted)]
        some, token = page(kept, self._get_param("nextToken"), self._get_param("maxResults"), _PAGE)
        return ActionResult({"events": [self._event(one) for one in some], "nextToken": token})

    def describe_affected_entities(self) -> ActionResult:
        arns = (self._get_param("filter") or {}).get("eventArns", [])
        entities = [
            {"eventArn": self._arn(one), "entityValue": value, "statusCode": "PENDING"}
            for one in self._holdings.scheduled
            for value in one.entities
            if self._arn(one) in arns
        ]
        some, token = page(
            entities, self._get_param("nextToken"), self._get_param("maxResults"), _PAGE
        )
        return ActionResult({"entities": some, "nextToken": token})

    def _is_wanted(self, one: ScheduledRecord, wanted: dict[str, Any]) -> bool:
        held = {
            "regions": self._holdings.region,
            "eventStatusCodes": one.status,
            "eventTypeCategories": one.category,
        }
        return all(value in (wanted.get(key) or [value]) for key, value in held.items())

    def _arn(self, one: ScheduledRecord) -> str:
        moment = f"{one.starts_at:%Y%m%d%H%M}"
        return f"arn:aws:health:{self._holdings.region}::event/{one.service}/{one.code}/{moment}"

    def _event(self, one: ScheduledRecord) -> dict[str, Any]:
        return {
            "arn": self._arn(one),
            "service": one.service,
            "eventTypeCode": one.code,
            "eventTypeCategory": one.category,
            "region": self._holdings.region,
            "startTime": one.starts_at,
            "statusCode": one.status,
            "eventScopeCode": "ACCOUNT_SPECIFIC",
        }


class InstanceResponse(EC2Response):
    """EC2 whose instance events are the world's; it has no instances else."""

    def __init__(self, holdings: Holdings) -> None:
        super().__init__()
        self._holdings = holdings

    def describe_instance_status(self) -> ActionResult:
        return ActionResult(
            {"InstanceStatuses": [_instance(one) for one in self._holdings.instances]}
        )


class CertificateResponse(BaseResponse):
    def __init__(self, holdings: Holdings) -> None:
        super().__init__(service_name="acm")
        self.automated_parameter_parsing = True
        self._holdings = holdings

    def list_certificates(self) -> ActionResult:
        keys = (self._get_param("Includes") or {}).get("keyTypes") or _DEFAULT_KEYS
        statuses = self._get_param("CertificateStatuses") or ["ISSUED"]
        kept = [
            one for one in self._holdings.certificates if one.key in keys and "ISSUED" in statuses
        ]
        some, token = page(kept, self._get_param("NextToken"), self._get_param("MaxItems"), _PAGE)
        summaries = [self._summary(one) for one in some]
        return ActionResult({"CertificateSummaryList": summaries, "NextToken": token})

    def _summary(self, one: CertificateRecord) -> dict[str, Any]:
        where = f"{self._holdings.region}:{self._holdings.account}"
        return {
            "CertificateArn": f"arn:aws:acm:{where}:certificate/{one.domain}",
            "DomainName": one.domain,
            "SubjectAlternativeNameSummaries": list(one.names),
            "Status": "ISSUED",
            "Type": one.type,
            "KeyAlgorithm": one.key,
            "InUse": one.is_used,
            "RenewalEligibility": "INELIGIBLE" if one.type == "IMPORTED" else "ELIGIBLE",
            "NotAfter": one.expires_at,
        }


def _instance(one: InstanceRecord) -> dict[str, Any]:
    event = {"Code": one.code, "Description": one.description, "NotBefore": one.not_before}
    return {
        "InstanceId": one.id,
        "AvailabilityZone": one.zone,
        "InstanceState": {"Code": 16, "Name": "running"},
        "Events": [event],
    }
