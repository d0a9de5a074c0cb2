"""Tags of bots and aliases."""

from tests.deploy.account.lex_models.world import Lex, bot_settings, new_name, refused


def arn_of(lex: Lex, resource: str) -> str:
    return f"arn:aws:lex:{lex.region}:123456789012:{resource}"


def tags(lex: Lex, arn: str) -> dict[str, str]:
    found: dict[str, str] = lex.api.list_tags_for_resource(resourceARN=arn)["tags"]
    return found


def test_tags_are_added_replaced_and_taken_away(lex: Lex) -> None:
    settings = bot_settings(new_name(), botTags={"owner": "us"}, testBotAliasTags={"for": "tests"})
    bot = lex.api.create_bot(**settings)["botId"]
    arn = arn_of(lex, f"bot/{bot}")

    assert tags(lex, arn) == {"owner": "us"}
    assert tags(lex, arn_of(lex, f"bot-alias/{bot}/TSTALIASID")) == {"for": "tests"}
    lex.api.tag_resource(resourceARN=arn, tags={"owner": "you", "stage": "beta"})
    assert tags(lex, arn) == {"owner": "you", "stage": "beta"}
    lex.api.untag_resource(resourceARN=arn, tagKeys=["owner", "nothing"])
    assert tags(lex, arn) == {"stage": "beta"}


def test_an_alias_has_tags_of_its_own(lex: Lex) -> None:
    bot = lex.bot()
    alias = lex.alias(bot, "live", tags={"owner": "us"})
    assert tags(lex, arn_of(lex, f"bot-alias/{bot}/{alias}")) == {"owner": "us"}


def test_only_what_is_there_has_tags(lex: Lex) -> None:
    bot = lex.bot()
    for arn in (
        *(
            arn_of(lex, "bot/NOBODYHERE"),
            arn_of(lex, f"bot-alias/{bot}/NOSUCHALIA"),
            arn_of(lex, f"intent/{bot}"),
        ),
        f"arn:aws:lex:eu-west-1:123456789012:bot/{bot}",
        "nonsense",
    ):
        refused("ResourceNotFoundException", lex.api.list_tags_for_resource, resourceARN=arn)
        refused("ResourceNotFoundException", lex.api.tag_resource, resourceARN=arn, tags={"a": "b"})


def test_there_are_at_most_two_hundred(lex: Lex) -> None:
    arn = arn_of(lex, f"bot/{lex.bot()}")
    lex.api.tag_resource(resourceARN=arn, tags={f"key-{n}": "" for n in range(200)})

    refused(
        *("ValidationException", lex.api.tag_resource), resourceARN=arn, tags={"more": "than that"}
    )
    assert len(tags(lex, arn)) == 200
