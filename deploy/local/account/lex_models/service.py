"""The service: dispatches calls, moves archives, and tells others in this process what it holds."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.lex.definition import LexBot
from deploy.errors import ModelsApiError
from deploy.local.account.clock import SimulatedClock
from deploy.local.account.ecs.timeline import Timeline
from deploy.local.account.http import HttpRequest, HttpResponse
from deploy.local.account.lex_models import (
    aliases,
    bots,
    building,
    exports,
    imports,
    intents,
    locales,
    slot_types,
    slots,
    tags,
    transfer,
    versions,
    wire,
)
from deploy.local.account.lex_models.definitions import lex_bot
from deploy.local.account.lex_models.identifiers import Identifiers
from deploy.local.account.lex_models.region import Call, Operation, Region
from deploy.local.account.lex_models.settings import TRANSFERS, Durations
from deploy.local.account.lex_models.state import BotState, PublishedAlias
from deploy.local.account.lex_models.transfer import TransferUrls
from deploy.local.account.lex_models.validation import check
from deploy.local.account.routing import route

SERVICE = "lexv2-models"

_OPERATIONS: Mapping[str, Operation] = {
    **bots.OPERATIONS,
    **locales.OPERATIONS,
    **intents.OPERATIONS,
    **slots.OPERATIONS,
    **slot_types.OPERATIONS,
    **building.OPERATIONS,
    **versions.OPERATIONS,
    **aliases.OPERATIONS,
    **imports.OPERATIONS,
    **exports.OPERATIONS,
    **tags.OPERATIONS,
}


class LexModels:
    """Lex V2's bots in every region. Answers under `lock`, in the time of `clock`."""

    def __init__(
        self,
        clock: SimulatedClock,
        lock: "threading.RLock",
        durations: Callable[[], Durations] = Durations,
    ) -> None:
        self._timeline = Timeline(clock, lock)
        self._lock = lock
        self._durations = durations
        self._identifiers = Identifiers()
        self._urls = TransferUrls(clock.now)
        self._regions: dict[str, Region] = {}

    def handle(self, request: HttpRequest, region: str) -> HttpResponse:
        """Answer a signed request for an operation that is listed in `operations.yaml`."""
        operation, labels = route(SERVICE, request)
        try:
            params = wire.read(request, operation, labels)
            if operation.input_shape is not None:
                check(params, operation.input_shape)
            with self._lock:
                call = Call(operation, params, self._region(region), _base_url(request))
                return wire.respond(operation, _OPERATIONS[operation.name](call))
        except ModelsApiError as error:
            return wire.refuse(request, error)

    def move(self, request: HttpRequest) -> HttpResponse:
        """Take an uploaded zip, or give one: a request below `TRANSFERS`, which is unsigned."""
        if refusal := self._urls.refusal(request):
            return refusal
        region, kind, key, *_ = request.path.removeprefix(TRANSFERS).split("/")
        with self._lock:
            found = self._region(region)
            if kind == "imports":
                return _upload(found, key, request)
            return _download(found, key, request)

    def definition(self, bot_id: str, version: str, region: str = "us-east-1") -> LexBot:
        """A version ("DRAFT", "3") as it is now. Raises ModelsApiError where there is none."""
        with self._lock:
            bot = self._bot(bot_id, region)
            if version not in bot.versions:
                raise _not_there(f"version {version} of bot {bot_id}")
            return lex_bot(bot.versions[version])

    def alias(self, bot_id: str, alias_id: str, region: str = "us-east-1") -> PublishedAlias:
        """What an alias points at. Raises ModelsApiError where there is none."""
        with self._lock:
            bot = self._bot(bot_id, region)
            if alias_id not in bot.aliases:
                raise _not_there(f"alias {alias_id} of bot {bot_id}")
            found = bot.aliases[alias_id]
        settings = found.settings.get("botAliasLocaleSettings", {})
        functions = {name: _function(one) for name, one in settings.items() if one["enabled"]}
        return PublishedAlias(found.id, found.settings["botAliasName"], found.version, functions)

    def _bot(self, bot_id: str, region: str) -> BotState:
        bot = self._region(region).bots.get(bot_id)
        if bot is None:
            raise _not_there(f"bot {bot_id}")
        return bot

    def _region(self, name: str) -> Region:
        if name not in self._regions:
            self._regions[name] = Region(
                name, self._timeline, self._identifiers, self._durations, self._urls
            )
        return self._regions[name]


def _upload(region: Region, key: str, request: HttpRequest) -> HttpResponse:
    found = region.imports.get(key)
    if found is None or found.specification:
        message = "this import was started already: make another upload URL"
        return transfer.refuse(request, "AccessDenied", message, 403)
    region.imports[key] = replace(found, data=request.body)
    return HttpResponse(200)


def _download(region: Region, key: str, request: HttpRequest) -> HttpResponse:
    found = region.exports.get(key)
    if found is None or found.status != "Completed":
        return transfer.refuse(request, "NoSuchKey", "The specified key does not exist.", 404)
    name = request.path.rpartition("/")[2]
    headers = {
        "content-type": "application/zip",
        "content-disposition": f'attachment; filename="{name}"',
    }
    return HttpResponse(200, exports.export_zip(found), headers)


def _function(setting: Mapping[str, Any]) -> str:
    hook = setting.get("codeHookSpecification", {}).get("lambdaCodeHook", {})
    return str(hook.get("lambdaARN", ""))


def _not_there(what: str) -> ModelsApiError:
    return ModelsApiError("ResourceNotFoundException", f"there is no {what}")


def _base_url(request: HttpRequest) -> str:
    return f"http://{request.headers.get('host', '127.0.0.1')}"
