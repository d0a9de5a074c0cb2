"""Calls every operation of lexv2-models once, in an order in which each can succeed."""

import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.deploy.account.harness import ROLE

if TYPE_CHECKING:
    from tests.deploy.account.walk import Recorder

LOCALE = "en_US"
PROMPT = {
    "messageGroups": [{"message": {"plainTextMessage": {"value": "Which one?"}}}],
    "maxRetries": 2,
}


def walk_lex(call: "Recorder") -> None:
    """Raises what the first operation that does not answer raises."""
    bot = _bot(call)
    where = {"botId": bot, "botVersion": "DRAFT", "localeId": LOCALE}
    _locale(call, where)
    _resources(call, where)
    _build(call, where)
    _versions(call, bot)
    _tags(call, bot)
    _transfer(call, bot)
    _delete(call, where)


def _lex(call: "Recorder", operation: str, **parameters: Any) -> Any:
    return call("lexv2-models", operation, **parameters)


def _bot(call: "Recorder") -> str:
    settings = {
        "botName": call.name,
        "roleArn": ROLE + "-of-lex",
        "dataPrivacy": {"childDirected": False},
        "idleSessionTTLInSeconds": 300,
    }
    bot: str = _lex(call, "CreateBot", **settings)["botId"]
    call.server.advance(2)
    assert _lex(call, "DescribeBot", botId=bot)["botStatus"] == "Available"
    _lex(call, "UpdateBot", botId=bot, **settings)
    call.server.advance(2)
    only = [{"name": "BotName", "values": [call.name], "operator": "EQ"}]
    assert len(_lex(call, "ListBots", filters=only)["botSummaries"]) == 1
    return bot


def _locale(call: "Recorder", where: Mapping[str, str]) -> None:
    _lex(call, "CreateBotLocale", **where, nluIntentConfidenceThreshold=0.4)
    call.server.advance(2)
    assert _lex(call, "DescribeBotLocale", **where)["botLocaleStatus"] == "NotBuilt"
    _lex(call, "UpdateBotLocale", **where, nluIntentConfidenceThreshold=0.5)
    version = {name: where[name] for name in ("botId", "botVersion")}
    assert len(_lex(call, "ListBotLocales", **version)["botLocaleSummaries"]) == 1


def _resources(call: "Recorder", where: Mapping[str, str]) -> None:
    kind = {
        "slotTypeName": "Size",
        "slotTypeValues": [{"sampleValue": {"value": "small"}}],
        "valueSelectionSetting": {"resolutionStrategy": "TopResolution"},
    }
    type_id = {"slotTypeId": _lex(call, "CreateSlotType", **where, **kind)["slotTypeId"]}
    _lex(call, "DescribeSlotType", **where, **type_id)
    _lex(call, "UpdateSlotType", **where, **type_id, **kind)
    assert len(_lex(call, "ListSlotTypes", **where)["slotTypeSummaries"]) == 1
    intent = {"intentName": "Order", "sampleUtterances": [{"utterance": "order a {size}"}]}
    intent_id = {"intentId": _lex(call, "CreateIntent", **where, **intent)["intentId"]}
    _lex(call, "DescribeIntent", **where, **intent_id)
    assert len(_lex(call, "ListIntents", **where)["intentSummaries"]) == 2
    elicitation = {"slotConstraint": "Required", "promptSpecification": PROMPT}
    slot = {"slotName": "size", **type_id, "valueElicitationSetting": elicitation}
    slot_id = {"slotId": _lex(call, "CreateSlot", **where, **intent_id, **slot)["slotId"]}
    _lex(call, "DescribeSlot", **where, **intent_id, **slot_id)
    _lex(call, "UpdateSlot", **where, **intent_id, **slot_id, **slot)
    assert len(_lex(call, "ListSlots", **where, **intent_id)["slotSummaries"]) == 1
    priorities = [{"priority": 1, **slot_id}]
    _lex(call, "UpdateIntent", **where, **intent_id, **intent, slotPriorities=priorities)


def _build(call: "Recorder", where: Mapping[str, str]) -> None:
    _lex(call, "BuildBotLocale", **where)
    call.server.advance(10)
    assert _lex(call, "DescribeBotLocale", **where)["botLocaleStatus"] == "Built"


