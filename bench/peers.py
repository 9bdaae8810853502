"""Comporta and its peers on the same two DAGs, each in its own words; one table. Started by bench/peers.

A DAG's time is from the start of its run to the end of its last task as the program itself tells it: installing, starting up and parsing are not
in it. Every task runs /bin/true in a process of its own, 16 at the same time. What is safe at each step differs, and stands in the table.
"""

import datetime
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parent.parent
SIDE_BY_SIDE = 16
DAGS = {"chain": 100, "fan": 500}
PEERS = {
    "luigi": ("Luigi", ["luigi"], "a file for each task done"),
    "prefect": ("Prefect", ["prefect", "fastapi<0.140"], "SQLite"),
    "airflow": ("Airflow", ["apache-airflow", "psycopg2-binary", "asyncpg"], "PostgreSQL"),
}


class LeftOut(Exception):
    """Why a peer is not in the table."""


def venv(peer):
    """The Python that has the peer; installs it the first time."""
    folder = HOME / "target" / "peers" / peer
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        print(f"installing {PEERS[peer][0]} into {folder}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        quiet([sys.executable, "-m", "venv", str(folder)], "no virtual environment can be made")
        quiet([str(python), "-m", "pip", "install", "-q", "--prefer-binary", *PEERS[peer][1]], "pip cannot install it")
        done.touch()
    return python


def quiet(command, what):
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if said.returncode != 0:
        lines = said.stdout.strip().splitlines() or [f"exit code {said.returncode}"]
        raise LeftOut(f"{what}: {lines[-1]}")


def tasks(dag):
    """Names in order, each with what it waits for."""
    count = DAGS[dag]
    if dag == "chain":
        return {f"t{n}": [f"t{n - 1}"] if n else [] for n in range(count)}
    wide = {f"t{n}": ["first"] for n in range(count)}
    return {"first": []} | wide | {"last": list(wide)}


# ------------------------------------------------------------------------------------------------------------------------ Comporta


def comporta(dag, folder, *options):
    file = folder / f"{dag}.yaml"
    body = "".join(f"  {name}: {{job: {{command: [/bin/true]}}, depends_on: [{', '.join(after)}]}}\n" for name, after in tasks(dag).items())
    file.write_text(f"dag: {dag}\nowner: bench\ndefaults: {{execution_timeout: 1h}}\ntasks:\n{body}")
    said = subprocess.run(
        [HOME / "comporta", "run", file, "--fresh", "--output", "json", "--parallel", str(SIDE_BY_SIDE), *options],
        env=os.environ | {"COMPORTA_HOME": str(folder / "home")}, stdout=subprocess.PIPE, text=True, check=True)
    events = [json.loads(line) for line in said.stdout.splitlines()]
    begin = next(event["at"] for event in events if event["event"] == "run_started")
    ends = [event["at"] for event in events if event["event"] == "task_state" and event["state"] == "success"]
    assert len(ends) == len(tasks(dag)), said.stdout[-2000:]
    return (instant(max(ends)) - instant(begin)).total_seconds()


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


# ------------------------------------------------------------------------------------- run by the Python that has the peer


def luigi(dag, folder):
    import luigi

    needs = tasks(dag)

    class Work(luigi.Task):
        name = luigi.Parameter()

        def requires(self):
            return [Work(name=name) for name in needs[self.name]]

        def output(self):
            return luigi.LocalTarget(str(folder / "done" / self.name))

        def run(self):
            subprocess.run(["/bin/true"], check=True)
            with self.output().open("w") as done:
                done.write("done")

    begin = time.monotonic()
    workers = 1 if dag == "chain" else SIDE_BY_SIDE
    assert luigi.build([Work(name=list(needs)[-1])], local_scheduler=True, workers=workers, log_level="ERROR")
    return time.monotonic() - begin


def prefect(dag, folder):
    from prefect import flow, task
    from prefect.task_runners import ThreadPoolTaskRunner

    @task
    def work():
        subprocess.run(["/bin/true"], check=True)

    @flow(task_runner=ThreadPoolTaskRunner(max_workers=SIDE_BY_SIDE))
    def run():
        begin = time.monotonic()
        begun = {}
        for name, after in tasks(dag).items():
            begun[name] = work.submit(wait_for=[begun[each] for each in after])
        for each in begun.values():
            each.wait()
            assert each.state.is_completed()
        return time.monotonic() - begin

    return run()


# ------------------------------------------------------------------------------------------------------------------------- Airflow

AIRFLOW_DAG = """
from datetime import datetime
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

for dag_id, needs in {dags!r}.items():
    with DAG(dag_id, schedule=None, start_date=datetime(2026, 1, 1), catchup=False) as dag:
        made = {{name: BashOperator(task_id=name, bash_command="/bin/true") for name in needs}}
        for name, after in needs.items():
            for each in after:
                made[each] >> made[name]
    globals()[dag_id] = dag
"""


class Airflow:
    """Scheduler, API server and DAG processor on loopback, with the local executor."""

    def __init__(self, python, folder, database):
        self.bin = python.parent
        self.database = database
        self.processes = []
        port = free_port()
        (folder / "dags").mkdir(parents=True)
        (folder / "dags" / "bench.py").write_text(AIRFLOW_DAG.format(dags={dag: tasks(dag) for dag in DAGS}))
        self.environment = os.environ | {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "AIRFLOW_HOME": str(folder),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(folder / "dags"),
            "AIRFLOW__CORE__PARALLELISM": str(SIDE_BY_SIDE),
            "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": str(SIDE_BY_SIDE),
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
            "AIRFLOW__API_AUTH__JWT_SECRET": "only-for-this-benchmark-on-loopback-0123456789abcdef",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database.replace("postgresql://", "postgresql+psycopg2://"),
        }
        quiet_in(self.environment, [self.bin / "airflow", "db", "migrate"], "its database cannot be made")
        log = open(folder / "log", "w")
        for words in (["api-server", "--host", "127.0.0.1", "--port", str(port)], ["dag-processor"], ["scheduler"]):
            self.processes.append(subprocess.Popen(
                [self.bin / "airflow", *words], env=self.environment, stdout=log, stderr=log, start_new_session=True))
        self.wait("select count(*) from dag where not is_stale", lambda count: count == len(DAGS), 300, "its DAGs do not appear")

    def run(self, dag):
        key = f"bench-{time.monotonic_ns()}"
        quiet_in(self.environment, [self.bin / "airflow", "dags", "trigger", "--run-id", key, dag], "no run can be begun")
        state = self.wait(
            f"select state from dag_run where run_id = '{key}'", lambda state: state in ("success", "failed"), 1800, "its run does not end")
        if state != "success":
            raise LeftOut(f"its run of {dag} ended: {state}")
        return float(self.ask(
            "select extract(epoch from max(t.end_date) - min(r.start_date)) from dag_run r join task_instance t using (dag_id, run_id) "
            f"where r.run_id = '{key}'"))

    def ask(self, sql):
        code = f"import psycopg2; c = psycopg2.connect({self.database!r}).cursor(); c.execute({sql!r}); r = c.fetchone(); print(r[0] if r else '')"
        said = subprocess.run([self.bin / "python", "-c", code], stdout=subprocess.PIPE, text=True, check=True)
        return said.stdout.strip()

    def wait(self, sql, enough, seconds, otherwise):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.ask(sql)
            if enough(int(found) if found.isdigit() else found):
                return found
            if any(process.poll() is not None for process in self.processes):
                raise LeftOut("one of its processes has ended")
            time.sleep(1)
        raise LeftOut(otherwise)

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def quiet_in(environment, command, what):
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if said.returncode != 0:
        raise LeftOut(f"{what}: {(said.stdout.strip().splitlines() or ['?'])[-1]}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgresql:
    """One as it comes, on loopback; it ends when its standard input does."""

    def __init__(self):
        named = os.environ.get("COMPORTA_POSTGRESQL_BIN")
        found = [pathlib.Path(named)] if named else sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        if not found:
            raise LeftOut("there is no PostgreSQL here")
        port = free_port()
        script = (HOME / "dag-engine/src/test/resources/comporta/store/postgresql.sh").read_text()
        as_somebody = ["runuser", "-u", "nobody", "--"] if os.getuid() == 0 else []
        self.process = subprocess.Popen(
            [*as_somebody, "sh", "-c", script, "postgresql.sh", str(found[-1]), str(port), "durable"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if self.process.stdout.readline() != "ready\n":
            raise LeftOut("PostgreSQL does not start: " + self.process.stdout.read())
        self.url = f"postgresql://comporta@127.0.0.1:{port}/postgres"

    def close(self):
        self.process.stdin.close()
        self.process.wait()


# --------------------------------------------------------------------------------------------------------------------------- table


def in_child(peer, dag, folder, python):
    """One run of a peer that is a library, in a process of its own."""
    environment = os.environ | {
        "PREFECT_HOME": str(folder / "prefect"), "PREFECT_LOGGING_LEVEL": "ERROR", "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300", "DO_NOT_TRACK": "1",
    }
    said = subprocess.run(
        [python, __file__, "--child", peer, dag, folder], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=1800)
    if said.returncode != 0:
        raise LeftOut(f"its {dag} fails: {(said.stderr.strip().splitlines() or ['?'])[-1]}")
    return float(said.stdout.strip().splitlines()[-1])


def measure(times, rounds, run):
    for dag in DAGS:
        run(dag)   # caches, byte code, first tables
        times[dag] = statistics.median(run(dag) for _ in range(rounds))


def measure_peer(peer, times, rounds, folder):
    python = venv(peer)
    if peer != "airflow":
        measure(times, rounds, lambda dag: in_child(peer, dag, pathlib.Path(tempfile.mkdtemp(dir=folder)), python))
        return
    database = Postgresql()
    try:
        airflow = Airflow(python, folder / "airflow", database.url)
        try:
            measure(times, rounds, airflow.run)
        finally:
            airflow.close()
    finally:
        database.close()


def main(words):
    only_install = "--install" in words
    rounds = next((int(word) for word in words if word.isdigit()), 3)
    peers = [word for word in words if word in PEERS] or list(PEERS)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="comporta-peers"))
    lines = []
    try:
        if not only_install:
            times = {}
            measure(times, rounds, lambda dag: comporta(dag, folder, "--database", "h2"))
            lines.append(("Comporta, H2", times, "H2, against kill -9"))
            try:
                database = Postgresql()
                times = {}
                measure(times, rounds, lambda dag: comporta(dag, folder, "--database", database.url))
                lines.append(("Comporta, PostgreSQL", times, "PostgreSQL"))
                database.close()
            except LeftOut as why:
                lines.append(("Comporta, PostgreSQL", {}, f"left out: {why}"))
        for peer in peers:
            name, _, kept = PEERS[peer]
            times = {}
            try:
                if only_install:
                    venv(peer)
                else:
                    measure_peer(peer, times, rounds, folder)
                lines.append((name, times, "installed" if only_install else kept))
            except (LeftOut, subprocess.SubprocessError, OSError) as why:
                lines.append((name, {}, f"left out: {why}"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'':22} {'chain of 100':>16} {'1 -> 500 -> 1':>18}   state is kept in")
    for name, times, kept in lines:
        chain = f"{times['chain'] * 10:.1f} ms a task" if "chain" in times else "-"
        fan = f"{len(tasks('fan')) / times['fan']:.0f} tasks a second" if "fan" in times else "-"
        print(f"{name:22} {chain:>16} {fan:>18}   {kept}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        peer, dag, folder = sys.argv[2:5]
        print(globals()[peer](dag, pathlib.Path(folder)))
    else:
        main(sys.argv[1:])
