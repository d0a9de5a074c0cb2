"""A small definition with commands, for the tests of whoever reads them."""

from bot.model import Access, Bot, Intent, Slot, SlotType, SlotValue

_READ = Access("viewer")
_SERVICE = Slot("service", "Service", required=True)
_WHERE = Slot("environment", "Environment")
_WHERE_EXACTLY = Slot("environment", "Environment", required=True)


def command_bot() -> Bot:
    """The commands that the product ships, over two environments and two known services."""
    return Bot(
        name="GroundControl",
        summary="",
        session_ttl_seconds=900,
        confidence_threshold=0.4,
        intents=(
            _intent("DeployedVersions", "versions {environment}", _WHERE_EXACTLY),
            Intent("Help", "", "read", Access("anyone"), builtin="AMAZON.HelpIntent"),
            Intent(
                "RestartService",
                "Restart a service.",
                "change",
                Access("operator"),
                (_SERVICE, _WHERE_EXACTLY),
                command="restart {service} {environment}",
            ),
            _intent("ServiceHealth", "health {service} [{environment}]", _SERVICE, _WHERE),
            _intent("ServiceVersion", "version {service} [{environment}]", _SERVICE, _WHERE),
            _intent("WhatsBroken", "broken [{environment}]", _WHERE),
        ),
        slot_types=(
            SlotType(
                "Environment",
                "",
                "restrict",
                values=(
                    SlotValue("production", ("prod", "live")),
                    SlotValue("staging", ("stage",)),
                ),
            ),
            SlotType(
                "Service",
                "",
                "expand",
                values=(SlotValue("orders", ("order",)), SlotValue("cards")),
            ),
        ),
        locales=(),
    )


def _intent(name: str, command: str, *slots: Slot) -> Intent:
    return Intent(name, f"About {name}.", "read", _READ, slots, command=command)
