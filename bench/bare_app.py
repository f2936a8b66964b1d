"""The yardstick: a Bolt app with one listener that keeps a report with one durable ORM insert, and then acks.

It is what a good engineer writes: nothing but that, the insert committed and on disk before the ack. It runs behind
the same web server and on the same kind of database with the same guarantees as ours. One connection for SQLite, which
has one writer anyway: more of them wait for each other in its busy handler, and are slower.
"""

import logging
import os
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, Response, request
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import Connection, DateTime, Engine, String, Text, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.process import answer
from ruggespraak.clock import system_clock
from ruggespraak.http_server import THREADS, HttpServer


class Base(DeclarativeBase):
    pass


class Report(Base):
    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    user: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def main() -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # more people than threads is what is measured
    engine = _engine(os.environ["DATABASE_URL"])
    Base.metadata.create_all(engine)
    server = HttpServer(_web(_bolt(engine, os.environ["SLACK_SIGNING_SECRET"])), "127.0.0.1", 0)
    server.start()
    answer(lambda _: {"port": server.port, "kept": _kept(engine)})
    server.stop()
    engine.dispose()


def _bolt(engine: Engine, secret: str) -> App:
    app = App(signing_secret=secret, authorize=_authorize, process_before_response=True)

    @app.view(re.compile(""))
    def keep(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        with Session(engine) as session:
            session.add(
                Report(key=view["id"], user=body["user"]["id"], text=_typed(view), created_at=system_clock()),
            )
            session.commit()
        ack()

    return app


def _authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench")  # noqa: S106 - opens nothing


def _typed(view: Mapping[str, Any]) -> str:
    elements = [element for block in view["state"]["values"].values() for element in block.values()]
    return "\n".join(element["value"] for element in elements if element.get("value"))


def _web(app: App) -> Flask:
    web = Flask("bare", static_folder=None)
    handler = SlackRequestHandler(app)

    @web.post("/slack/events")
    def events() -> Response:
        return handler.handle(request)

    return web


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=THREADS)
    engine = create_engine(url, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _kept(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count(Report.id))) or 0


if __name__ == "__main__":
    main()
