"""A fleet from a script: the second implementation of the port, for the words of handlers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fulfillment.errors import OpsError
from fulfillment.ops.changes import Change, Deployers, Timeline, Window
from fulfillment.ops.state import (
    DeploymentState,
    EnvironmentState,
    Found,
    ServiceState,
    Survey,
)
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import EPOCH, Person, Turn
from tests.fulfillment.language import english

PERSON = Person("ana", "Ana", "terminal:ana", {"*": "approver"})


def a_turn(intent: str = "WhatsBroken", **slots: str) -> Turn:
    return Turn(intent=intent, slots=slots, person=PERSON, channel="terminal", say=english(intent))


def a_deployment(version: str = "1.0.0", **over: object) -> DeploymentState:
    base: dict[str, object] = {
        "id": f"ecs-svc/{version}",
        "version": version,
        "task_definition": f"orders:{version}",
        "state": "completed",
        "desired": 2,
        "running": 2,
        "pending": 0,
        "failed_tasks": 0,
        "reason": "",
        "age_seconds": 7200.0,
    }
    return DeploymentState(**{**base, **over})  # type: ignore[arg-type]  # overrides of a test


def a_service(name: str = "orders", environment: str = "staging", **over: object) -> ServiceState:
    base: dict[str, object] = {
        "environment": environment,
        "name": name,
        "version": "1.0.0",
        "incoming": "",
        "running": 2,
        "desired": 2,
        "pending": 0,
        "health": "healthy",
        "age_seconds": 7200.0,
        "deployments": (a_deployment(),),
    }
    return ServiceState(**{**base, **over})  # type: ignore[arg-type]  # overrides of a test


@dataclass(frozen=True)
class ScriptedFleet:
    """Environments as given; those of `unreadable` raise."""

    states: tuple[EnvironmentState, ...]
    unreadable: tuple[str, ...] = ()
    gaps: tuple[Phrase, ...] = field(default=())

    @classmethod
    def of(cls, *services: ServiceState, unreadable: tuple[str, ...] = ()) -> "ScriptedFleet":
        where = dict.fromkeys(service.environment for service in services)
        states = tuple(
            EnvironmentState(one, tuple(s for s in services if s.environment == one))
            for one in where
        )
        return cls(states, unreadable)

    def environments(self) -> tuple[str, ...]:
        return (*(one.environment for one in self.states), *self.unreadable)

    def service_names(self, environment: str) -> tuple[str, ...]:
        return tuple(service.name for service in self.services(environment).services)

    def known_service_names(self, environment: str) -> tuple[str, ...]:
        return self.service_names(environment)

    def services(self, environment: str) -> EnvironmentState:
        for state in self.states:
            if state.environment == environment:
                return state
        what = phrase("list_services", environment=environment)
        raise OpsError("timeout", what, phrase("aws_too_slow"))

    def service(self, environment: str, name: str) -> ServiceState:
        for service in self.services(environment).services:
            if service.name == name:
                return service
        what = phrase("read_service", service=name, environment=environment)
        raise OpsError("not found", what, phrase("no_such_service"))

    def survey(self, environments: Sequence[str]) -> Survey:
        found, gaps = [], []
        for one in environments:
            try:
                found.append(self.services(one))
            except OpsError as error:
                gaps.append(error.phrase)
        return Survey(tuple(found), tuple(gaps))

    def find(self, name: str, environments: Sequence[str]) -> Found:
        survey = self.survey(environments)
        return Found(
            tuple(s for one in survey.environments for s in one.services if s.name == name),
            survey.gaps,
        )


@dataclass
class ScriptedChanges:
    """Deployed by whom, by environment; what is asked is kept, as ages before the epoch."""

    who: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[Phrase, ...] = ()
    asked: dict[str, timedelta] = field(default_factory=dict)

    def recent(self, environments: Sequence[str], window: Window) -> Timeline:
        raise NotImplementedError(environments, window)

    def deployers(self, service: str, began: Mapping[str, datetime]) -> Deployers:
        self.asked = {where: EPOCH - at for where, at in began.items()}
        what = phrase("write_call", operation="UpdateService")
        by = {
            where: Change(EPOCH, "write", what, where, service, name)
            for where, name in self.who.items()
        }
        return Deployers(by, self.gaps)
