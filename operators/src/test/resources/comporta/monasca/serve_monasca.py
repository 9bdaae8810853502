"""Serves the real monasca-api: serve_monasca.py FOLDER KEYSTONE_URL. The port is any that is free; it is printed once requests are taken.

Its own are sign-in, rights, validation, status codes, paging, definitions and notification methods, in a SQLite database. What it would put
on Kafka is in FOLDER/metrics instead, a line each, before a request is answered.
"""
import json
import os
import sqlite3
import sys

folder, keystone = sys.argv[1:]
told = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # it logs there


class Queue:
    """In place of Kafka."""

    def __init__(self, topic):
        self.topic = topic

    def send_message(self, messages):
        for message in messages if isinstance(messages, list) else [messages]:
            taken = json.loads(message)
            if self.topic == "metrics":
                with open(os.path.join(folder, "metrics"), "a") as file:
                    file.write(json.dumps(taken["metric"]) + "\n")


class Past:
    """In place of InfluxDB: nothing is ever read from it here."""

    def nothing(self, *_):
        return []

    list_metrics = list_metric_names = list_dimension_names = list_dimension_values = nothing
    measurement_list = metrics_statistics = alarm_history = nothing

    @staticmethod
    def check_status():
        return True, "OK"


sys.modules["served"] = sys.modules["__main__"]  # the name by which it is configured
config = os.path.join(folder, "monasca.conf")
with open(config, "w") as file:
    file.write(f"""
[DEFAULT]
region = RegionOne
[messaging]
driver = served:Queue
[repositories]
metrics_driver = served:Past
[database]
connection = sqlite:///{folder}/monasca.db
[keystone_authtoken]
auth_type = password
auth_url = {keystone}
www_authenticate_uri = {keystone}
username = admin
password = adminpassword
project_name = admin
user_domain_id = default
project_domain_id = default
token_cache_time = -1
""")

import monasca_api  # noqa: E402
import sqlalchemy  # noqa: E402
import waitress  # noqa: E402
from monasca_api import config as settings  # noqa: E402
from monasca_api.common.repositories import constants  # noqa: E402

constants.PAGE_LIMIT = 3  # so that whoever reads has to turn pages

with sqlite3.connect(os.path.join(folder, "monasca.db")) as database:
    with open(os.path.join(os.path.dirname(monasca_api.__file__), "tests", "sqlite_alarm.sql")) as tables:
        database.executescript(tables.read())


@sqlalchemy.event.listens_for(sqlalchemy.engine.Engine, "before_cursor_execute", retval=True)
def text(connection, cursor, statement, parameters, context, many):
    """SQLite gives text that was bound as bytes back as bytes."""
    def row(values):
        return tuple(value.decode() if isinstance(value, bytes) else value for value in values)
    return statement, [row(each) for each in parameters] if many else row(parameters)


settings.parse_args(["--config-file", config])
from monasca_api.api import server as api  # noqa: E402
from monasca_api.healthcheck import keystone_protocol  # noqa: E402

server = waitress.create_server(keystone_protocol.filter_factory({})(api.launch({})), host="127.0.0.1", port=0, threads=1)
print(server.effective_port, file=told, flush=True)
server.run()
