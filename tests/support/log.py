"""What a page in the browser asks for and complains about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    WebError,
)


@dataclass
class Log:
    """The breaches of a page, or of all pages of a browser context.

    A complaint that holds the text ``forgiven`` was provoked on purpose, and is no breach.
    """

    home: str
    forgiven: str = ""
    breaches: list[str] = field(default_factory=list)

    def watch(self, source: BrowserContext | Page) -> Log:
        """Record every request that leaves ``home``, and every complaint."""
        for event, listener in self._listeners(source).items():
            source.on(event, listener)
        return self

    def stop(self, source: BrowserContext | Page) -> None:
        """Record no more."""
        for event, listener in self._listeners(source).items():
            source.remove_listener(event, listener)

    def request(self, request: Request) -> None:
        """A page asks for nothing but what lies beside it."""
        if not request.url.startswith((self.home, "data:", "blob:", "about:blank")):
            self.breaches.append(f"asked for {request.url}")

    def response(self, response: Response) -> None:
        """Whatever a page asks for is there."""
        if response.status >= 400:
            self.breaches.append(f"got {response.status} for {response.url}")

    def failure(self, request: Request) -> None:
        """A request that failed is a breach; one that a forwarding page cut short is not."""
        if request.failure != "net::ERR_ABORTED":
            self.breaches.append(f"could not load {request.url}")

    def console(self, message: ConsoleMessage) -> None:
        """Errors and warnings are breaches."""
        if self.forgiven and self.forgiven in message.text:
            return
        if message.type in ("error", "warning"):
            self.breaches.append(f"console {message.type}: {message.text}")

    def error(self, error: Error | WebError) -> None:
        """So is what nobody caught."""
        self.breaches.append(f"threw {error.error if isinstance(error, WebError) else error}")

    def _listeners(self, source: BrowserContext | Page) -> dict[Any, Callable[..., None]]:
        return {
            "request": self.request,
            "response": self.response,
            "requestfailed": self.failure,
            "console": self.console,
            "pageerror" if isinstance(source, Page) else "weberror": self.error,
        }
