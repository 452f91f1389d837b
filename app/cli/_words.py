"""Commands whose arguments may begin with a dash: ``parlance search -draft -c notes.parlance``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click


class QueryCommand(click.Command):
    """A command that takes any word it does not know as an option for an argument.

    A word that begins with a dash is an option only when it is exactly an option of this
    command (``-c``, ``--limit``) or a long one with its value (``--limit=5``). Everything
    else, ``-draft`` or ``-周末`` or even ``-cat``, is an argument. After ``--`` every word is.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options first and the arguments behind ``--``, then parse as usual."""
        return super().parse_args(ctx, options_first(args, _option_arity(self, ctx)) if args else args)


def options_first(args: Sequence[str], arity: Mapping[str, int]) -> list[str]:
    """The words reordered: options with their values, ``--``, then the arguments in their order.

    ``arity`` gives for every option name how many words it takes. When the last option lacks
    its value the arguments are left out, so that the parser says just that.
    """
    options: list[str] = []
    words: list[str] = []
    rest = list(args)
    while rest:
        word = rest.pop(0)
        name, equals, _value = word.partition("=")
        if word == "--":
            words += rest
            break
        if word in arity:
            taken, rest = rest[: arity[word]], rest[arity[word] :]
            options += [word, *taken]
            if len(taken) < arity[word]:
                return options
        elif equals and name.startswith("--") and name in arity:
            options.append(word)
        else:
            words.append(word)
    return [*options, "--", *words]


def _option_arity(command: click.Command, ctx: click.Context) -> dict[str, int]:
    arity: dict[str, int] = {}
    for parameter in command.get_params(ctx):
        if isinstance(parameter, click.Option):
            words = 0 if parameter.is_flag or parameter.count else parameter.nargs
            for name in (*parameter.opts, *parameter.secondary_opts):
                arity[name] = words
    return arity
