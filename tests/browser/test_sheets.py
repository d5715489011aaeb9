"""Style sheets as a browser reads them: no rule is lost inside another, and none is empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from support.places import ROOT

SHEETS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("src/softmaxlab", "book/_static")
    for path in (ROOT / folder).rglob("*.css")
    if not {"vendor", "katex"} & set(path.parts)
)

# A brace that is missing puts all that follows inside a rule, where it means something else; a
# declaration that the browser does not know leaves its rule empty.
LOST = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const lost = [];
  const look = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSStyleRule) {
        if (rule.cssRules.length) lost.push(`${rule.selectorText} holds other rules`);
        else if (!rule.style.length && !/moz/.test(rule.selectorText))
          lost.push(`${rule.selectorText} does nothing`);
      } else if (rule.cssRules) look(rule.cssRules);
    }
  };
  look(sheet.cssRules);
  return { count: sheet.cssRules.length, lost };
}"""


@pytest.fixture
def page(open_page) -> Page:
    return open_page("about:blank")


@pytest.mark.parametrize("name", SHEETS)
def test_no_rule_of_a_sheet_is_lost(page: Page, name: str) -> None:
    found = page.evaluate(LOST, (ROOT / name).read_text(encoding="utf-8"))
    assert found["count"]
    assert found["lost"] == []


def test_a_lost_brace_and_a_misspelt_property_are_noticed(page: Page) -> None:
    assert page.evaluate(LOST, "a { color: red; b { color: blue; }")["lost"] == [
        "a holds other rules"
    ]
    assert page.evaluate(LOST, "a { colour: red; }")["lost"] == ["a does nothing"]
