"""Exports: CreateExport, DescribeExport, ListExports, UpdateExport, DeleteExport, and the zip."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lex.archive import archive_files
from deploy.local.account.lex_models.definitions import lex_bot
from deploy.local.account.lex_models.encryption import encrypted_zip
from deploy.local.account.lex_models.finding import find_bot, find_version
from deploy.local.account.lex_models.listing import Row, page, sortable
from deploy.local.account.lex_models.region import Call, Operation, Region, conflict, invalid
from deploy.local.account.lex_models.settings import TRANSFERS
from deploy.local.account.lex_models.state import Document, ExportState, VersionState

_EPOCH = (1980, 1, 1, 0, 0, 0)


def create_export(call: Call) -> Document:
    """Keeps the version as it is now; what changes later is not in the zip."""
    region, params = call.region, call.params
    if params["fileFormat"] != "LexJson":
        raise invalid("only bots and locales are exported here, and only as LexJson")
    where, version = _source(call)
    export_id, now = region.identifiers.draw(), region.now()
    bot, locale = lex_bot(version), where.get("localeId", "")
    specification, password = params["resourceSpecification"], params.get("filePassword", "")
    export = ExportState(export_id, now, now, specification, bot, locale, password)
    region.exports[export_id] = export
    _complete_later(region, export_id)
    region.drop_later(region.exports, export_id, region.durations.transfer_kept)
    return _document(export)


def describe_export(call: Call) -> Document:
    """Each call gives a URL of its own."""
    export = _find(call)
    if export.status != "Completed":
        return _document(export)
    path = f"{TRANSFERS}{call.region.name}/exports/{export.id}/{_file_name(export)}"
    url = call.region.urls.make("GET", call.base_url, path, call.region.durations.url_valid)
    return {**_document(export), "downloadUrl": url}


def update_export(call: Call) -> Document:
    """Makes the zip again with another password, or with none."""
    region, export = call.region, _find_quiet(call)
    password = call.params.get("filePassword", "")
    updated = replace(export, password=password, status="InProgress", updated=region.now())
    region.exports[export.id] = updated
    _complete_later(region, export.id)
    return _document(updated)


def delete_export(call: Call) -> Document:
    region, export = call.region, _find_quiet(call)
    region.exports[export.id] = replace(export, status="Deleting")
    region.drop_later(region.exports, export.id, region.durations.deleting)
    return _document(region.exports[export.id])


def list_exports(call: Call) -> Document:
    params = call.params
    rows = [
        _row(export)
        for export in call.region.exports.values()
        if all(
            _where(export).get(name) == params[name]
            for name in ("botId", "botVersion", "localeId")
            if name in params
        )
    ]
    also = {name: params.get(name) for name in ("botId", "botVersion", "localeId")}
    return page(call, rows, "exportSummaries", "LastUpdatedDateTime", also, "Descending")


def export_zip(export: ExportState) -> bytes:
    """The archive that a download gets."""
    files = archive_files(export.bot)
    if export.locale:
        files = _of_locale(files, export.locale)
    if export.password:
        return encrypted_zip(files, export.password)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode())
    return buffer.getvalue()


def _of_locale(files: Mapping[str, str], locale: str) -> dict[str, str]:
    """An export of a locale has only what is below it, and says so in its manifest."""
    manifest = json.loads(files["Manifest.json"])
    manifest["metaData"]["resourceType"] = "BOTLOCALE"
    marker = f"/BotLocales/{locale}/"
    below = {
        f"{locale}/{name.partition(marker)[2]}": text
        for name, text in files.items()
        if marker in name
    }
    return {"Manifest.json": json.dumps(manifest, indent=1) + "\n", **below}


def _source(call: Call) -> tuple[Mapping[str, str], VersionState]:
    given = call.params["resourceSpecification"]
    where = given.get("botExportSpecification") or given.get("botLocaleExportSpecification")
    if len(given) != 1 or where is None:
        raise invalid("give exactly one of botExportSpecification, botLocaleExportSpecification")
    bot = find_bot(call, where["botId"])
    version = find_version(call, where["botVersion"], bot)
    if version.status != "Available":
        raise conflict(f"version {where['botVersion']} is {version.status}: try again later")
    if "localeId" in where and where["localeId"] not in version.locales:
        raise call.missing(f"locale {where['localeId']} of version {where['botVersion']}")
    return where, version


def _complete_later(region: Region, export_id: str) -> None:
    def complete() -> None:
        export = region.exports.get(export_id)
        if export is not None and export.status == "InProgress":
            now = region.now()
            region.exports[export_id] = replace(export, status="Completed", updated=now)

    region.timeline.later(region.durations.exporting, complete)


def _find(call: Call) -> ExportState:
    export = call.region.exports.get(call.params["exportId"])
    if export is None:
        raise call.missing(f"export {call.params['exportId']}")
    return export


def _find_quiet(call: Call) -> ExportState:
    export = _find(call)
    if export.status != "Completed":
        raise call.busy(f"export {export.id} is {export.status}: try again later")
    return export


def _where(export: ExportState) -> Mapping[str, Any]:
    return next(iter(export.specification.values()))


def _file_name(export: ExportState) -> str:
    version = _where(export)["botVersion"]
    if export.locale:
        return f"{export.bot.name}_{version}_{export.locale}_{export.id}_LEX_JSON.zip"
    return f"{export.bot.name}-{version}-{export.id}-LexJson.zip"


def _document(export: ExportState) -> dict[str, Any]:
    return {
        "exportId": export.id,
        "resourceSpecification": export.specification,
        "fileFormat": "LexJson",
        "exportStatus": export.status,
        "creationDateTime": export.created,
        "lastUpdatedDateTime": export.updated,
    }


def _row(export: ExportState) -> Row:
    attributes = {
        "LastUpdatedDateTime": sortable(export.updated),
        "ExportResourceType": "BotLocale" if export.locale else "Bot",
    }
    return Row(export.id, _document(export), attributes)


OPERATIONS: Mapping[str, Operation] = {
    "CreateExport": create_export,
    "DescribeExport": describe_export,
    "UpdateExport": update_export,
    "DeleteExport": delete_export,
    "ListExports": list_exports,
}
