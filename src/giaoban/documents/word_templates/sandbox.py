"""In which language is a template written, and what of Jinja is not in it?

Names, keys, comparisons, `and`, `or`, `not`, a few filters, `for` and `if`. Nothing can be called,
set, included or calculated, and an attribute is a key of a group and never one of Python's.
"""

from collections.abc import Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS: Final = frozenset(
    {"upper", "lower", "capitalize", "default", "length", "first", "last", "join"}
)
LOOP_FIELDS: Final = frozenset({"index", "first", "last", "length"})
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """Raises `jinja2.TemplateSyntaxError` for what the language has not."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, cache_size=0)
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            is_named = not isinstance(node, nodes.Filter) or node.name in FILTERS
            if not isinstance(node, _ALLOWED) or not is_named:
                kind = type(node).__name__
                raise TemplateSyntaxError(f"{kind} is not allowed.", node.lineno)
        return tree

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, LoopContext) and argument in LOOP_FIELDS:
            return getattr(obj, argument)
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        is_place = isinstance(argument, int) and not isinstance(argument, bool)
        if isinstance(obj, list) and is_place and 0 <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))
