"""A reader finds a section, lands on it, sees where it is, goes on, and can say what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support import page_checks
from support import wayfinding as checks
from support.log import Log
from support.places import SITE, site_pages

HOME = SITE.as_uri()
CHAPTERS = [
    *("exponential", "softmax", "axes", "temperature"),
    *("log_sum_exp", "numerical_issues", "log_softmax"),
    *("gradients", "cross_entropy", "iterated_softmax"),
]
LONGEST = "softmax"
WIDE, NARROW = (1280, 850), (390, 844)


def chapter(name: str, anchor: str = "") -> str:
    return f"{HOME}/book/{name}.html" + (f"#{anchor}" if anchor else "")


@pytest.fixture(scope="module")
def shared(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True, reduced_motion="no-preference")
    log = Log(HOME).watch(context)
    yield context.new_page()
    context.close()
    assert log.breaches == []


@pytest.fixture
def reader(shared: Page) -> Iterator[Page]:
    shared.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    yield shared
    shared.emulate_media(media="null", color_scheme="light")


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


# ---- Deep links ----------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_link_lands_on_its_target(
    reader: Page, name: str, size: tuple[int, int], every: bool
) -> None:
    resize(reader, size)
    checks.land(reader, chapter(name))
    anchors = checks.anchors(reader)
    kinds = [re.split(r"-\d*|[_\d]", anchor)[0] for anchor in anchors]
    assert {"ex", "figure"} <= set(kinds)
    slots = reader.locator(".smx-slot").evaluate_all("(nodes) => nodes.map((node) => node.id)")
    assert slots
    assert all(slots)
    if not every:  # what stands last has most above it that could still grow
        anchors, slots = [anchors[len(anchors) // 2], anchors[-1]], slots[-1:]
    breaches = []
    for anchor in [*anchors, *slots]:
        checks.land(reader, chapter(name, anchor))
        breaches += checks.missed(reader, anchor)
        breaches += checks.out_of_sight(reader, anchor) if anchor in slots else []
    assert breaches == []


def test_a_missed_landing_is_noticed(reader: Page) -> None:
    anchor = "two-classes"
    checks.land(reader, chapter(LONGEST, anchor))
    assert checks.missed(reader, anchor) == []
    reader.evaluate("scrollBy(0, -30)")
    assert checks.missed(reader, anchor) == [f"#{anchor} is 30 px off"]


def test_a_reader_who_scrolls_is_left_alone(reader: Page) -> None:
    checks.land(reader, chapter(LONGEST, "two-classes"))
    reader.mouse.move(600, 400)
    reader.mouse.wheel(0, 500)
    reader.wait_for_function(
        "document.getElementById('two-classes').getBoundingClientRect().top < 0"
    )
    reader.evaluate("document.dispatchEvent(new Event('widgets-ready'))")
    assert reader.evaluate(checks.TOP, "two-classes")[0] < 0


def test_the_back_button_returns_to_where_the_reader_was(reader: Page) -> None:
    checks.land(reader, chapter(LONGEST, "two-classes"))
    reader.mouse.move(600, 400)
    reader.mouse.wheel(0, 2500)
    reader.wait_for_function("scrollY > 2000")
    reader.wait_for_timeout(300)
    there = reader.evaluate("scrollY")
    reader.goto(chapter("temperature"))
    reader.go_back()
    reader.wait_for_load_state("load")
    reader.evaluate(checks.SETTLED)
    reader.evaluate(checks.FRAME)
    assert abs(reader.evaluate("scrollY") - there) <= checks.NEAR


def test_copied_links_name_the_figure(chromium: Browser) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"], offline=True)
    page = context.new_page()
    checks.land(page, chapter(LONGEST))
    slot = page.locator(".smx-slot").last  # the workbench, whose links are in sight
    slot.get_by_role("button", name="Copy link").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"#{slot.get_attribute('id')}")
    context.close()


def test_pictures_have_their_sizes(reader: Page) -> None:
    for name in CHAPTERS:
        reader.goto(chapter(name))
        sizes = reader.locator("article img").evaluate_all(
            "(nodes) => nodes.map((i) => [i.getAttribute('width'), i.getAttribute('height'),"
            " i.naturalWidth / i.naturalHeight, i.clientWidth / i.clientHeight])"
        )
        assert all(width and height for width, height, *_ in sizes)
        assert all(shown == pytest.approx(true, rel=0.02) for *_, true, shown in sizes if shown)


# ---- On this page --------------------------------------------------------------------------------


def test_one_section_is_marked_wherever_a_page_is_scrolled_to(reader: Page) -> None:
    checks.land(reader, chapter(LONGEST))
    assert checks.not_one_marked(reader, 30) == []
    assert reader.evaluate(checks.MARKED) == ["#sources"]
    in_sight = reader.locator(".page-toc a.active")
    expect(in_sight).to_be_in_viewport()


def test_a_position_without_a_mark_is_noticed(reader: Page) -> None:
    reader.route("**/wayfinding.js*", lambda route: route.fulfill(body=""))
    reader.goto(chapter(LONGEST))
    reader.unroute_all()
    assert len(checks.not_one_marked(reader, 3)) == 3


def test_the_section_that_a_link_leads_to_is_marked(reader: Page) -> None:
    for anchor in ("sources", "exercises", "two-classes"):
        checks.land(reader, chapter(LONGEST, anchor))
        assert reader.evaluate(checks.MARKED) == [f"#{anchor}"]
    reader.locator(".page-toc a[href='#sources']").click()
    reader.evaluate(checks.FRAME)
    assert reader.evaluate(checks.MARKED) == ["#sources"]


# ---- Search --------------------------------------------------------------------------------------


def test_the_dialog_finds_sections_by_keyboard(reader: Page) -> None:
    reader.goto(chapter(LONGEST))
    assert reader.locator("script[src*=minisearch]").count() == 0
    reader.keyboard.press("Control+k")
    reader.keyboard.type("random choices")
    results = reader.locator("#pst-search-dialog .search-list a")
    first = results.first
    expect(first).to_contain_text("How random is it?")
    expect(first).to_contain_text("Temperature")
    expect(first.locator(".search-excerpt mark").first).to_have_text(
        re.compile("random|choices", re.I)
    )
    expect(reader.locator(".search-count[role=status]")).to_contain_text(
        re.compile(r"\d+ sections")
    )
    reader.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    reader.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    reader.keyboard.press("ArrowUp")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/book/temperature.html#how-random-is-it")
    assert checks.missed(reader, "how-random-is-it") == []


def test_enter_leads_to_the_page_of_results(reader: Page) -> None:
    reader.goto(chapter(LONGEST))
    reader.keyboard.press("Control+k")
    reader.keyboard.type("overflow")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search.html?q=overflow")
    expect(reader.locator("#search-results .search-list a").first).to_be_visible()
    field = reader.locator("main form.bd-search input")
    expect(field).to_have_value("overflow")
    field.fill("zweihundert")
    expect(reader.locator(".search-count")).to_have_text("Nothing found for “zweihundert”.")
    field.fill("sigmod")  # a slip
    expect(reader.locator("#search-results .search-list a").first).to_contain_text("Two classes")


def test_a_result_on_this_page_closes_the_dialog(reader: Page) -> None:
    reader.goto(chapter(LONGEST))
    reader.keyboard.press("Control+k")
    reader.keyboard.type("two classes sigmoid")
    reader.locator("#pst-search-dialog .search-list a", has_text="Two classes").first.click()
    expect(reader.locator("#pst-search-dialog")).to_be_hidden()
    assert checks.missed(reader, "two-classes") == []


def test_search_on_a_phone(reader: Page) -> None:
    resize(reader, NARROW)
    reader.goto(chapter(LONGEST))
    reader.locator(
        ".bd-header-article .search-button__button, .bd-header-article .search-button"
    ).click()
    reader.keyboard.type("temperature")
    dialog = reader.locator("#pst-search-dialog")
    expect(dialog.locator(".search-list a").first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["y"] + box["height"] <= NARROW[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_can_be_read_by_everyone(reader: Page, scheme: str) -> None:
    reader.emulate_media(color_scheme=scheme)
    reader.goto(f"{HOME}/search.html?q=entropy")
    reader.locator("#search-results .search-list a").first.wait_for()
    assert page_checks.pale_text(reader) + page_checks.axe_violations(reader) == []
    reader.goto(chapter(LONGEST))
    reader.keyboard.press("Control+k")
    reader.keyboard.type("entropy")
    reader.locator("#pst-search-dialog .search-list a").first.wait_for()
    assert page_checks.pale_text(reader) + page_checks.axe_violations(reader) == []


def test_the_page_of_results_says_what_it_needs(chromium: Browser) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(f"{HOME}/search.html")
    assert "Search needs JavaScript" in page.locator("main").inner_text()
    expect(page.locator("main form")).to_be_hidden()
    page.close()


# ---- From page to page ---------------------------------------------------------------------------


def test_the_cover_leads_through_all_chapters(reader: Page) -> None:
    reader.goto(f"{HOME}/book/index.html")
    assert reader.title() == "Softmax, Inside Out"
    start = reader.get_by_role("link", name="Start with chapter 1")
    expect(start).to_be_in_viewport()
    start.click()
    for i, name in enumerate(CHAPTERS, 1):
        reader.wait_for_url(f"**/{name}.html")
        expect(reader.locator(".chapter-place")).to_have_text(f"Chapter {i} of {len(CHAPTERS)}")
        assert reader.title().endswith("— Softmax, Inside Out")
        reader.locator("a[rel=next]", has_text="Next").click()


def test_what_is_no_chapter_has_no_number(reader: Page) -> None:
    reader.goto(f"{HOME}/book/reference/bibliography.html")
    assert reader.locator(".chapter-place").count() == 0


def test_a_report_names_the_page_and_the_section(reader: Page) -> None:
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    checks.land(reader, chapter(LONGEST, "two-classes"))
    places = reader.locator("a.report")
    assert places.count() == 2  # below On this page, and at the foot
    for place in places.all():
        address = urlsplit(place.get_attribute("href"))
        words = parse_qs(address.query)
        assert address.netloc == "github.com"
        assert address.path.endswith("/issues/new")
        assert words["title"] == ["Mistake in Softmax: Two classes"]
        assert "/book/softmax.html#two-classes\nSection: Two classes\n" in words["body"][0]
    reader.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    reader.evaluate(checks.FRAME)
    words = parse_qs(urlsplit(places.last.get_attribute("href")).query)
    assert words["title"] == ["Mistake in Softmax: Sources"]
    assert words["body"][0].count("Section:") == 1
    assert not any("github" in url for url in asked)


def test_a_report_names_the_page_without_javascript(chromium: Browser) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(chapter(LONGEST))
    address = page.locator(".bd-footer-content a.report").get_attribute("href")
    words = parse_qs(urlsplit(address).query)
    assert words["title"] == ["Mistake in Softmax"]
    assert "/book/softmax.html" in words["body"][0]
    page.close()


def test_the_footer_names_nobody_twice(reader: Page) -> None:
    reader.goto(chapter(LONGEST))
    foot = reader.locator(".bd-footer-content").inner_text()
    assert "© 2026 the authors of Softmax, Inside Out" in foot
    assert "By The" not in foot


# ---- Paper ---------------------------------------------------------------------------------------

PAPER = (718, 1000)  # A4 between margins of 10 mm


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", [n for n in site_pages() if n.startswith("book/")])
def test_paper_shows_everything(chromium: Browser, reader: Page, name: str, script: bool) -> None:
    page = reader if script else chromium.new_page(java_script_enabled=False)
    resize(page, PAPER)
    page.goto(f"{HOME}/{name}")
    if script and page.locator(".smx-slot").count():
        page.wait_for_selector("html[data-widgets=ready]", state="attached")
    page.emulate_media(media="print", color_scheme="dark")
    assert checks.lost_on_paper(page) == []
    assert page.locator("article h1").is_visible()
    if not script:
        page.close()


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("details::details-content { display: none !important }", "stays closed"),
        (".bd-article pre { white-space: pre !important; width: 200vw }", "is cut off"),
        (".course-take { display: block !important }", "is printed"),
    ],
)
def test_what_paper_lacks_is_noticed(reader: Page, style: str, words: str) -> None:
    resize(reader, PAPER)
    reader.goto(chapter("temperature"))
    reader.emulate_media(media="print")
    reader.add_style_tag(content=style)
    assert any(breach.startswith(words) for breach in checks.lost_on_paper(reader))


def test_radios_on_paper_are_empty_in_the_dark_too(reader: Page) -> None:
    resize(reader, PAPER)
    pictures = []
    for scheme in ("light", "dark"):
        reader.emulate_media(media="print", color_scheme=scheme)
        reader.goto(chapter("temperature"))
        assert reader.evaluate("document.documentElement.dataset.theme") == scheme
        pictures.append(reader.locator(".quiz input").first.screenshot())
    assert pictures[0] == pictures[1]
