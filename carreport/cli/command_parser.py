"""Parse commands, and import the module of a command only when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from carreport.errors import UsageError

Command = Callable[[argparse.Namespace], int]


class CommandParser(argparse.ArgumentParser):
    """An argument parser that reports errors in the style of the rest of carreport."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` instead of exiting."""
        what = message[:1].upper() + message[1:].rstrip(".") + "."
        raise UsageError("usage", what, remedy=f"`{self.prog} --help` lists the options.")


class CommandAdder:
    """Adds commands to a parser."""

    def __init__(self, commands: argparse._SubParsersAction[CommandParser]) -> None:
        self._commands = commands

    def add(self, name: str, help_: str, runs: str) -> CommandParser:
        """Add a command; `runs` is the `module:function` that carries it out."""
        about = help_[:1].upper() + help_[1:] + "."
        command = self._commands.add_parser(name, help=help_, description=about, allow_abbrev=False)
        command.set_defaults(run=_import_on_run(runs))
        return command

    def group(self, name: str, help_: str) -> CommandAdder:
        """Add a command with subcommands; return an adder for the subcommands."""
        about = help_[:1].upper() + help_[1:] + "."
        command = self._commands.add_parser(name, help=help_, description=about, allow_abbrev=False)
        return CommandAdder(command.add_subparsers(title="commands", metavar="COMMAND", required=True))


def _import_on_run(runs: str) -> Command:
    """Return a function that imports a command's module only when the command runs."""
    module, _, function = runs.partition(":")

    def run(options: argparse.Namespace) -> int:
        command: Command = getattr(import_module(f"carreport.cli.{module}"), function)
        return command(options)

    return run


def add_draft(command: CommandParser) -> None:
    """Add the argument for the draft that the command is about."""
    command.add_argument("draft", metavar="DRAFT", help="the draft")


def add_json(command: CommandParser) -> None:
    """Add the option to print the result as JSON."""
    command.add_argument("--json", action="store_true", help="as JSON")


def add_author(command: CommandParser) -> None:
    """Add the option that says who writes."""
    command.add_argument("--author", metavar="NAME", help="the author's name; by default, your own")
