"""What the worker does with each kind of message: ask the conversation, deliver its reply.

Each method is told the reply of an earlier attempt where there was one (see `ledger`), and then
only delivers it.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.commands import NotGrammar, Parsed, Usage, parse
from bot.model import Bot
from channels.client.conversation import Speaker
from channels.errors import ConversationError, UndeliveredError, UntrustedEvent
from channels.slack.envelope import Envelope
from channels.slack.follow_ups import FollowUp, FollowUps, digest, follow_up_from
from channels.slack.mrkdwn import escape as escape_mrkdwn
from channels.slack.mrkdwn import shorten
from channels.slack.origin import (
    Origin,
    alarm_origin,
    origin_of_action,
    origin_of_command,
    origin_of_event,
)
from channels.slack.picture import picture_of
from channels.slack.readers import Readers
from channels.slack.render import SlackMessage, render, with_note, without_buttons
from channels.slack.slack_api import Posted, SlackApi
from channels.slack.words import plain_words, words_of_event
from fulfillment.errors import WireError
from fulfillment.markdown import code, escape
from fulfillment.reply_json import invocation_from_json
from fulfillment.sentences import Say, sentences
from fulfillment.turn import Invocation, Reply

COMMAND = "/ops"


class Talk(Protocol):
    """The port to the bot: `channels.client.conversation.Conversation` in production."""

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply: ...

    def invoke(
        self,
        speaker: Speaker,
        session_id: str,
        invocation: Invocation,
        event_id: str,
        context: Mapping[str, str] | None = None,
    ) -> Reply: ...


@dataclass(frozen=True)
class Work:
    """One envelope; `reply` is known where an earlier attempt got that far.

    `keep` stores a reply before it is delivered.
    """

    envelope: Envelope
    reply: Reply | None
    keep: Callable[[Reply], None]


@dataclass(frozen=True)
class Answer:
    """`was_taken` is False where no answer came: what became of the turn is not known, but asking
    again is safe, because a plan is used once."""

    reply: Reply
    was_taken: bool = True


@dataclass(frozen=True)
class Responder:
    conversation: Talk
    bot: Bot
    slack: SlackApi
    follow_ups: FollowUps
    team_ids: frozenset[str]
    readers: Callable[[str], Readers]
    """Who reads along in a channel, by its id: see `readers`."""
    locale: str = "en_US"
    groups: Callable[[Origin], tuple[str, ...]] = lambda _: ()
    """The user groups that somebody is in: see `user_groups`."""
    alarm_channel: str = ""
    """Id of the channel that alarms are told in; "" tells none."""

    @property
    def language(self) -> Say:
        return sentences(self.bot, self.locale)

    def on_event(self, work: Work) -> None:
        """A mention or a direct message."""
        origin = self._known(origin_of_event(work.envelope.payload))
        text = words_of_event(work.envelope.payload)
        answer = self._answer(work, lambda: self._say(work, origin, text))
        self._deliver(origin, answer.reply)

    def on_command(self, work: Work) -> None:
        """`/ops`: the grammar first; what is not in it is free language."""
        payload = work.envelope.payload
        origin = self._known(origin_of_command(payload))
        text = plain_words(str(payload.get("text") or ""))
        answer = self._answer(work, lambda: self._command(work, origin, text))
        self._deliver(origin, answer.reply, str(payload.get("response_url") or ""))

    def on_action(self, work: Work) -> None:
        """A pressed button. Who was not asked, or was refused, is told so alone, and the buttons
        stay: whoever was asked can still answer. Whose plan it is fulfillment decides, not we."""
        payload = work.envelope.payload
        button = payload["actions"][0]
        invocation, audience, asker = _pressed(str(button.get("value", "")))
        origin = self._known(origin_of_action(payload, audience))
        answer = self._answer(work, lambda: self._invoke(work, origin, invocation))
        url = str(payload.get("response_url") or "")
        if invocation.kind not in ("confirm", "cancel"):
            self._deliver(origin, answer.reply, url)
        elif _is_refusal(answer, is_asker=asker in ("", origin.user)):
            self._whisper(origin, render(self.language, answer.reply, "private"), url)
        else:
            self._settle(origin, payload)
            self._deliver(origin, answer.reply, url, replace=True)

    def on_follow_up(self, work: Work) -> None:
        """Ask once more how an operation goes, and say so where something changed."""
        follow_up = follow_up_from(work.envelope.payload)
        origin = self._known(follow_up.origin)
        invocation = Invocation("operation", follow_up.operation_id)
        # What is not told while nobody knows who reads along is told at the next look.
        answer = (
            Answer(Reply(text=""), was_taken=False)
            if origin.is_unsure
            else self._answer(work, lambda: self._invoke(work, origin, invocation))
        )
        progress = answer.reply.progress
        if answer.was_taken and progress is None:
            return
        message = self._rendered(answer.reply, origin) if progress else None
        if progress and progress.is_final:
            self._show(follow_up, message)
        elif self.follow_ups.is_overdue(follow_up):
            say = self.language
            overdue = say("slack_overdue")
            self._show(follow_up, with_note(message or SlackMessage(overdue, ()), overdue))
        elif self._show(follow_up, message):
            self.follow_ups.again(follow_up, digest(message) if message else follow_up.shown)

    def on_alarm(self, work: Work) -> None:
        """An alarm has begun to fire: what there is to know of it, told once, where all see it."""
        name = str(work.envelope.payload.get("alarmName") or "")
        state = work.envelope.payload.get("state")
        is_firing = isinstance(state, Mapping) and state.get("value") == "ALARM"
        if not name or not is_firing or not self.alarm_channel:
            return
        origin = self._heard_by(alarm_origin(min(self.team_ids), self.alarm_channel))
        invocation = Invocation("alarm", name[:200])
        answer = self._answer(work, lambda: self._invoke(work, origin, invocation))
        message = render(self.language, answer.reply, origin.audience)
        self.slack.post(origin.channel, "", self._explained(message, answer.reply, origin))

    def _rendered(self, reply: Reply, origin: Origin) -> SlackMessage:
        message = render(self.language, reply, origin.audience, origin.user)
        return self._explained(message, reply, origin)

    def _explained(self, message: SlackMessage, reply: Reply, origin: Origin) -> SlackMessage:
        """With the reason, where something may be refused because nobody knows who reads along."""
        if not origin.is_unsure or reply.state != "denied":
            return message
        say = self.language
        return with_note(message, say("slack_readers_unknown"))

    def _show(self, follow_up: FollowUp, message: SlackMessage | None) -> bool:
        """False where the message is gone, and with it the reason to follow."""
        if message is None or digest(message) == follow_up.shown:
            return True
        return self.slack.update(follow_up.posted, message)

    def _known(self, origin: Origin | None) -> Origin:
        if origin is None:
            raise UntrustedEvent("a queue message lacks the ids of its person and place")
        if origin.team not in self.team_ids:
            raise UntrustedEvent(f"workspace {origin.team} is not in GROUND_SLACK_TEAM_IDS")
        return self._heard_by(origin)

    def _heard_by(self, origin: Origin) -> Origin:
        """A channel with guests is public. So is one of which that cannot be told."""
        if origin.audience != "shared" and not origin.is_unsure:
            return origin
        readers = self.readers(origin.channel)
        return replace(
            origin,
            audience="shared" if readers == "own" else "public",
            is_unsure=readers == "unknown",
        )

    def _answer(self, work: Work, ask: Callable[[], Reply]) -> Answer:
        if work.reply is not None:
            return Answer(work.reply)
        try:
            reply = ask()
        except ConversationError as error:
            return Answer(Reply(text=escape(str(error)), state="failed"), was_taken=False)
        work.keep(reply)
        return Answer(reply)

    def _say(self, work: Work, origin: Origin, text: str) -> Reply:
        if not text:
            return self._invoke(work, origin, Invocation("intent", self._help_intent()))
        return self.conversation.say(
            self._speaker(origin), origin.session_id, text, work.envelope.id
        )

    def _invoke(self, work: Work, origin: Origin, invocation: Invocation) -> Reply:
        return self.conversation.invoke(
            self._speaker(origin), origin.session_id, invocation, work.envelope.id
        )

    def _command(self, work: Work, origin: Origin, text: str) -> Reply:
        match parse(self.bot, text, self.language.locale):
            case Parsed(intent, slots):
                return self._invoke(work, origin, Invocation("intent", intent, slots))
            case Usage() as usage:
                command = str(work.envelope.payload.get("command") or COMMAND)
                return _usage(self.language, usage, command)
            case NotGrammar():
                return self._say(work, origin, text)

    def _speaker(self, origin: Origin) -> Speaker:
        return Speaker(
            identity=origin.identity,
            display_name=origin.display_name,
            channel="slack",
            audience=origin.audience,
            locale=self.locale,
            groups=self.groups(origin),
            place=origin.place,
        )

    def _help_intent(self) -> str:
        helps = (each.name for each in self.bot.intents if each.builtin == "AMAZON.HelpIntent")
        return next(helps, "Help")

    def _deliver(
        self, origin: Origin, reply: Reply, url: str = "", *, replace: bool = False
    ) -> None:
        """To where it was asked; what goes on after that must be a message that can be updated,
        and an ephemeral one cannot: a command's progress goes to the direct messages."""
        say, message = self.language, self._rendered(reply, origin)
        progress = reply.progress
        is_followed = progress is not None and not progress.is_final and self.follow_ups.is_on
        if origin.surface == "command":
            posted = self.slack.post(origin.user, "", message) if is_followed else None
            shown = with_note(message, say("slack_elsewhere")) if posted else message
            self._whisper(origin, shown, url, replace)
        else:
            posted = self._post(origin, reply, message)
        if posted and progress and is_followed:
            self.follow_ups.start(origin, posted, progress, message)

    def _post(self, origin: Origin, reply: Reply, message: SlackMessage) -> Posted | None:
        """A message, and its chart below as a picture; `message` shows it in bars, for where the
        picture cannot be had."""
        drawn = picture_of(self.language, reply.chart) if reply.chart else None
        if drawn is None:
            return self.slack.post(origin.channel, origin.thread, message)
        pictured = render(self.language, reply, origin.audience, origin.user, is_pictured=True)
        posted = self.slack.post(origin.channel, origin.thread, pictured)
        if posted and not self.slack.share(posted.channel, origin.thread, drawn):
            # The answer is out: what fails from here on must not send it once more.
            with suppress(UndeliveredError):
                self.slack.update(posted, message)
        return posted

    def _whisper(
        self, origin: Origin, message: SlackMessage, url: str, replace: bool = False
    ) -> None:
        is_ephemeral = origin.surface == "command"
        if is_ephemeral and url and self.slack.respond(url, message, replace=replace):
            return
        if origin.channel.startswith("D"):
            self.slack.post(origin.channel, origin.thread, message)
        else:
            self.slack.whisper(origin.channel, origin.user, origin.thread, message)

    def _settle(self, origin: Origin, payload: Mapping[str, Any]) -> None:
        """The question stays, its buttons go. An ephemeral one is replaced by the answer."""
        message = payload.get("message")
        if origin.surface == "command" or not isinstance(message, Mapping):
            return
        say = self.language
        answered = say("slack_answered")
        label = str((payload["actions"][0].get("text") or {}).get("text", answered))
        note = f"<@{origin.user}>: {escape_mrkdwn(shorten(label, 75))}"
        blocks = without_buttons(message.get("blocks") or (), note)
        posted = Posted(origin.channel, str(message.get("ts", "")))
        self.slack.update(posted, SlackMessage(str(message.get("text") or answered), blocks))


