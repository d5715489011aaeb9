"""A page that uses every part of a chapter once, with a stand-in for the live figure."""

from __future__ import annotations

from support.small_book import CELL

# It keeps the contract of a live figure: a name, a lock, a state, and word when all are ready.
STAND_IN = '''from IPython.display import HTML

HTML("""<section data-widget="stand-in" data-name="middle" aria-label="Three bars">
<svg viewBox="0 0 300 90" role="img" aria-label="Three bars: later is tallest, then soon and never"
style="display:block;width:100%"><g fill="currentColor"><rect x="20" y="10" width="60" height="80"/>
<rect x="120" y="55" width="60" height="35"/><rect x="220" y="87" width="60" height="3"/></g></svg>
<label>T <input type="range"></label></section><script>{
const figure = document.currentScript.previousElementSibling;
window.told = [];
for (const name of ["smx-lock", "smx-set"]) figure.addEventListener(name, ({ detail }) => {
  window.told.push([name, detail]);
  if (name === "smx-lock") figure.querySelector("input").disabled = detail;
});
addEventListener("load", () => {
  document.documentElement.dataset.widgets = "ready";
  document.dispatchEvent(new Event("widgets-ready"));
});
}</script>""")'''

FIRST = r"""
:::{quiz}
:label: quiz-first
:figure: middle
:check: Check, then drag *T*
As $T$ grows from 0 without end, *soon* starts near 0 and ends at a third. Is it ever above a third?

- [ ] No: it only rises.

  It starts near 0 and ends at a third, but it overshoots on the way.
- [x] Yes: it overshoots, and comes down again.

  Once *later* has lost enough, *soon* holds more than a third; *never* catches up much later, and
  then all three meet at a third. Drag $T$ past 3 and watch the middle bar.
- [ ] No: only the largest score is ever above a third.

  Being above a third needs no largest score: $p_2$ may be, as long as $p_1$ is larger still.
:::
"""

AGAIN = r"""
:::{quiz}
:label: quiz-again
:again: quiz-first
The scores are now 5, 4 and −9. Is the middle one ever above a third?

- [x] Yes, on the way.

  The gap below is wide, so it overshoots by more.
- [ ] Never.

  Its score is above the mean of all three, so it comes down to a third from above.
:::
"""

PLAIN = r"""
:::{quiz}
:label: quiz-plain
What is $e^0$?

- [x] 1

  Every power of 0 is.
- [ ] 0

  That is $e^{-\infty}$, a limit.
- [ ] $e$

  That is $e^1$; the exponent is 0 here, however one looks at it, and the base does not matter, as
  long as it is positive. The reason is written at length, to see what a long one does to its box.
:::
"""

GATE = CELL % ':tags: [look]\n\n{"later": 0.73, "soon": 0.27, "never": 0.00}'

FOLDS = """
:::{deeper} Where $T$ comes from
:label: fold-deeper
It comes from physics.
:::

:::{in-practice}
In floats, subtract the maximum.
:::
"""

CARD = r"""
:::{flashcard}
:label: card-parts
What does a temperature do to a gap?

$$
\frac{p_i}{p_j} = e^{(z_i-z_j)/T}
$$

![Three bars of falling height, one beside the other](bars.svg)

A gap $g$ becomes the ratio $e^{g/T}$, and nothing else counts.

Trap: $T=1$ is nothing special. Scale the scores, and it means something else.
:::
"""

BARS = """<svg xmlns="http://www.w3.org/2000/svg" width="240" height="100" fill="#0072b2">
<rect x="10" width="60" height="100"/><rect x="90" y="60" width="60" height="40"/>
<rect x="170" y="96" width="60" height="4"/></svg>"""

PAGE = f"""# Parts

A model scores three words that could follow *See you*. Its scores stay as they are.

{CELL % (":tags: [remove-input]" + chr(10) * 2 + STAND_IN)}
{FIRST}
:::{{dropdown}} {{minutes}}`minutes`. What you will learn, and what you need
To see the parts of a page.
:::

## A gate

Which word is likeliest? Decide, then look.

{GATE}
{FOLDS}
:::{{prf:theorem}} Gaps
:label: thm-gaps
Only gaps count.
:::

## Check yourself
{PLAIN}{AGAIN}
## Card
{CARD}
"""
