"""The files of the site: every link leads somewhere, nothing is asked of a network, and all of it is small."""

from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

from proofs import registry


class Reader(HTMLParser):
    """Ids, links and what is loaded."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.loaded = set(), [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids |= {found[key] for key in ("id", "name") if found.get(key)}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        self.loaded += [found[key] for key in ("src", "data-src") if found.get(key)]
        if tag == "link" and found.get("rel") not in ("next", "prev", "index", "search", "canonical"):
            self.loaded.append(found.get("href") or "")


@cache
def read(path):
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def local(address):
    return not address.startswith(("http:", "https:", "mailto:", "data:"))


def pages(site):
    return sorted(path for path in site.rglob("*.html") if "_static" not in path.parts)


def broken(site):
    """Return every link to a file or a place in a file that is not there."""
    found = []
    for page in pages(site):
        for address in filter(local, (*read(page).links, *read(page).loaded)):
            file, anchor = urldefrag(address)
            target = (page.parent / unquote(file.partition("?")[0])).resolve() if file else page
            missing = not target.is_file() or (anchor and target.suffix == ".html" and anchor not in read(target).ids)
            if missing:
                found.append((page.relative_to(site).as_posix(), address))
    return found


def test_every_link_leads_somewhere(site):
    assert broken(site) == []
    assert sum(map(local, (link for page in pages(site) for link in read(page).links))) > 5000


def test_a_broken_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<a id="x" href="#x"></a><a href="b.html"></a><a href="#y"></a>', encoding="utf-8")
    assert broken(tmp_path) == [("a.html", "b.html"), ("a.html", "#y")]


def test_nothing_is_loaded_from_elsewhere(site):
    loaded = {address for page in pages(site) for address in read(page).loaded}
    assert loaded and all(map(local, loaded)), loaded
    for style in site.rglob("*.css"):
        assert "url(http" not in style.read_text(encoding="utf-8"), style


def test_the_site_is_small(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 15e6


def test_every_theorem_and_claim_has_its_place(site):
    for id in registry.theorems():
        assert (site / "theorems" / f"{id}.html").is_file()
    ids = read(site / "claims.html").ids
    assert set(registry.claims()) <= ids


def test_no_latex_is_left_in_a_page(site):
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        if "files" not in page.relative_to(site).parts:
            assert "\\frac" not in text and "\\varepsilon" not in text and "$$" not in text, page
