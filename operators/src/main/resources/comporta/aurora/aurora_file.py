# Evaluates an .aurora file and prints its job as the JSON that Thermos reads. The question comes on stdin, as JSON. What such files may use
# are structs of Pystachio; they are declared here, in Aurora's names. Exit 3: there is no pystachio. Exit 4: the file is wrong; why, on stderr.
import json
import os
import sys
import traceback

try:
    from pystachio import (
        Boolean, Choice, Default, Empty, Enum, Environment, Float, Integer, List, Map, Ref, Required, String, Struct)
except ImportError:
    sys.exit(3)

KB = 1024
MB = 1024 * KB
GB = 1024 * MB
TB = 1024 * GB


class Constraint(Struct):
    order = List(String)


class RotatePolicy(Struct):
    log_size = Default(Integer, 100 * MB)
    backups = Default(Integer, 5)


class Logger(Struct):
    destination = Default(Enum('file', 'console', 'both', 'none'), 'file')
    mode = Default(Enum('standard', 'rotate'), 'standard')
    rotate = RotatePolicy


class Process(Struct):
    cmdline = Required(String)
    name = Required(String)
    max_failures = Default(Integer, 1)
    daemon = Default(Boolean, False)
    ephemeral = Default(Boolean, False)
    min_duration = Default(Integer, 5)
    final = Default(Boolean, False)
    logger = Logger


class Resources(Struct):
    cpu = Required(Float)
    ram = Required(Integer)
    disk = Required(Integer)
    gpu = Default(Integer, 0)


class Task(Struct):
    name = Default(String, '{{processes[0].name}}')
    processes = List(Process)
    constraints = List(Constraint)
    resources = Resources
    max_failures = Default(Integer, 1)
    max_concurrency = Default(Integer, 0)
    finalization_wait = Default(Integer, 30)
    user = String


class HttpHealthChecker(Struct):
    endpoint = Default(String, '/health')
    expected_response = Default(String, 'ok')
    expected_response_code = Default(Integer, 0)


class ShellHealthChecker(Struct):
    shell_command = String


class HealthCheckerConfig(Struct):
    http = HttpHealthChecker
    shell = ShellHealthChecker


class HealthCheckConfig(Struct):
    health_checker = Default(HealthCheckerConfig, HealthCheckerConfig(http=HttpHealthChecker()))
    initial_interval_secs = Default(Float, 15.0)
    interval_secs = Default(Float, 10.0)
    max_consecutive_failures = Default(Integer, 0)
    min_consecutive_successes = Default(Integer, 1)
    timeout_secs = Default(Float, 1.0)


class HttpLifecycleConfig(Struct):
    port = Default(String, 'health')
    graceful_shutdown_endpoint = Default(String, '/quitquitquit')
    shutdown_endpoint = Default(String, '/abortabortabort')
    graceful_shutdown_wait_secs = Default(Integer, 5)
    shutdown_wait_secs = Default(Integer, 5)


class LifecycleConfig(Struct):
    http = HttpLifecycleConfig


DisableLifecycle = LifecycleConfig()
DefaultLifecycleConfig = LifecycleConfig(http=HttpLifecycleConfig())


class Announcer(Struct):
    primary_port = Default(String, 'http')
    portmap = Default(Map(String, String), {'aurora': '{{primary_port}}'})
    zk_path = String


class Parameter(Struct):
    name = Required(String)
    value = Required(String)


class Docker(Struct):
    image = Required(String)
    parameters = Default(List(Parameter), [])


class DockerImage(Struct):
    name = Required(String)
    tag = Required(String)


class AppcImage(Struct):
    name = Required(String)
    image_id = Required(String)


class Volume(Struct):
    container_path = Required(String)
    host_path = Required(String)
    mode = Required(String)


class Mesos(Struct):
    image = Choice([DockerImage, AppcImage])
    volumes = Default(List(Volume), [])


class Container(Struct):
    docker = Docker


class UpdateConfig(Struct):
    batch_size = Default(Integer, 1)
    watch_secs = Default(Integer, 45)
    max_per_shard_failures = Default(Integer, 0)
    max_total_failures = Default(Integer, 0)
    rollback_on_failure = Default(Boolean, True)
    wait_for_batch_completion = Default(Boolean, False)
    pulse_interval_secs = Integer
    sla_aware = Boolean


class ExecutorConfig(Struct):
    name = Default(String, 'AuroraExecutor')
    data = Default(String, '')


class Metadata(Struct):
    key = Required(String)
    value = Required(String)


class PartitionPolicy(Struct):
    reschedule = Default(Boolean, True)
    delay_secs = Default(Integer, 0)


