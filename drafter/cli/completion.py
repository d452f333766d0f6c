"""``drafter completion``: the Tab key completes commands, options, topics, facts, documents and positions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import ClassVar

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

VARIABLE = "_DRAFTER_COMPLETE"
# The line for each shell's start-up file, and the file. Started anew, the shell completes.
_HOW: Mapping[str, tuple[str, str]] = {
    "bash": ("~/.bashrc", 'eval "$(drafter completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(drafter completion zsh)"'),
    "fish": ("~/.config/fish/completions/drafter.fish", "drafter completion fish | source"),
    "powershell": ("$PROFILE", "drafter completion powershell | Out-String | Invoke-Expression"),
}

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }
    $env:COMP_WORDS = ($before | ForEach-Object { $_.Extent.Text }) -join "`n"
    $env:COMP_CWORD = $wordToComplete
    $env:%(complete_var)s = "powershell_complete"
    try {
        %(prog_name)s | ForEach-Object {
            $kind, $value, $about = $_ -split "`t", 3
            if ($kind -eq "plain") {
                [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $about)
            }
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD -ErrorAction SilentlyContinue
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, which click has none for. The words come on lines, answers in columns by tabs.

    For a file's name PowerShell gets no answer, and completes it itself.
    """

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, without quotation marks around them, and that one."""
        words = [word.strip("\"'") for word in os.environ.get("COMP_WORDS", "").split("\n")]
        return [word for word in words[1:] if word], os.environ.get("COMP_CWORD", "").strip("\"'")

    def format_completion(self, item: CompletionItem) -> str:
        """Kind, word and meaning. PowerShell refuses an empty meaning."""
        about = " ".join((item.help or str(item.value)).split())
        return f"{item.type}\t{item.value}\t{about}"


def how_in(environ: Mapping[str, str]) -> str:
    """How completion is switched on in the user's shell, by the environment; where it is unknown, who says how."""
    kind = environ.get("SHELL", "").replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
    kind = kind or ("powershell" if "PSModulePath" in environ else "")
    if kind not in _HOW:
        return "'drafter completion' says how the Tab key completes commands, topics and facts"
    file, line = _HOW[kind]
    return f"to complete commands, topics and facts with the Tab key, put this line into {file}:\n  {line}"


def add_powershell() -> None:
    """Let click know of it."""
    add_completion_class(PowerShellComplete)


@click.command("completion")
@click.argument("shell", metavar="[SHELL]", required=False, type=click.Choice(tuple(_HOW)))
@click.pass_context
def command(ctx: click.Context, shell: str | None) -> None:
    """Print what a shell needs: bash, zsh, fish or powershell. Without SHELL, how to switch it on in each."""
    if shell is None:
        for name, (file, line) in _HOW.items():
            click.echo(f"{name}: put this line into {file}\n    {line}")
        return
    found = get_completion_class(shell)
    if found is not None:
        root = ctx.find_root()
        click.echo(found(root.command, {}, "drafter", VARIABLE).source())
