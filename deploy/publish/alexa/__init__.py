"""Publishing the compiled skill through Alexa's Skill Management API."""

from deploy.publish.alexa.backups import Backups, FolderBackups
from deploy.publish.alexa.calls import Calls, urllib3_send
from deploy.publish.alexa.connecting import Endpoints, connect_skill, ssm_parameter
from deploy.publish.alexa.credentials import Credentials, References, read_credentials
from deploy.publish.alexa.publishing import (
    Published,
    RollbackPlan,
    SkillPlan,
    apply_skill,
    plan_rollback,
    plan_skill,
    rollback_skill,
)
from deploy.publish.alexa.services import Services
from deploy.publish.alexa.smapi import Smapi
from deploy.publish.alexa.tokens import LoginWithAmazon

__all__ = [
    "Backups",
    "Calls",
    "Credentials",
    "Endpoints",
    "FolderBackups",
    "LoginWithAmazon",
    "Published",
    "References",
    "RollbackPlan",
    "Services",
    "SkillPlan",
    "Smapi",
    "apply_skill",
    "connect_skill",
    "plan_rollback",
    "plan_skill",
    "read_credentials",
    "rollback_skill",
    "ssm_parameter",
    "urllib3_send",
]
