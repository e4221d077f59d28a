"""The site in a real browser: search, filters, graph, folds, slider, zoom, formulas, phone, dark, accessibility."""

import pytest

READ = (
    *("index.html", "known.html", "paper.html", "claims.html", "graph.html", "library.html", "search.html"),
    *("tutorial/index.html", "tutorial/t1_classifier.html", "gallery/index.html", "gallery/p2_gap.html"),
    *("theorems/d3-optimum.html", "theorems/universal-upper.html", "theorems/chapter-1.html"),
)
"""Pages of every kind."""


def claims_shown(page):
    return page.locator("#claims tbody tr:visible").count()


def test_no_page_complains_or_sticks_out_of_a_phone(phone, site):
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site)
        if not {"files", "_static"} & set(name.parts):
            page = phone.open(name)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 375, f"{name} is {wide} wide"
            assert page.locator("h1").count() == 1 or name.name in ("search.html", "genindex.html"), name


FORMULAS = ("theorems/d3-optimum.html", "theorems/sharper-lower.html", "tutorial/t2_annealing.html")


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_are_visible(tab, name):
    page = tab.open(name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    sizes = page.evaluate(
        "[...document.querySelectorAll('article math')].map(m => [m.getBoundingClientRect().width, m.textContent])"
    )
    assert sizes and all(width > 2 for width, _ in sizes)
    assert page.evaluate("document.querySelectorAll('merror').length") == 0
    # MathML is laid out: a fraction is higher than its numerator.
    for high, part in page.evaluate(
        "[...document.querySelectorAll('article mfrac')].slice(0, 20).map(f => "
        "[f.getBoundingClientRect().height, f.firstElementChild.getBoundingClientRect().height])"
    ):
        assert high > 1.3 * part


def test_the_claims_can_be_searched_and_filtered(tab):
    page = tab.open("claims.html")
    every = claims_shown(page)
    assert every > 200
    page.fill("#claim-search", "entropy")
    some = claims_shown(page)
    assert 0 < some < every
    assert page.input_value("#claim-search") == "entropy"
    assert page.locator("#claim-count").inner_text() == f"{some} of {every} claims"
    page.fill("#claim-search", "no claim says so")
    assert claims_shown(page) == 0
    page.fill("#claim-search", "")
    page.select_option("#claim-source", "S0")
    page.select_option("#claim-verdict", "REFUTED")
    rows = page.locator("#claims tbody tr:visible")
    assert 0 < rows.count() < every
    for row in rows.all():
        assert row.get_attribute("data-verdict") == "REFUTED" and row.get_attribute("id").startswith("S0-")
    page.select_option("#claim-source", "")
    page.select_option("#claim-verdict", "")
    assert claims_shown(page) == every


def test_a_fold_opens_by_mouse_and_by_key(tab):
    page = tab.open("theorems/d3-optimum.html")
    fold = page.locator(".step details").first
    inside = fold.locator("p").first
    assert not inside.is_visible()
    fold.locator("summary").click()
    assert inside.is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert not inside.is_visible()


def test_a_theorem_of_the_graph_is_a_link_and_lights_what_it_rests_on(tab):
    page = tab.open("graph.html")
    link = page.locator(".graph a:has([data-id='d3-optimum'])").first
    link.focus()
    lit = page.locator(".graph svg.chosen a.lit g").evaluate_all("all => all.map(g => g.dataset.id)")
    assert {"d3-optimum", "duality", "scaling"} <= set(lit) and "softmax-l2" not in lit
    link.click()
    page.wait_for_url("**/theorems/d3-optimum.html")
    assert "8/9" in page.locator("h1").inner_text()


def test_the_slider_the_pointer_and_the_zoom_of_the_figure(tab):
    page = tab.open("known.html")
    told = page.locator("#bounds-d")
    before = told.inner_text()
    page.focus("#bounds-slider")
    page.keyboard.press("ArrowRight")
    assert told.inner_text() != before
    page.keyboard.press("Home")
    assert told.inner_text() == "d = 2"
    best = page.locator("#bounds-now tr.best").all_inner_texts()
    assert any("d2-optimum" in row and "0.500000000000" in row for row in best)
    page.keyboard.press("End")
    assert told.inner_text() == "d = 1,000,000,000"
    box = page.locator("#bounds-figure").bounding_box()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.5 * box["height"])
    middle = told.inner_text()
    assert middle not in ("d = 2", "d = 1,000,000,000")
    ticks = page.locator("#bounds-figure .tick")
    every = ticks.all_text_contents()
    page.click("#zoom-in")
    page.click("#zoom-in")
    assert ticks.all_text_contents() != every
    page.click("#zoom-all")
    assert ticks.all_text_contents() == every
    page.locator("#bounds-now a").first.click()
    page.wait_for_url("**/theorems/*.html")


def test_the_figure_agrees_with_the_command(tab):
    from proofs.machinery.bounds.best import bounds

    page = tab.open("known.html")
    rows = page.evaluate("BOUNDS.rows")
    assert len(rows) > 150
    for row in rows[::20]:
        found = bounds(row["d"])
        assert row["lower"] == [found.lower.theorem, found.lower.decimal(up=False)]
        assert row["upper"] == [found.upper.theorem, found.upper.decimal(up=True)]


def test_the_search_finds_a_theorem(tab):
    page = tab.open("index.html")
    page.fill("input.sidebar-search", "universal")
    page.keyboard.press("Enter")
    # The results come one after the other, with a pause after each: the click waits for its own.
    page.locator("#search-results li a[href*='theorems/universal-upper.html']").first.click()
    page.wait_for_url("**/theorems/universal-upper.html*")


def test_a_step_can_be_linked_to(tab):
    page = tab.open("theorems/d3-optimum.html")
    page.goto((tab.site / "theorems/d3-optimum.html").as_uri() + "#step-range")
    assert page.locator("#step-range:target").is_visible()


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_dark_and_light_follow_the_system_and_pass_axe(browser, site, scheme):
    from axe_playwright_python.sync_playwright import Axe

    from tests.site.conftest import Tab

    made, problems = Tab(browser, site, color_scheme=scheme), []
    for name in READ:
        page = made.open(name)
        back = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shade = sum(int(part) for part in back[4:-1].split(",")[:3])
        assert (shade < 200) == (scheme == "dark"), (name, back)
        # Rows are alike, and so are formulas: a few stand for all, or the check takes minutes.
        page.evaluate("document.querySelectorAll('#claims tbody tr:nth-child(n + 7)').forEach(row => row.remove())")
        alike = [["td math"], ["li math"], ["p math"], [".formula math"]]
        found = Axe().run(page, {"exclude": alike}, {"preload": False}).response["violations"]
        problems += [(name, each["id"], each["nodes"][0]["html"][:120]) for each in found]
    assert problems == []
    made.context.close()
    assert made.complaints == []


@pytest.mark.parametrize("name", ("index.html", "known.html", "claims.html", "theorems/d4-optimum.html"))
def test_nothing_moves_while_a_page_loads(tab, name):
    tab.page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page = tab.open(name)
    page.wait_for_timeout(500)
    assert page.evaluate("window.moved") < 0.02


def test_everything_is_reached_by_the_tab_key(tab):
    page = tab.open("claims.html")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
        if {"claim-search", "claim-source", "claim-verdict"} <= reached:
            break
    assert {"claim-search", "claim-source", "claim-verdict"} <= reached
