"""Commands: which there are."""

from collections.abc import Callable

import typer

from kit.cli import (
    account,
    bench,
    check,
    demo,
    evaluate,
    exporting,
    importing,
    init,
    law,
    outbox,
    reconcile,
    record,
    remind,
    report,
    sample,
    scheduling,
    screen,
    serve,
)


def register_commands(app: typer.Typer) -> None:
    """Hang every command into the app, in the order in which a newcomer meets them."""
    first: tuple[Callable[..., int], ...] = (init.init, sample.sample, demo.demo)
    on_the_record: tuple[Callable[..., int], ...] = (record.do, record.show, record.history)
    whole: tuple[Callable[..., int], ...] = (record.verify, record.snapshot, record.checkpoint, record.migrate)
    for command in first:
        app.command()(command)
    app.add_typer(check.app, name="check")
    app.add_typer(evaluate.app, name="evaluate")
    app.add_typer(importing.app, name="import")
    app.add_typer(exporting.app, name="export")
    app.command()(reconcile.reconcile)
    app.command()(screen.screen)
    for command in on_the_record:
        app.command(no_args_is_help=False)(command)
    app.add_typer(law.app, name="law")
    report.app.command("schedule")(scheduling.schedule)
    app.add_typer(report.app, name="report")
    app.add_typer(account.app, name="account")
    app.add_typer(outbox.app, name="outbox")
    app.command()(remind.remind)
    app.command()(serve.serve)
    for command in whole:
        app.command()(command)
    app.command()(bench.bench)
