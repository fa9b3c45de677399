"""What can be measured on a page in the browser: axe's rules, width, targets, cut text, requests, fonts, traces."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Request, Response

from tests.journeys.pages import DESKTOP, PHONE
from ubada.web.assets import SCRIPTS, code_points

STANDARDS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS: Final = ("color-contrast", "link-in-text-block")
"""The rules whose outcome depends on the colour scheme; the others see the same page in both."""
FOLDED: Final = "document.querySelectorAll('details:not(.lang)').forEach(one => { one.open = true })"

SHORTENED: Final = """most => { for (const parent of document.querySelectorAll('main, main *:not(svg *)')) {
  const alike = new Map()
  for (const child of [...parent.children]) {
    const kind = `${child.tagName} ${child.className}`
    alike.set(kind, (alike.get(kind) || 0) + 1)
    if (alike.get(kind) > most) child.remove()
  } } }"""
"""Takes away what follows the first few of its kind: one template makes them all, and axe reads each for long."""
FEW: Final = 3

BROAD: Final = """() => {
  const page = document.documentElement, found = []
  if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} wide`)
  return found
}"""
SMALL: Final = """() => [
    ...document.querySelectorAll('button, summary, select, input:not([type=hidden]), nav a, .button, .tags a')
  ]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.hidden, .crumb'))
  .map(one => [one.closest('label') || one, one])
  .filter(([area]) => { const box = area.getBoundingClientRect(); return box.height < 24 || box.width < 24 })
  .map(([area, one]) => { const box = area.getBoundingClientRect()
    return `${one.outerHTML.slice(0, 90)} is ${box.width.toFixed(1)} by ${box.height.toFixed(1)}` })"""
CUT: Final = """() => {
  const found = []
  const said = (node, why) => found.push(`${why}: ${(node.textContent || node.outerHTML).trim().slice(0, 70)}`)
  for (const one of document.querySelectorAll('body *')) {
    if (one.closest('.hidden, .skip, thead, svg') || !one.checkVisibility()) continue
    const style = getComputedStyle(one)
    if (['hidden', 'clip'].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1) said(one, 'cut')
    const hasWords = [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim())
    if (!hasWords || one.closest('.scroll, pre')) continue
    const range = document.createRange(); range.selectNodeContents(one)
    for (const box of range.getClientRects())
      if (box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)) { said(one, 'beyond the edge'); break }
  }
  for (const text of document.querySelectorAll('svg text')) {
    const drawing = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect()
    if (box.width && (box.left < drawing.left - 1 || box.right > drawing.right + 1 || box.top < drawing.top - 1 ||
        box.bottom > drawing.bottom + 1)) said(text, 'outside its drawing')
  }
  return found
}"""
SHOWN: Final = """() => [document.body.innerText,
  ...[...document.querySelectorAll('svg text')].map(one => one.textContent),
  ...[...document.querySelectorAll('[placeholder]')].map(one => one.placeholder),
  ...[...document.querySelectorAll('input:not([type=hidden])')].map(one => one.value),
  ...[...document.querySelectorAll('[data-label]')].map(one => one.dataset.label)].join(' ')"""
TRACES: Final = """async () => ({cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length})"""


@dataclass(frozen=True)
class Seen:
    """A page at one width with all that can be folded out: its faults, in the words of whatever found them."""

    status: int
    broad: list[str]
    small: list[str]
    cut: list[str]
    barriers: dict[str, list[str]] = field(default_factory=dict)
    """By colour scheme, what axe found; empty where it was not asked."""


@dataclass
class Visit:
    """One visit as an untouched browser makes it: what went wrong, what was asked for, what was left behind."""

    status: int = 0
    size: int = 0
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    shown: str = ""
    traces: dict[str, Any] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)

    def fonts(self) -> set[str]:
        """The scripts of the faces that were loaded."""
        names = {one.rpartition("/")[2].removesuffix(".woff2") for one in self.requests if ".woff2" in one}
        return {script for script in SCRIPTS for name in names if _without_hash(name).endswith(f"-{script}")}

    def scripts(self) -> set[str]:
        """The scripts that the words shown are written in."""
        points = set(map(ord, self.shown))
        return {script for script, ranges in SCRIPTS.items() if points & code_points(ranges)}


class Observations:
    """Looks at each page once a width with axe, once without, and keeps what it saw."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._pages: dict[int, Page] = {}
        self._seen: dict[tuple[str, int], Seen] = {}
        self._visits: dict[str, Visit] = {}

    def at(self, path: str, width: int) -> Seen:
        """What is seen at this width: 1280 or 360 pixels. Past the site's policy, so that axe can be put in."""
        if (path, width) not in self._seen:
            self._seen[path, width] = look(self._page(width), path, with_axe=True)
        return self._seen[path, width]

    def on_phone(self, path: str) -> Seen:
        """What is seen at the width of a phone, with or without axe."""
        width = PHONE["width"]
        return self._seen.get((path, width)) or look(self._page(width), path, with_axe=False)

    def visit(self, path: str) -> Visit:
        """A first visit under the site's own policy, with nothing kept from before."""
        if path not in self._visits:
            context = self._browser.new_context(base_url=self._site, viewport=DESKTOP)
            self._visits[path] = _visit(context.new_page(), path, self._site)
            context.close()
        return self._visits[path]

    def _page(self, width: int) -> Page:
        if width not in self._pages:
            size = DESKTOP if width == DESKTOP["width"] else PHONE
            context = self._browser.new_context(base_url=self._site, viewport=size, bypass_csp=True)
            self._pages[width] = context.new_page()
        return self._pages[width]


def look(page: Page, path: str, *, with_axe: bool) -> Seen:
    """Open a page and measure it."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(path)
    assert answer is not None
    broad = page.evaluate(BROAD)
    page.evaluate(FOLDED)
    broad += page.evaluate(BROAD)
    seen = Seen(answer.status, broad, page.evaluate(SMALL), page.evaluate(CUT))
    if with_axe:
        page.evaluate(SHORTENED, FEW)
        seen.barriers["light"] = axe(page, {"type": "tag", "values": list(STANDARDS)})
        page.emulate_media(color_scheme="dark")
        seen.barriers["dark"] = axe(page, {"type": "rule", "values": list(COLOURS)})
    return seen


def axe(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds wrong on the page as it stands, one line an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(result => result.violations)")
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}: {_reasons(node)}"
        for rule in found
        for node in rule["nodes"]
    ]


def _reasons(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


def _visit(page: Page, path: str, site: str) -> Visit:
    visit = Visit()

    def asked(request: Request) -> None:
        visit.requests.append(request.url)
        if not request.url.startswith((f"{site}/", "data:")):
            visit.troubles.append(f"asked elsewhere: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            visit.troubles.append(f"{response.status}: {response.url}")

    page.on("request", asked)
    page.on("response", answered)
    page.on("requestfailed", lambda request: visit.troubles.append(f"failed: {request.url}: {request.failure}"))
    page.on("pageerror", lambda error: visit.troubles.append(f"error: {error}"))
    page.on("console", lambda message: visit.troubles.append(f"{message.type}: {message.text}"))
    answer = page.goto(path)
    assert answer is not None
    page.evaluate("document.fonts.ready.then(() => true)")
    visit.status, visit.size = answer.status, len(answer.body())
    visit.shown, visit.traces = page.evaluate(SHOWN), page.evaluate(TRACES)
    visit.cookies = [str(one["name"]) for one in page.context.cookies()]
    return visit


def _without_hash(name: str) -> str:
    return name.partition(".")[0]


def lines(faults: Iterable[str]) -> str:
    """Faults for the message of a test, one a line."""
    return "\n" + "\n".join(faults)


def look_at(page: Page, path: str) -> None:
    """The page at two widths, with all that is folded unfolded: nothing is barred, broad or too small."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        found = axe(page, {"type": "tag", "values": list(STANDARDS)})
        assert not found, f"{path}: {lines(found)}"
        for measure in (BROAD, SMALL):
            assert not (faults := page.evaluate(measure)), f"{path} at {size['width']}: {lines(faults)}"
