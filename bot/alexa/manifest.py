"""The skill's manifest: what the developer console and the store show, and where it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.model import AlexaListing, AlexaSkill, Bot

Json = dict[str, Any]
Certificate = Literal["SelfSigned", "Trusted", "Wildcard"]


@dataclass(frozen=True)
class Endpoint:
    """What answers the skill: a Lambda function's ARN, or an HTTPS address and its certificate."""

    uri: str
    certificate: Certificate | None = None


def manifest(
    bot: Bot, skill: AlexaSkill, listings: Mapping[str, AlexaListing], endpoint: Endpoint
) -> Json:
    """`skill.json`. `listings`: by Alexa's locale ("en-US")."""
    privacy: Json = {
        "allowsPurchases": skill.allows_purchases,
        "usesPersonalInfo": skill.uses_personal_info,
        "isChildDirected": bot.is_child_directed,
        "isExportCompliant": skill.is_export_compliant,
        "containsAds": skill.contains_ads,
    }
    urls = {locale: _urls(listing) for locale, listing in listings.items()}
    if any(urls.values()):
        privacy["locales"] = {locale: given for locale, given in urls.items() if given}
    document: Json = {
        "manifestVersion": "1.0",
        "apis": {"custom": {"endpoint": _endpoint(endpoint)}},
        "publishingInformation": _publishing(skill, listings),
        "privacyAndCompliance": privacy,
    }
    if skill.permissions:
        document["permissions"] = [{"name": name} for name in skill.permissions]
    return {"manifest": document}


def _endpoint(endpoint: Endpoint) -> Json:
    if endpoint.certificate is None:
        return {"uri": endpoint.uri}
    return {"uri": endpoint.uri, "sslCertificateType": endpoint.certificate}


def _publishing(skill: AlexaSkill, listings: Mapping[str, AlexaListing]) -> Json:
    document: Json = {
        "locales": {locale: _listing(listing) for locale, listing in listings.items()},
        "category": skill.category,
        "distributionMode": skill.distribution,
        "isAvailableWorldwide": not skill.countries,
        "testingInstructions": skill.testing_instructions,
    }
    if skill.countries:
        document["distributionCountries"] = list(skill.countries)
    return document


def _listing(listing: AlexaListing) -> Json:
    return {
        "name": listing.name,
        "summary": listing.summary,
        "description": listing.description,
        "examplePhrases": list(listing.example_phrases),
        "keywords": list(listing.keywords),
    }


def _urls(listing: AlexaListing) -> Json:
    given = {
        "privacyPolicyUrl": listing.privacy_policy_url,
        "termsOfUseUrl": listing.terms_of_use_url,
    }
    return {name: url for name, url in given.items() if url}
