"""An alias as it must be for a release, with everything else as it was.

UpdateBotAlias replaces: what is left out is gone (lex-archive reference, section 3).
"""

from collections.abc import Iterable
from typing import Any, Final

from deploy.publish.state import AliasState

INTERFACE_VERSION: Final = "1.0"
"""codeHookInterfaceVersion: the only one that Lex V2 has."""


def alias_settings(
    alias: AliasState | None,
    name: str,
    version: int,
    locales: Iterable[str],
    function_arn: str,
    *,
    enable: bool = False,
) -> dict[str, Any]:
    """All settings for UpdateBotAlias or CreateBotAlias.

    Logs, sentiment, description and other locales stay. A locale that somebody disabled stays so,
    unless `enable`.
    """
    kept: dict[str, Any] = dict(alias.settings) if alias else {"botAliasName": name}
    before = dict(kept.get("botAliasLocaleSettings", {}))
    for locale in locales:
        was_enabled = before.get(locale, {}).get("enabled", True)
        before[locale] = {
            "enabled": enable or was_enabled,
            "codeHookSpecification": {
                "lambdaCodeHook": {
                    "lambdaARN": function_arn,
                    "codeHookInterfaceVersion": INTERFACE_VERSION,
                }
            },
        }
    return {**kept, "botVersion": str(version), "botAliasLocaleSettings": before}