def _is_refusal(answer: Answer, *, is_asker: bool) -> bool:
    if not answer.was_taken or answer.reply.state == "denied":
        return True
    # Fulfillment does not tell another person's plan from none, so its words alone do not say.
    return not is_asker and answer.reply.progress is None


def _pressed(value: str) -> tuple[Invocation, str, str]:
    """The invocation, the audience, and the user id of who was asked."""
    try:
        document = json.loads(value)
        audience, asker = str(document.get("audience", "")), str(document.get("asker", ""))
        return invocation_from_json(document), audience, asker
    except (ValueError, AttributeError, WireError) as error:
        raise UntrustedEvent("a pressed button carries no invocation of ours") from error


def _usage(say: Say, usage: Usage, command: str) -> Reply:
    """`command` as it was typed: a workspace may have given us another name."""
    lines = [f"{code(f'{command} {each.form}')} {escape(each.summary)}" for each in usage.commands]
    if problem := _problem(say, usage):
        return Reply(text="\n".join([problem, *lines]), state="failed")
    asked = say("slack_own_words", example=code(f"{command} {say('suggest_broken')}"))
    return Reply(text="\n".join([f"**{say('slack_commands')}**", *lines, asked]))


def _problem(say: Say, usage: Usage) -> str:
    """ "" for a call for help."""
    verb = " ".join(usage.commands[0].verb) if usage.commands else ""
    if usage.unknown_option:
        return say("slack_no_option", command=verb, option=escape(usage.unknown_option))
    if usage.missing:
        return say("slack_needs", command=verb, slots=say.all_of(usage.missing))
    return ""
