"""Runs a systemd unit: by systemd, or where it is not process 1 by what the unit itself says."""
import configparser
import os
import pathlib
import pwd
import resource
import shlex
import subprocess


class Unit:
    def __init__(self, path):
        self.name = pathlib.Path(path).name
        self.by_systemd = pathlib.Path('/run/systemd/system').is_dir()
        # A key may stand there more than once; the ones that are needed here do not.
        parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters='=', comment_prefixes='#')
        parser.optionxform = str
        parser.read(path)
        self.service = parser['Service']
        # More than the machine gives is not to be had without systemd.
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self.files = int(self.service['LimitNOFILE'])
        if not self.by_systemd and hard != resource.RLIM_INFINITY:
            self.files = min(self.files, hard)
        self.process = None

    def start(self):
        if self.by_systemd:
            subprocess.run(['systemctl', 'start', self.name], check=True)
            return
        service = self.service
        assert service['AmbientCapabilities'] == service['CapabilityBoundingSet'] == 'CAP_NET_BIND_SERVICE', dict(service)
        user = pwd.getpwnam(service['User'])
        capability = '-all,+net_bind_service'
        self.process = subprocess.Popen(
            ['prlimit', f'--nofile={self.files}', 'setpriv', f'--reuid={user.pw_uid}', f'--regid={user.pw_gid}', '--clear-groups',
             '--no-new-privs', f'--inh-caps={capability}', f'--ambient-caps={capability}', f'--bounding-set={capability}',
             'sh', '-c', f'umask {service["UMask"]}; exec "$@"', 'sh', *shlex.split(service['ExecStart'])],
            env={'PATH': os.environ['PATH'], 'LANG': 'C.UTF-8', 'HOME': user.pw_dir, 'USER': user.pw_name, **self._environment()}, cwd='/')

    def _environment(self):
        """As systemd reads the file: NAME=VALUE, without any shell."""
        lines = pathlib.Path(self.service['EnvironmentFile'].removeprefix('-')).read_text().splitlines()
        return dict(line.split('=', 1) for line in lines if line and not line.startswith('#'))

    def stop(self):
        if self.by_systemd:
            subprocess.run(['systemctl', 'stop', self.name], check=True)
        elif self.process:
            process, self.process = self.process, None
            process.terminate()
            status = process.wait(int(self.service['TimeoutStopSec']))
            # systemd counts the statuses beside 0 by which a signal's process may end as success.
            assert status in (0, -15, int(self.service['SuccessExitStatus'])), f'the service ended with {status}'

    def main_process(self):
        if self.by_systemd:
            return int(subprocess.run(['systemctl', 'show', '-P', 'MainPID', self.name], stdout=subprocess.PIPE, check=True).stdout)
        return self.process.pid
