"""Commands: which there are."""

import typer

from kit.cli import bench, check, demo, importing, init, law, record, report, sample, serve


def register_commands(app: typer.Typer) -> None:
    """Hang every command into the app, in the order in which a newcomer meets them."""
    for command in (init.init, sample.sample, demo.demo):
        app.command()(command)
    app.add_typer(check.app, name="check")
    app.add_typer(importing.app, name="import")
    for command in (record.do, record.show, record.history):
        app.command(no_args_is_help=False)(command)
    app.add_typer(law.app, name="law")
    app.add_typer(report.app, name="report")
    app.command()(serve.serve)
    for command in (record.verify, record.snapshot, record.checkpoint, record.migrate):
        app.command()(command)
    app.command()(bench.bench)
