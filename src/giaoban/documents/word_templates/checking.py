"""What is wrong with the tags of a template, and where does each mistake stand?

Reads the text of the paragraphs as Word shows it, tag by tag, and knows which fields there are.
Nothing is run.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from jinja2 import TemplateSyntaxError, nodes

from giaoban.documents.word_templates.places import LinePlace, WordLine, lines_of
from giaoban.documents.word_templates.sandbox import LOOP_FIELDS, TemplateSandbox
from giaoban.documents.word_templates.schema import Kind, Known

_TAG = re.compile(
    r"\{\{(p|tr|tc|r)?(?=\s|[^{\s])(.*?)\}\}|\{%(p|tr|tc|r)?\s(.*?)%\}|\{#.*?#\}", re.S
)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FOR = re.compile(r"for\s+([A-Za-z_]\w*)\s+in\s+(.+)", re.S)
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_NO_NAMES: Mapping[str, Known] = {}
_FLAG, _TEXT = Known(Kind.FLAG, _NO_NAMES), Known(Kind.TEXT, _NO_NAMES)
_LOOP = {name: _FLAG if name in {"first", "last"} else _TEXT for name in LOOP_FIELDS}
MOST_TAGS, DEEPEST, LONGEST_TAG = 2000, 4, 300
MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class TagProblem:
    """A code with its parameters, and the line where it stands."""

    code: str
    place: LinePlace
    params: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return {"code": self.code, "place": self.place.stored(), "params": dict(self.params)}


@dataclass(frozen=True)
class _Tag:
    """`level` is what the tag takes the place of: p, tr, tc, or nothing."""

    line: WordLine
    source: str
    level: str
    words: str
    is_output: bool


@dataclass(frozen=True)
class _Opened:
    """A `for` or an `if` that is not closed yet; `known` are the names inside it."""

    tag: _Tag
    word: str
    known: Mapping[str, Known]


class _Mistake(Exception):
    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def template_problems(content: bytes, known: Mapping[str, Known]) -> list[TagProblem]:
    """Every mistake in the tags, in the order of the file; at most `MOST_PROBLEMS`.

    Raises RuleError `too_large` where there are more paragraphs than can be looked through.
    """
    with ZipFile(BytesIO(content)) as archive:
        lines = lines_of(archive)
    order = {line.place: number for number, line in enumerate(lines)}
    found = sorted(_Reader(known).problems(lines), key=lambda problem: order[problem.place])
    return found[:MOST_PROBLEMS]


class _Reader:
    def __init__(self, known: Mapping[str, Known]) -> None:
        self.top = known
        self.open: list[_Opened] = []
        self.found: list[TagProblem] = []
        self.around: dict[tuple[object, ...], str] = {}
        self.sandbox = TemplateSandbox()

    def problems(self, lines: list[WordLine]) -> list[TagProblem]:
        count, part = 0, ""
        for line in lines:
            for holder in (_row(line), _cell(line)):
                self.around[holder] = self.around.get(holder, "") + line.text.strip()
        for line in lines:
            if line.place.part != part:
                self._close_all()
                part = line.place.part
            for tag in self._tags(line):
                count += 1
                if count > MOST_TAGS:
                    self._add(line, "tags_too_many", most=str(MOST_TAGS))
                    return self.found
                try:
                    self._read(tag)
                except _Mistake as mistake:
                    self._add(line, mistake.code, tag=tag.source, **mistake.params)
        self._close_all()
        return self.found

    def _add(self, line: WordLine, code: str, **params: str) -> None:
        self.found.append(TagProblem(code, line.place, params))

    def _close_all(self) -> None:
        for opened in self.open:
            self._add(opened.tag.line, "tag_not_closed", tag=opened.tag.source, word=opened.word)
        self.open.clear()

    def _tags(self, line: WordLine) -> Iterator[_Tag]:
        """The tags of a paragraph; what is left of brackets was not closed in it."""
        for match in _TAG.finditer(line.text):
            output_level, output, level, statement = match.groups()
            words = output if output is not None else statement
            if words is None:
                continue  # a comment
            level = (output_level if output is not None else level) or ""
            tag = _Tag(
                line, match[0], level, words.translate(_STRAIGHT).strip(), output is not None
            )
            if level and self._replaced(level, line).strip() != match[0]:
                self._add(line, "tag_not_alone", tag=match[0])
            yield tag
        rest = _TAG.sub("", line.text)
        if left := _LEFT_OVER.search(rest):
            self._add(line, "bracket_not_closed", tag=rest[left.start() :][:60])

    def _replaced(self, level: str, line: WordLine) -> str:
        """All the text that the tag takes the place of: it would be lost."""
        if level == "tr":
            return self.around[_row(line)]
        return self.around[_cell(line)] if level == "tc" else line.text

    def _read(self, tag: _Tag) -> None:
        if len(tag.source) > LONGEST_TAG:
            raise _Mistake("tag_too_long", most=str(LONGEST_TAG))
        if tag.level == "r":
            raise _Mistake("tag_unknown")
        if tag.is_output:
            self._read_output(tag)
            return
        word, _space, rest = tag.words.partition(" ")
        match word:
            case "for":
                self._open_loop(tag)
            case "if":
                self._judge(rest)
                self._push(_Opened(tag, "endif", self.known))
            case "elif" | "else":
                self._continue(tag, rest if word == "elif" else "")
            case "endfor" | "endif":
                self._close(tag, word)
            case _:
                raise _Mistake("tag_unknown")

    @property
    def known(self) -> Mapping[str, Known]:
        return self.open[-1].known if self.open else self.top

    def _read_output(self, tag: _Tag) -> None:
        found = self._judge(tag.words)
        name = tag.words.partition("|")[0].strip()
        if found.kind is Kind.PART and tag.level != "p":
            raise _Mistake("field_is_a_part", field=name)
        if found.kind is not Kind.PART and tag.level:
            raise _Mistake("field_is_no_part", field=name)
        if found.kind in {Kind.GROUPS, Kind.TEXTS}:
            raise _Mistake("field_is_a_list", field=name)
        if found.kind is Kind.BY_CODE:
            raise _Mistake("field_needs_a_code", field=name)
        if found.kind is Kind.FLAG:
            raise _Mistake("field_is_yes_or_no", field=name)

    def _open_loop(self, tag: _Tag) -> None:
        match = _FOR.fullmatch(tag.words)
        known: Mapping[str, Known] = self.known
        try:
            if match is None:
                raise _Mistake("loop_unreadable")
            found = self._judge(match[2])
            if found.kind is Kind.TEXTS:
                known = {**known, match[1]: _TEXT}
            elif found.kind is Kind.GROUPS:
                # A group is no value by itself: only its fields are.
                known = {**known, match[1]: Known(Kind.GROUPS, found.fields)}
            else:
                raise _Mistake("field_is_no_list", field=match[2].strip())
            known = {**known, "loop": Known(Kind.GROUPS, _LOOP)}
        finally:
            self._push(_Opened(tag, "endfor", known))

    def _push(self, opened: _Opened) -> None:
        self.open.append(opened)
        if len(self.open) > DEEPEST * 2:
            raise _Mistake("tags_too_deep")
        if sum(1 for each in self.open if each.word == "endfor") > DEEPEST:
            raise _Mistake("tags_too_deep")

    def _continue(self, tag: _Tag, condition: str) -> None:
        if not self.open or self.open[-1].word != "endif":
            raise _Mistake("tag_closes_nothing")
        self._compare_levels(self.open[-1], tag)
        if condition:
            self._judge(condition)

    def _close(self, tag: _Tag, word: str) -> None:
        if not self.open:
            raise _Mistake("tag_closes_nothing")
        if self.open[-1].word != word:
            raise _Mistake("tag_closes_another", word=self.open[-1].word)
        opened = self.open.pop()
        self._compare_levels(opened, tag)

    def _compare_levels(self, opened: _Opened, tag: _Tag) -> None:
        """Rows are repeated with rows, cells with cells, paragraphs with paragraphs."""
        before, after = opened.tag, tag
        is_torn = before.level != after.level or (
            (before.level == "tr" and before.line.table != after.line.table)
            or (before.level == "tc" and before.line.row != after.line.row)
            or (before.level == "" and before.line is not after.line)
            or (before.level == "p" and _cell(before.line) != _cell(after.line))
        )
        if is_torn:
            raise _Mistake("tag_closes_elsewhere", opened=before.source)

    def _judge(self, expression: str) -> Known:
        """What kind of value an expression has; every name in it is looked up."""
        try:
            tree = self.sandbox.parse("{{ " + expression + " }}")
        except (TemplateSyntaxError, RecursionError) as error:
            raise _Mistake("expression_unreadable") from error
        output = tree.body[0] if len(tree.body) == 1 else None
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            raise _Mistake("expression_unreadable")
        return self._kind(output.nodes[0])

    def _kind(self, node: nodes.Node) -> Known:
        match node:
            case nodes.Name():
                return _found(self.known, node.name, node.name)
            case nodes.Getattr() | nodes.Getitem():
                return self._member(node)
            case nodes.Filter():
                if node.node is None:
                    raise _Mistake("expression_unreadable")
                inner = self._kind(node.node)
                for given in node.args:
                    self._kind(given)
                return inner if node.name == "default" else _TEXT
            case nodes.CondExpr():
                self._kind(node.test)
                if node.expr2 is not None:
                    self._kind(node.expr2)
                return self._kind(node.expr1)
            case nodes.Const():
                return _TEXT
        for inside in node.iter_child_nodes():
            self._kind(inside)
        return _FLAG

    def _member(self, node: nodes.Getattr | nodes.Getitem) -> Known:
        holder = self._kind(node.node)
        name = _written(node.node)
        if isinstance(node, nodes.Getattr):
            key: object = node.attr
        elif isinstance(node.arg, nodes.Const):
            key = node.arg.value
        else:
            raise _Mistake("expression_unreadable")
        if holder.kind is Kind.BY_CODE:
            if holder.codes is not None and key not in holder.codes:
                raise _unknown(f"{name}.{key}", str(key), holder.codes, f"{name}.")
            return _TEXT
        if holder.kind is Kind.GROUPS and isinstance(key, str):
            return _found(holder.fields, key, f"{name}.{key}", f"{name}.")
        raise _Mistake("field_has_no_fields", field=name, key=str(key))


def _row(line: WordLine) -> tuple[object, ...]:
    return line.place.part, line.table, line.row


def _cell(line: WordLine) -> tuple[object, ...]:
    return line.place.part, line.table, line.row, line.place.column


def _found(known: Mapping[str, Known], name: str, written: str, before: str = "") -> Known:
    if name not in known:
        raise _unknown(written, name, known, before)
    return known[name]


def _unknown(written: str, name: str, there: Any, before: str) -> _Mistake:
    offered = [each for each in there if not isinstance(there, Mapping) or there[each].is_offered]
    near = get_close_matches(name, offered, n=1, cutoff=0.6)
    if not near:
        return _Mistake("field_unknown", field=written)
    return _Mistake("field_unknown_near", field=written, near=before + near[0])


def _written(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
    return "…"
