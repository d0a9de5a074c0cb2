"""A person's own AWS account, to look at from this machine: `ground chat --profile NAME`.

Fulfillment runs here with that profile's credentials behind read-only adapters. The act function is
not made, so nothing that writes exists; the rest of Ground Control's own resources (table, keys,
functions) live in the simulated account.
"""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bot.model import SlotValue
from deploy.errors import DeployError
from deploy.local.up import OwnAccount
from fulfillment.catalog.environments import Environments

_PERMISSIONS = Path("fulfillment/ops/read_permissions.json")
