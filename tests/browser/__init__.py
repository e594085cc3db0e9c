"""What every browser test is held to: no stranger on the line, no error in the log."""

from pathlib import Path

from django.conf import settings
from django.test import Client

LAUNCH_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def guard(context, own_url: str, faults: list[str]) -> None:
    """Let a browser reach the portal alone, and write down whatever goes wrong."""

    def only_own(route):
        if route.request.url.startswith(own_url):
            route.continue_()
        else:
            faults.append(f"request to {route.request.url}")
            route.abort()

    def note_console(message):
        if message.type == "error":
            faults.append(f"console: {message.text} ({message.location.get('url')})")

    context.route("**/*", only_own)
    context.on("console", note_console)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))


def violations(page) -> list[str]:
    """Return what axe finds wrong with the page as it stands, one line a rule."""
    page.evaluate("document.fonts.ready.then(() => true)")  # widths depend on them
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", AXE_RULES)["violations"]
    return [
        f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']]}"
        for rule in found
    ]


def sign_in(context, user, own_url: str) -> None:
    """Give a browser the session of a person, without the way through the page."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": own_url}])
