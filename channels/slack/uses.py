"""What of Slack this channel uses. The app manifest asks for exactly this, and no more."""

from bot.slack.uses import Uses

USES = Uses(
    events=("app_mention", "message.im"),
    methods=(
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.update",
        "conversations.info",
        "conversations.members",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "usergroups.users.list",
        "users.info",
        "users.list",
    ),
    buttons=True,
)
"""Events: `intake`. Methods: `slack_api`, `directory`."""
