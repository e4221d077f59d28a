"""What is drawn for a dark page: nothing dark on dark, and colours that stand for numbers as they were."""

import numpy as np
import pytest

plt = pytest.importorskip("matplotlib.pyplot")
pytest.importorskip("sphinx_gallery")
pictures = pytest.importorskip("proofs.machinery.site.pictures", exc_type=ModuleNotFoundError)


@pytest.fixture
def figure():
    made = plt.figure(layout="constrained")
    left, right = made.subplots(1, 2)
    left.plot([0, 1], [0, 1], "o-", color="black", label="a line")
    left.annotate("to", (0, 0), (1, 1), arrowprops={"arrowstyle": "->", "color": "black"})
    left.fill_between([0, 1], [0, 1], color="0.85")
    left.legend()
    side = np.linspace(0, 1, 9)
    right.contourf(side, side, np.add.outer(side, side))
    right.plot(side, side, color="white")
    yield made
    plt.close(made)


def light(colour):
    return sum(plt.matplotlib.colors.to_rgba(colour)[:3]) / 3 > 0.5


def test_letters_lines_markers_and_arrows_become_light(figure):
    left, right = figure.axes
    (line,), (note,), map_before = left.lines, left.texts, right.collections[0].get_facecolor().copy()
    pictures.darken(figure)
    assert not light(figure.get_facecolor()) and not light(left.get_facecolor())
    for colour in (line.get_color(), line.get_markerfacecolor(), note.get_color(), note.arrow_patch.get_edgecolor()):
        assert light(colour)
    texts = (left.title, *left.get_xticklabels(), *left.get_legend().get_texts())
    assert all(light(text.get_color()) for text in texts)
    assert all(light(spine.get_edgecolor()) for spine in left.spines.values())
    assert not light(left.collections[0].get_facecolor()[0])
    assert np.array_equal(right.collections[0].get_facecolor(), map_before) and light(right.lines[0].get_color())


def test_every_picture_is_there_for_light_and_for_dark_pages(site):
    drawn = list((site / "gallery").glob("p*.html"))
    assert len(drawn) >= 10
    for page in drawn:
        text = page.read_text(encoding="utf-8")
        assert text.count('class="only-light') == text.count('class="only-dark') == 1, page


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_one_of_the_two_is_shown(browser, site, scheme):
    from tests.site.conftest import Tab

    made = Tab(browser, site, color_scheme=scheme)
    page = made.open("gallery/p7_moves.html")
    shown = page.locator("article img:visible")
    assert shown.count() == 1
    assert page.locator(f".only-{scheme} img:visible").count() == 1
    assert page.locator(f".only-{'dark' if scheme == 'light' else 'light'}:visible").count() == 0
    alt = shown.get_attribute("alt")
    assert "d = 3" in alt and "$" not in alt and "\\" not in alt
    made.context.close()
    assert made.complaints == []


def test_the_overview_gets_a_dark_picture_too(tmp_path, figure):
    (tmp_path / "_static").mkdir()
    light, dark_one, later = (tmp_path / f"{name}.png" for name in ("light", "dark", "later"))
    figure.savefig(light)
    pictures.darken(figure)
    for path in (dark_one, later):
        figure.savefig(path)
    for path in (dark_one, later):  # the first figure of a program stands for it
        pictures.small(path, "p1_x", {"src_dir": str(tmp_path), "thumbnail_size": (400, 280)})
        path.unlink()
    made = plt.imread(tmp_path / "_static" / "thumbnails" / "p1_x.png")
    assert made.shape[:2] == (280, 400)
    assert plt.imread(light)[0, 0, :3].mean() > 0.9 and made[140, 20, :3].mean() < 0.2 and made[140, 0, 3] == 0
    rules = (tmp_path / "_static" / pictures.STYLES).read_text(encoding="utf-8").splitlines()
    assert len(rules) == 2 and all('url("thumbnails/p1_x.png")' in rule for rule in rules)


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_small_pictures_are_as_the_page(browser, site, scheme):
    """What the browser shows at the edge of each: nothing light on a dark page, and nothing dark on a light one."""
    import io

    from tests.site.conftest import Tab

    made = Tab(browser, site, color_scheme=scheme)
    page = made.open("gallery/index.html")
    shown = page.locator(".sphx-glr-thumbcontainer img")
    assert shown.count() >= 10
    for number in range(shown.count()):
        edge = plt.imread(io.BytesIO(shown.nth(number).screenshot()))[2, :, :3].mean()
        assert edge < 0.2 if scheme == "dark" else edge > 0.9, shown.nth(number).get_attribute("src")
    made.context.close()
    assert made.complaints == []
