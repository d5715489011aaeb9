"""One setting names the repository, and every address is made from it.

``repository.url`` in ``_config.yml`` says where the course's sources are; in GitHub's Actions the
variable ``GITHUB_REPOSITORY`` overrides it, so that a fork publishes itself. From it follow the
address of the published site, of the notebooks in Colab, and what a notebook installs.

``sitemap.xml`` lists the addresses of all pages, also when a build has rewritten only some of them.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

NOTEBOOKS = "notebooks"  # the branch that holds the exported notebooks


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub, and the addresses that follow from its name."""

    owner: str
    name: str

    @property
    def url(self) -> str:
        """Where its sources are."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def site(self) -> str:
        """Where its Pages are, with a slash at the end."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"

    def colab(self, notebook: str) -> str:
        """Where Colab opens one of the exported notebooks."""
        place = f"{self.owner}/{self.name}/blob/{NOTEBOOKS}/{notebook}"
        return f"https://colab.research.google.com/github/{place}"


def read(url: str) -> Repository:
    """Return the repository of an address such as https://github.com/owner/name."""
    found = re.fullmatch(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?", url)
    if not found:
        raise ConfigError(
            f"repository.url in _config.yml is {url!r}; write https://github.com/owner/name"
        )
    return Repository(*found.groups())


def commit(folder: Path) -> str | None:
    """Return the commit that is checked out in a repository's top folder; None if it is not one."""
    command = ["git", "-C", str(folder), "rev-parse", "--show-prefix", "HEAD"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git, no repository, no commit yet
        return None
    prefix, head = run.stdout.splitlines()
    return head if not prefix else None  # below its top, the repository is somebody else's


def derive(app: Sphinx, config: Config) -> None:
    """Fill in every setting that holds an address."""
    theme = config.html_theme_options
    slug = os.environ.get("GITHUB_REPOSITORY")
    here = read(f"https://github.com/{slug}" if slug else theme.get("repository_url", ""))
    theme["repository_url"] = config.course_repository = here.url
    config.html_baseurl = config.ogp_site_url = here.site


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """List every page for search engines."""
    if exception is not None or app.builder.format != "html":
        return
    base = app.config.html_baseurl
    pages = [urljoin(base, app.builder.get_target_uri(d)) for d in sorted(app.env.found_docs)]
    places = "".join(f"<url><loc>{html.escape(page)}</loc></url>\n" for page in pages)
    (Path(app.outdir) / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
        encoding="utf-8",
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Derive the addresses before any other extension looks."""
    app.add_config_value("course_repository", "", "env", [str])
    app.connect("config-inited", derive, priority=50)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
