"""The site that `make site` has built, and a browser that reads it from the disk."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"


@pytest.fixture(scope="session")
def site():
    """The folder of the site; skipped where it is not built of the pages that are here."""
    build = pytest.importorskip("proofs.machinery.site.build", exc_type=ModuleNotFoundError)
    stamp = SITE / build.STAMP
    if not stamp.is_file():
        pytest.skip("sphinx has built no site here: `make site`")
    if stamp.read_text(encoding="utf-8") != build.digest():
        pytest.skip("sphinx has built the site of other pages: `make site`")
    return SITE


@pytest.fixture(scope="session")
def browser(site):
    """Debian's chromium, without a window."""
    playwright = pytest.importorskip("playwright.sync_api", exc_type=ModuleNotFoundError)
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as run:
        started = run.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


class Tab:
    """A page of the browser, and whatever it has complained of or asked the network for."""

    def __init__(self, browser, site, **options):
        self.site, self.complaints = site, []
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith(("file:", "data:")):
            self.complaints.append(f"asks for {request.url}")

    def open(self, name):
        """Load a page of the site."""
        self.page.goto((self.site / name).as_uri(), wait_until="load")
        return self.page


@pytest.fixture
def tab(browser, site):
    """A desktop."""
    made = Tab(browser, site)
    yield made
    made.context.close()
    assert made.complaints == []


@pytest.fixture
def phone(browser, site):
    """A telephone."""
    made = Tab(browser, site, viewport={"width": 375, "height": 740}, is_mobile=True, has_touch=True)
    yield made
    made.context.close()
    assert made.complaints == []