class MesosJob(Struct):
    name = Default(String, '{{task.name}}')
    role = Required(String)
    contact = String
    cluster = Required(String)
    environment = Required(String)
    instances = Default(Integer, 1)
    task = Required(Task)
    announce = Announcer
    tier = String
    cron_schedule = String
    cron_collision_policy = Default(String, 'KILL_EXISTING')
    update_config = Default(UpdateConfig, UpdateConfig())
    constraints = Map(String, String)
    metadata = Default(List(Metadata), [])
    service = Default(Boolean, False)
    max_task_failures = Default(Integer, 1)
    production = Default(Boolean, False)
    priority = Default(Integer, 0)
    health_check_config = Default(HealthCheckConfig, HealthCheckConfig())
    lifecycle = Default(LifecycleConfig, DefaultLifecycleConfig)
    task_links = Map(String, String)
    executor_config = Default(ExecutorConfig, ExecutorConfig())
    enable_hooks = Default(Boolean, False)
    container = Choice([Container, Docker, Mesos])
    partition_policy = PartitionPolicy


Job = MesosJob
Service = Job(service=True)


def order(*processes):
    names = [each if isinstance(each, str) else each.name() for each in processes]
    return [Constraint(order=names)] if len(names) > 1 else []


def SequentialTask(*args, **keys):
    task = Task(*args, **keys)
    return task(constraints=order(*task.processes())) if len(task.processes().get() or ()) > 1 else task


def SimpleTask(name, command):
    return Task(
        name=name,
        processes=[Process(name=name, cmdline=command)],
        resources=Resources(cpu=0.1, ram=16 * MB, disk=16 * MB))


class Wrong(Exception):
    pass


def load(path):
    """The names that a file defines; it finds Aurora's names, and include()."""
    names = {name: value for name, value in globals().items() if name[0] != '_' and name not in HIDDEN}

    def run(file):
        def include(other):
            run(os.path.join(os.path.dirname(file), other))

        names['include'] = include
        with open(file, encoding='utf-8') as text:
            exec(compile(text.read(), file, 'exec'), names)
        names['include'] = include

    run(path)
    return names


HIDDEN = {'load', 'answer', 'Wrong', 'HIDDEN', 'traceback', 'unbound', 'plain'}


def plain(value):
    """What Pystachio's get() gives, as lists and dicts."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    return value


def answer(question):
    jobs = load(question['file']).get('jobs')
    if not isinstance(jobs, list) or not jobs:
        raise Wrong('it has no list "jobs". Add: jobs = [...]')
    scope = {Ref.from_address(name): value for name, value in question['bind'].items()}
    for name, value in question['version'].items():
        scope[Ref.from_address('version.' + name)] = value
        scope[Ref.from_address(name + '_version')] = value
    jobs = [job.bind(scope) for job in jobs]
    names = [str(job.name() % scope) for job in jobs]
    if question['name'] is not None:
        jobs = [job for job, name in zip(jobs, names) if name == question['name']]
    if len(jobs) != 1:
        raise Wrong('it has %s. Name one of them in job.name: %s' % (
            'no job "%s"' % question['name'] if not jobs else '%d jobs' % len(jobs), ', '.join(names)))
    job = jobs[0](cluster=question['cluster'], role=question['role'], environment=question['environment'])
    job = job(update_config=Empty, instances=Empty)
    job, unbound = job.interpolate()
    unbound = sorted({ref.address() for ref in unbound})
    missing = [ref for ref in unbound if not ref.startswith(('thermos.', 'mesos.'))]
    if missing:
        raise Wrong('nothing is bound to %s. Add it to job.bind' % ', '.join('{{%s}}' % ref for ref in missing))
    check = job.check()
    if not check.ok():
        raise Wrong(check.message())
    told = plain(job.get())
    container = told.get('container')
    if container and 'docker' in container:
        told['container'] = container['docker']
    return told


try:
    spoken = sys.stdout
    sys.stdout = sys.stderr
    told = answer(json.load(sys.stdin))
    spoken.write(json.dumps(told))
except Wrong as wrong:
    sys.stderr.write(str(wrong))
    sys.exit(4)
except SyntaxError as wrong:
    sys.stderr.write('line %s: %s' % (wrong.lineno, wrong.msg))
    sys.exit(4)
except Exception as wrong:
    where = [frame for frame in traceback.extract_tb(wrong.__traceback__) if frame.filename.endswith('.aurora')]
    sys.stderr.write('%s%s: %s' % ('line %s: ' % where[-1].lineno if where else '', type(wrong).__name__, wrong))
    sys.exit(4)
