"""Runs a gateway of its own from an unpacked distribution, as an operator would: by its scripts and its environment."""
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time

PORTS = ('SMTP', 'SMTPS', 'SUBMISSION', 'POP3', 'POP3S', 'SSH')


_given = set()


def free_port():
    """One below those that the system gives to clients, which may have theirs before a server comes to bind it."""
    while True:
        port = random.randrange(15_000, 32_000)
        with socket.socket() as s:
            try:
                s.bind(('127.0.0.1', port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port


class Gateway:
    def __init__(self, assembly, folder, **environment):
        self.home = pathlib.Path(folder) / 'letterlock'
        self.data = pathlib.Path(folder) / 'data'
        shutil.copytree(assembly, self.home, symlinks=True)
        self.port = {name.lower(): free_port() for name in PORTS}
        self.env = {**os.environ, 'LETTERLOCK_DATA': str(self.data), 'LETTERLOCK_HOSTNAME': 'localhost',
                    'LETTERLOCK_BIND': '127.0.0.1',
                    **{f'LETTERLOCK_{name}_PORT': str(self.port[name.lower()]) for name in PORTS}, **environment}

    def set(self, component, **settings):
        with open(self.home / 'etc' / f'{component}.cfg', 'a') as file:
            file.writelines(f'\n{name} = {value}\n' for name, value in settings.items())

    @property
    def ca(self):
        return str(self.data / 'tls' / 'ca.pem')

    def run(self, *args, check=True, timeout=240):
        done = subprocess.run([str(self.home / 'bin' / 'letterlock'), *args], env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout)
        if check and done.returncode != 0:
            raise SystemExit(f'letterlock {" ".join(args)} ended with {done.returncode}:\n{done.stdout}{done.stderr}')
        return done

    def start(self):
        self.run('start')

    def stop(self):
        self.run('stop', check=False)
        self._await_end()

    def processes(self):
        """The gateway's processes: those whose working files are this installation's."""
        found = []
        for proc in pathlib.Path('/proc').glob('[0-9]*'):
            try:
                line = (proc / 'cmdline').read_bytes().decode(errors='replace')
            except OSError:
                continue
            if f'-Dkaraf.base={self.home}' in line and 'org.apache.karaf.main.Main' in line:
                found.append(int(proc.name))
        return found

    def kill(self):
        """kill -9 of the whole gateway, then wait until it is gone."""
        pids = self.processes()
        assert pids, 'no gateway process to kill'
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self._await_end()

    def _await_end(self):
        end = time.time() + 60
        while self.processes():
            assert time.time() < end, 'the gateway does not end'
            time.sleep(.05)

    def create(self, name):
        box = json.loads(self.run('mailbox:create', '--name', name, '--json').stdout)
        assert set(box) >= {'id', 'address', 'password', 'fingerprint'}, box
        return box

    def status(self):
        return json.loads(self.run('gateway:status', '--json').stdout)

    def log(self):
        """Everything that it has logged."""
        return '\n'.join(path.read_text(errors='replace') for path in sorted((self.home / 'data' / 'log').glob('*.log*')))
