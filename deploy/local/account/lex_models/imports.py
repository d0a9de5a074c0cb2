"""Imports: CreateUploadUrl, StartImport, DescribeImport, ListImports, DeleteImport."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.local.account.lex_models.finding import find_idle_bot, require_quiet
from deploy.local.account.lex_models.importing import BotTarget, LocaleTarget, Target, finish
from deploy.local.account.lex_models.listing import Row, page, sortable
from deploy.local.account.lex_models.region import (
    Call,
    Operation,
    conflict,
    invalid,
    quota_reached,
)
from deploy.local.account.lex_models.settings import TRANSFERS
from deploy.local.account.lex_models.state import BotState, Document, ImportState

_KINDS = {"botImportSpecification": "Bot", "botLocaleImportSpecification": "BotLocale"}


def create_upload_url(call: Call) -> Document:
    region = call.region
    import_id, now = region.identifiers.draw(), region.now()
    region.imports[import_id] = ImportState(import_id, now, now)
    region.drop_later(region.imports, import_id, region.durations.transfer_kept)
    path = f"{TRANSFERS}{region.name}/imports/{import_id}"
    url = region.urls.make("PUT", call.base_url, path, region.durations.url_valid)
    return {"importId": import_id, "uploadUrl": url}


def start_import(call: Call) -> Document:
    """What is wrong with the archive shows when the import has ended, in its failureReasons."""
    region, params = call.region, call.params
    before = _find_upload(call)
    kind, given = _specification(params)
    target = _bot_target(call, given) if kind == "Bot" else _locale_target(call, given)
    started = replace(
        before,
        specification=params["resourceSpecification"],
        strategy=params["mergeStrategy"],
        password=params.get("filePassword", ""),
        updated=region.now(),
    )
    region.imports[before.id] = started
    target.hold()
    region.timeline.later(region.durations.importing, lambda: finish(region, started, target))
    return _document(started)


def describe_import(call: Call) -> Document:
    return _document(_find(call))


def list_imports(call: Call) -> Document:
    params = call.params
    rows = [
        _row(one, number)
        for number, one in enumerate(call.region.imports.values())
        if one.specification and _concerns(one, params)
    ]
    also = {name: params.get(name) for name in ("botId", "botVersion", "localeId")}
    return page(call, rows, "importSummaries", "LastUpdatedDateTime", also, "Descending")


def delete_import(call: Call) -> Document:
    region, found = call.region, _find(call)
    if found.status not in ("Completed", "Failed"):
        raise call.busy(f"import {found.id} is {found.status}: try again later")
    region.imports[found.id] = replace(found, status="Deleting")
    region.drop_later(region.imports, found.id, region.durations.deleting)
    return _document(region.imports[found.id])


def _find_upload(call: Call) -> ImportState:
    found = call.region.imports.get(call.params["importId"])
    if found is None:
        raise call.missing(f"import {call.params['importId']}")
    if found.specification:
        raise conflict(f"import {found.id} was started already: make another upload URL")
    if found.data is None:
        raise invalid(f"nothing was uploaded for import {found.id}: PUT the zip to its uploadUrl")
    return found


def _find(call: Call) -> ImportState:
    """An import is one once it was started."""
    found = call.region.imports.get(call.params["importId"])
    if found is None or not found.specification:
        raise call.missing(f"import {call.params['importId']}")
    return found


def _specification(params: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    given = params["resourceSpecification"]
    name = next(iter(given), "")
    if len(given) != 1 or name not in _KINDS:
        raise invalid(f"resourceSpecification: give exactly one of {', '.join(_KINDS)}")
    kind = _KINDS[name]
    if kind == "Bot" and params["mergeStrategy"] == "Append":
        raise invalid("mergeStrategy Append is for locales: use Overwrite or FailOnConflict")
    return kind, given[name]


def _bot_target(call: Call, given: Mapping[str, Any]) -> Target:
    region = call.region
    existing = region.bot_named(given["botName"])
    if existing is None:
        quota_reached(len(region.bots) + 1, "bots")
    elif call.params["mergeStrategy"] == "Overwrite":
        find_idle_bot(call, existing.id)
        _require_quiet_locales(existing)
    return BotTarget(region, given, call.params["mergeStrategy"], existing)


def _locale_target(call: Call, given: Mapping[str, Any]) -> Target:
    bot = find_idle_bot(call, given["botId"])
    existing = bot.draft.locales.get(given["localeId"])
    if existing is not None:
        require_quiet(existing, given["localeId"])
    return LocaleTarget(call.region, given, call.params["mergeStrategy"], bot)


def _require_quiet_locales(bot: BotState) -> None:
    for locale_id, locale in bot.draft.locales.items():
        require_quiet(locale, locale_id)


def _concerns(one: ImportState, params: Mapping[str, Any]) -> bool:
    """Whether an import is of the bot and locale that a list is asked for."""
    given = next(iter(one.specification.values()))
    bot_id = given.get("botId", one.resource_id)
    wanted_locale = params.get("localeId")
    return params.get("botId", bot_id) == bot_id and wanted_locale in (
        None,
        given.get("localeId"),
    )


def _document(one: ImportState) -> dict[str, Any]:
    return {
        "importId": one.id,
        "resourceSpecification": one.specification,
        "importedResourceId": one.resource_id or None,
        "importedResourceName": one.resource_name or None,
        "mergeStrategy": one.strategy,
        "importStatus": one.status,
        "failureReasons": list(one.failure_reasons) or None,
        "creationDateTime": one.created,
        "lastUpdatedDateTime": one.updated,
    }


def _row(one: ImportState, number: int) -> Row:
    kind = _KINDS[next(iter(one.specification))]
    # A frozen clock gives two imports one time: the one that was made later is the later one.
    updated = f"{sortable(one.updated)} {number:09d}"
    attributes = {"LastUpdatedDateTime": updated, "ImportResourceType": kind}
    return Row(one.id, {**_document(one), "importedResourceType": kind}, attributes)


OPERATIONS: Mapping[str, Operation] = {
    "CreateUploadUrl": create_upload_url,
    "StartImport": start_import,
    "DescribeImport": describe_import,
    "ListImports": list_imports,
    "DeleteImport": delete_import,
}
