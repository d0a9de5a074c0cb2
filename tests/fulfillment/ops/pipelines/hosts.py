"""A host on loopback that answers as GitHub and Jenkins do: their documents, shortened."""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answers = dict[str, Any]
"""Path without query -> a document, a text, or a status."""


@dataclass
class Host:
    answers: Answers
    port: int = 0
    asked: list[tuple[str, str, Mapping[str, str], Any]] = field(default_factory=list)
    """(method, target, headers, body)"""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def posted(self) -> list[tuple[str, Any]]:
        return [(target, body) for method, target, _, body in self.asked if method == "POST"]


@contextlib.contextmanager
def serving(answers: Answers) -> Iterator[Host]:
    host = Host(answers)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            host.asked.append((self.command, self.path, dict(self.headers), body))
            found = host.answers.get(f"{self.command} {self.path.partition('?')[0]}", 404)
            status = found if isinstance(found, int) else 200
            text = found if isinstance(found, str) else json.dumps(found)
            self.send_response(status)
            self.send_header("content-length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = _answer  # noqa: N815 - http.server's names

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


RUN: dict[str, Any] = {
    "id": 30433642,
    "name": "Deploy",
    "head_branch": "main",
    "head_sha": "acb5820ced9479c074f688cc328bf03f341a511d",
    "run_number": 562,
    "event": "push",
    "status": "waiting",
    "conclusion": None,
    "workflow_id": 159038,
    "html_url": "https://github.com/shop/cards/actions/runs/30433642",
    "created_at": "2026-11-26T10:00:00Z",
    "updated_at": "2026-11-26T11:00:00Z",
    "run_attempt": 1,
    "head_commit": {"id": "acb5820c", "message": "Rotate card tokens\n\nDetails"},
    "repository": {"full_name": "shop/cards", "html_url": "https://github.com/shop/cards"},
}
_JOB: dict[str, Any] = {
    "id": 399444496,
    "run_id": 30433642,
    "status": "completed",
    "conclusion": "success",
    "started_at": "2026-11-26T10:01:00Z",
    "completed_at": "2026-11-26T10:05:00Z",
    "name": "build",
    "steps": [{"name": "Set up job", "status": "completed", "conclusion": "success", "number": 1}],
}
_ENVIRONMENT = {"id": 161088068, "name": "production"}
GITHUB: Answers = {
    "GET /repos/shop/cards/actions/workflows": {
        "total_count": 2,
        "workflows": [
            {
                "id": 159038,
                "name": "Deploy",
                "path": ".github/workflows/deploy.yml",
                "state": "active",
            },
            {
                "id": 2,
                "name": "Old",
                "path": ".github/workflows/old.yml",
                "state": "disabled_manually",
            },
        ],
    },
    "GET /repos/shop/cards/actions/workflows/deploy.yml/runs": {
        "total_count": 1,
        "workflow_runs": [RUN],
    },
    "GET /repos/shop/cards/actions/runs/30433642": RUN,
    "GET /repos/shop/cards/actions/runs/30433642/jobs": {
        "total_count": 3,
        "jobs": [
            _JOB,
            {**_JOB, "id": 2, "name": "skipped one", "conclusion": "skipped"},
            {
                **_JOB,
                "id": 3,
                "name": "release",
                "status": "waiting",
                "conclusion": None,
                "completed_at": None,
            },
        ],
    },
    "GET /repos/shop/cards/actions/runs/30433642/pending_deployments": [
        {
            "environment": _ENVIRONMENT,
            "wait_timer": 0,
            "current_user_can_approve": True,
            "reviewers": [],
        }
    ],
    "POST /repos/shop/cards/actions/runs/30433642/pending_deployments": [{"id": 1}],
    "POST /repos/shop/cards/actions/runs/30433642/rerun-failed-jobs": {},
}
FAILED_JOBS: dict[str, Any] = {
    "total_count": 1,
    "jobs": [
        {
            **_JOB,
            "conclusion": "failure",
            "steps": [
                {"name": "Set up job", "status": "completed", "conclusion": "success", "number": 1},
                {"name": "Run tests", "status": "completed", "conclusion": "failure", "number": 2},
            ],
        }
    ],
}
GITHUB_LOG = (
    "2026-11-26T10:04:00.0000000Z ##[group]Run make test\n"
    "2026-11-26T10:04:01.0000000Z env: CARDS_TOKEN=abcdef1234567890\n"
    "2026-11-26T10:04:02.0000000Z assert 3 == 4\n"
    "2026-11-26T10:04:03.0000000Z ##[error]Process completed with exit code 2.\n"
)
JENKINS: Answers = {
    "GET /job/infra/job/nightly/lastBuild/api/json": {
        "_class": "org.jenkinsci.plugins.workflow.job.WorkflowRun",
        "actions": [
            {"_class": "hudson.model.CauseAction"},
            {"lastBuiltRevision": {"SHA1": "d9f3a1c27b6e4f5089a1b2c3d4e5f60718293a4b"}},
        ],
        "number": 41,
        "url": "https://ci.shop.example/job/infra/job/nightly/41/",
        "changeSets": [
            {
                "items": [
                    {"commitId": "d9f3a1c27b6e4f5089a1b2c3d4e5f60718293a4b", "msg": "Resize disks"}
                ]
            }
        ],
    },
    "GET /job/infra/job/nightly/41/wfapi/describe": {
        "id": "41",
        "name": "#41",
        "status": "PAUSED_PENDING_INPUT",
        "stages": [
            {
                "id": "6",
                "name": "Plan",
                "status": "SUCCESS",
                "startTimeMillis": 1795680000000,
                "durationMillis": 60000,
            },
            {
                "id": "12",
                "name": "Apply to production",
                "status": "PAUSED_PENDING_INPUT",
                "startTimeMillis": 1795680060000,
                "durationMillis": 5000,
            },
        ],
    },
    "GET /job/infra/job/nightly/41/wfapi/pendingInputActions": [
        {
            "id": "ApplyIt",
            "proceedText": "Apply",
            "message": "Apply the plan?",
            "inputs": [],
            "proceedUrl": "/job/infra/job/nightly/41/wfapi/inputSubmit?inputId=ApplyIt",
            "abortUrl": "/job/infra/job/nightly/41/input/ApplyIt/abort",
        }
    ],
    "POST /job/infra/job/nightly/41/input/ApplyIt/proceedEmpty": "",
    "POST /job/infra/job/nightly/41/input/ApplyIt/abort": "",
    "POST /job/infra/job/nightly/41/restart/restartPipeline": {"success": True},
}
