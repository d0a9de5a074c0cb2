"""Everything that publishing talks to, in one hand; and reading a bot out of Lex."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from bot.errors import ArchiveError
from bot.lex.archive import read_archive
from bot.lex.definition import LexBot
from deploy.errors import AwsRefused, ExportUnreadable, PublishError
from deploy.publish.aws.conversations import Conversations
from deploy.publish.aws.functions import Functions
from deploy.publish.aws.lex_models import LexModels
from deploy.publish.aws.transfer import Transfer
from deploy.publish.waiting import Tell, Waiting

EXPORT_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Services:
    """The adapters of one account and region."""

    account: str
    region: str
    models: LexModels
    functions: Functions
    conversations: Conversations
    transfer: Transfer
    waiting: Waiting

    @property
    def tell(self) -> Tell:
        return self.waiting.tell

    def alias_arn(self, bot_id: str, alias_id: str) -> str:
        return f"arn:aws:lex:{self.region}:{self.account}:bot-alias/{bot_id}/{alias_id}"


def read_bot(services: Services, bot_id: str, version: str) -> LexBot:
    """A version ("DRAFT", "3") as Lex exports it; the export is deleted again.

    Raises PublishError where there is no export, ExportUnreadable where it cannot be read.
    """
    with _export(services, bot_id, version) as url:
        data = services.transfer.get(url)
    try:
        archive = read_archive(data)
    except ArchiveError as error:
        message = f"the export of version {version} cannot be read: {error}"
        raise ExportUnreadable(message) from error
    for problem in archive.unknown:
        services.tell(f"version {version} holds what is not compared: {problem}")
    return archive.bot


def try_to_read_bot(services: Services, bot_id: str, version: str) -> LexBot | None:
    """As `read_bot`; None where the export cannot be read, which is told."""
    try:
        return read_bot(services, bot_id, version)
    except ExportUnreadable as error:
        services.tell(str(error))
        return None


@contextmanager
def _export(services: Services, bot_id: str, version: str) -> Iterator[str]:
    models = services.models
    export_id = models.create_export(bot_id, version)

    def look() -> str | None:
        status, reasons, url = models.export_outcome(export_id)
        if status in ("Failed", "Deleting"):
            raise PublishError(f"version {version} cannot be exported: {'; '.join(reasons)}")
        return url if status == "Completed" and url else None

    try:
        yield services.waiting.until(f"exporting version {version}", look, EXPORT_SECONDS)
    finally:
        # Lex forgets exports by itself: one that cannot be deleted is no reason to stop.
        with suppress(AwsRefused):
            models.delete_export(export_id)
