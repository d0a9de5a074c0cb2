"""Everything that publishing a skill talks to, in one hand."""

from dataclasses import dataclass

from deploy.publish.alexa.backups import Backups
from deploy.publish.alexa.smapi import Smapi
from deploy.publish.aws.transfer import Transfer
from deploy.publish.waiting import Tell, Waiting


@dataclass(frozen=True)
class Services:
    """Of one developer account."""

    smapi: Smapi
    transfer: Transfer
    """Takes packages to signed addresses, and brings them."""
    backups: Backups
    waiting: Waiting

    @property
    def tell(self) -> Tell:
        return self.waiting.tell
