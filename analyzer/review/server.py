"""The server: this machine alone, one reviewer, who came with the address that was printed.

Flask, with Werkzeug's own server: WSGI suits one reviewer, and templates are jinja2's already.
"""

from __future__ import annotations

import hmac
import secrets
from socket import create_server, socket
from typing import TYPE_CHECKING, Any

from analyzer.errors import AgentMergeError, UsageError
from analyzer.review.actions import decided
from analyzer.review.desk import StaleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask, Response
    from werkzeug.serving import BaseWSGIServer
    from werkzeug.wrappers import Response as Answer

    from analyzer.review.desk import Desk

_HOST = "127.0.0.1"
_LARGEST = 64 * 1024
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def reserve(port: int) -> socket:
    """Return a socket on *port* (0: any that is free) of this machine; raise `UsageError` where it cannot be had."""
    try:
        return create_server((_HOST, port))
    except OSError as error:
        raise UsageError(f"Port {port}: {error.strerror}. Give another --port, or 0 for any that is free.") from error


def serve(desk: Desk, reserved: socket, *, ready: Callable[[str], object]) -> None:
    """Serve *desk* on the socket *reserved* until interrupted; *ready* is told the address that works once."""
    token = secrets.token_urlsafe(32)
    server = listen(application(desk, token), reserved)
    ready(f"http://{_HOST}:{server.port}/enter?token={token}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


def application(desk: Desk, token: str) -> Flask:
    """Return the application that shows *desk* to whoever brings *token* first."""
    from flask import Flask

    app = Flask("agentmerge", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST
    _guard(app, token)
    _route(app, desk)
    return app


def _guard(app: Flask, token: str) -> None:
    """Let nobody in but who brings *token*, once, and then only from the served page."""
    from flask import redirect, request

    session = secrets.token_urlsafe(32)
    tokens = [token]

    @app.before_request
    def guard() -> Response | None:
        wrong = _foreign(request.environ, request.headers.get("Origin"))
        if wrong:
            return _refused(403, wrong)
        known = hmac.compare_digest(request.cookies.get(_cookie(request.environ), "").encode(), session.encode())
        if request.path != "/enter" and not known:
            return _refused(401, "Open the address that agentmerge review printed; after a restart it has a new one.")
        return None

    @app.after_request
    def harden(answer: Response) -> Response:
        answer.headers.update(_HEADERS)
        return answer

    @app.get("/enter")
    def enter() -> Answer:
        given = request.args.get("token", "")
        if not tokens or not hmac.compare_digest(given.encode(), tokens[0].encode()):
            return _refused(403, "This address was used, or is none. Start agentmerge review again for a new one.")
        answer = redirect("/", 303)
        if request.method == "GET":
            tokens.clear()
            answer.set_cookie(_cookie(request.environ), session, httponly=True, samesite="Strict")
        return answer


def _route(app: Flask, desk: Desk) -> None:
    """Show *desk*, and take decisions."""
    from flask import request

    @app.get("/")
    def page() -> str:
        return desk.view.page

    @app.get("/status")
    def status() -> dict[str, str]:
        return desk.status()

    @app.post("/decisions")
    def decide() -> tuple[dict[str, str], int]:
        asked = _body(request.get_json(silent=True))
        desk.decide(str(asked.get("version", "")), lambda subjects: decided(asked, subjects))
        return {"message": "Saved."}, 202

    @app.post("/forget")
    def forget() -> tuple[dict[str, str], int]:
        asked = _body(request.get_json(silent=True))
        number = asked.get("number")
        desk.take_back(str(asked.get("version", "")), number if isinstance(number, int) else -1)
        return {"message": "Taken back."}, 202

    @app.errorhandler(AgentMergeError)
    def wrong(error: AgentMergeError) -> Response:
        return _refused(409 if isinstance(error, StaleError) else 422, str(error))


def _refused(status: int, message: str) -> Response:
    from flask import jsonify

    answer = jsonify(message=message)
    answer.status_code = status
    return answer


def listen(app: Flask, reserved: socket) -> BaseWSGIServer:
    """Return the server of *app* on the socket *reserved*."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        """Keeps the terminal for what matters."""

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing of what went well or was refused."""

    host, port = reserved.getsockname()
    return make_server(host, port, app, threaded=True, request_handler=Quiet, fd=reserved.fileno())


def _foreign(environ: dict[str, Any], origin: str | None) -> str:
    """Return why a request does not come from the served page itself; empty where it does.

    A page of another site can reach this port, under its own name (rebinding) or from its own place (forgery).
    """
    host, port = environ.get("HTTP_HOST", ""), environ.get("SERVER_PORT")
    if host not in {f"{_HOST}:{port}", f"localhost:{port}"}:
        return "This is not the address that agentmerge review printed."
    reads = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
    json = environ.get("CONTENT_TYPE", "").partition(";")[0] == "application/json"
    if ((origin or not reads) and origin != f"http://{host}") or not (reads or json):
        return "This did not come from the page that agentmerge review serves."
    return ""


def _cookie(environ: dict[str, Any]) -> str:
    """Return the cookie's name: browsers do not tell ports apart."""
    return f"agentmerge-{environ.get('SERVER_PORT')}"


def _body(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise UsageError("What was sent is no JSON object.")
    return found
