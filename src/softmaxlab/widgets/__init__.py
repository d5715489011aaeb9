"""Widgets: small pictures with sliders, live in a notebook and on the course's static pages.

Each class is an `anywidget.AnyWidget`, so its traits can be read, set and linked as those of any
Jupyter widget. Display one by making it the last expression of a cell.
"""

from softmaxlab.widgets.base import Widget as Widget
from softmaxlab.widgets.exp_ratio import ExpRatio
from softmaxlab.widgets.guess import Guess
from softmaxlab.widgets.iterate import Iterate
from softmaxlab.widgets.log_two_ways import LogTwoWays
from softmaxlab.widgets.microscope import Microscope
from softmaxlab.widgets.pipeline import Pipeline
from softmaxlab.widgets.push import Push
from softmaxlab.widgets.simplex import Simplex
from softmaxlab.widgets.temperature import Temperature
from softmaxlab.widgets.tilt import Tilt
from softmaxlab.widgets.which_axis import WhichAxis

__all__ = [
    "ExpRatio",
    "Guess",
    "Iterate",
    "LogTwoWays",
    "Microscope",
    "Pipeline",
    "Push",
    "Simplex",
    "Temperature",
    "Tilt",
    "WhichAxis",
]
