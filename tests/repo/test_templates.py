"""Every template compiles and reads only ``page`` (and the layout's ``frame``)."""

import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from qa.templating import TEMPLATES, environment

ENV = environment()
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
# What the NHS.UK base template asks for, set by our layout or left to its own default.
OF_THE_BASE = {"cspNonce", "themeColor"}


def test_there_are_templates() -> None:
    assert len(ALL) > 5


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(name: str) -> None:
    ENV.get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_a_template_reads_only_page(name: str) -> None:
    source = (TEMPLATES / name).read_text()
    tree = ENV.parse(source)
    read = meta.find_undeclared_variables(tree) - _imported(tree)
    assert read - OF_THE_BASE <= {"page", "frame", *ENV.globals}, name


def _imported(tree: nodes.Template) -> set[str]:
    """Macros named by an import at the top: jinja2.meta does not see them inside blocks."""
    found = {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in node.names}
    return found


def test_no_template_has_inline_style_or_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = Path(path).read_text()
        assert ' style="' not in text, path.name
        assert " onclick=" not in text, path.name
        for tag in text.split("<script")[1:]:
            assert "src=" in tag.split(">")[0], path.name


def test_words_kept_as_they_were_said_begin_without_a_blank_line() -> None:
    """These show every line break (``pre-line``), so one of the template's would show too."""
    shown = re.compile(r'class="(?:qa-words|qa-said)"[^>]*>(\s+\{\{ |[^<]*?[^-]\}\}\s+</)')
    assert [path.name for path in TEMPLATES.rglob("*.html") if shown.search(path.read_text())] == []