def _versions(call: "Recorder", bot: str) -> None:
    sources = {LOCALE: {"sourceBotVersion": "DRAFT"}}
    for _ in range(2):
        _lex(call, "CreateBotVersion", botId=bot, botVersionLocaleSpecification=sources)
        call.server.advance(5)
    assert _lex(call, "DescribeBotVersion", botId=bot, botVersion="1")["botStatus"] == "Available"
    assert len(_lex(call, "ListBotVersions", botId=bot)["botVersionSummaries"]) == 3
    _lex(call, "DeleteBotVersion", botId=bot, botVersion="2")
    settings = {"botId": bot, "botAliasName": "live", "botVersion": "1"}
    alias = {"botAliasId": _lex(call, "CreateBotAlias", **settings)["botAliasId"]}
    call.server.advance(3)
    _lex(call, "DescribeBotAlias", botId=bot, **alias)
    _lex(call, "UpdateBotAlias", **settings, **alias)
    assert len(_lex(call, "ListBotAliases", botId=bot)["botAliasSummaries"]) == 2
    call.server.advance(3)
    _lex(call, "DeleteBotAlias", botId=bot, **alias)
    call.server.advance(3)


def _tags(call: "Recorder", bot: str) -> None:
    arn = {"resourceARN": f"arn:aws:lex:us-east-1:123456789012:bot/{bot}"}
    _lex(call, "TagResource", **arn, tags={"owner": "us"})
    assert _lex(call, "ListTagsForResource", **arn)["tags"] == {"owner": "us"}
    _lex(call, "UntagResource", **arn, tagKeys=["owner"])


def _transfer(call: "Recorder", bot: str) -> None:
    source = {"botExportSpecification": {"botId": bot, "botVersion": "1"}}
    made = _lex(call, "CreateExport", resourceSpecification=source, fileFormat="LexJson")
    export = {"exportId": made["exportId"]}
    call.server.advance(2)
    _lex(call, "UpdateExport", **export)
    call.server.advance(2)
    url = _lex(call, "DescribeExport", **export)["downloadUrl"]
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own loopback address
        archive = answer.read()
    assert _lex(call, "ListExports", botId=bot)["exportSummaries"]
    _lex(call, "DeleteExport", **export)
    _import(call, archive)


def _import(call: "Recorder", archive: bytes) -> None:
    made = _lex(call, "CreateUploadUrl")
    upload = urllib.request.Request(made["uploadUrl"], archive, method="PUT")  # noqa: S310 - as above
    urllib.request.urlopen(upload, timeout=20).close()  # noqa: S310 - as above
    target = {
        "botName": call.name,
        "roleArn": ROLE + "-of-lex",
        "dataPrivacy": {"childDirected": False},
    }
    _lex(
        *(call, "StartImport"),
        importId=made["importId"],
        resourceSpecification={"botImportSpecification": target},
        mergeStrategy="Overwrite",
    )
    call.server.advance(4)
    found = _lex(call, "DescribeImport", importId=made["importId"])
    assert found["importStatus"] == "Completed", found
    assert _lex(call, "ListImports")["importSummaries"]
    _lex(call, "DeleteImport", importId=made["importId"])


def _delete(call: "Recorder", where: Mapping[str, str]) -> None:
    intents = _lex(call, "ListIntents", **where)["intentSummaries"]
    [order] = [one["intentId"] for one in intents if one["intentName"] == "Order"]
    [slot] = _lex(call, "ListSlots", **where, intentId=order)["slotSummaries"]
    _lex(call, "DeleteSlot", **where, intentId=order, slotId=slot["slotId"])
    _lex(call, "DeleteIntent", **where, intentId=order)
    [kind] = _lex(call, "ListSlotTypes", **where)["slotTypeSummaries"]
    _lex(call, "DeleteSlotType", **where, slotTypeId=kind["slotTypeId"])
    _lex(call, "DeleteBotLocale", **where)
    call.server.advance(3)
    _lex(call, "DeleteBot", botId=where["botId"])
