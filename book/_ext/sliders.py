"""Widgets that work on the static page: no kernel, no CDN.

myst-nb embeds the state of every widget in its page and adds the scripts that ``nb_ipywidgets_js``
lists to pages that hold one. Ours is a single small local file, ``mount.js``. The widgets add a
static picture to their output when the environment asks for it; the kernel inherits that from here.
"""

from __future__ import annotations

import os

from sphinx.application import Sphinx
from sphinx.config import Config


def use_our_mount_script(app: Sphinx, config: Config) -> None:
    """Replace the CDN scripts of a usual page and ask the widgets for their static picture."""
    os.environ["SOFTMAXLAB_STATIC_HTML"] = "1"
    config.nb_ipywidgets_js = {"mount.js": {"defer": "defer"}}


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the hook before myst-nb reads its configuration."""
    app.connect("config-inited", use_our_mount_script, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
