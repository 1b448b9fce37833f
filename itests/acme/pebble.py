"""Debian's Pebble, an ACME server for tests, and the name server from which it learns that all names are this machine's."""
import json
import os
import pathlib
import ssl
import subprocess
import time
import urllib.request

from gateway import free_port


class Pebble:
    def __init__(self, folder, authority, http_port):
        """Checks names at this port; its own TLS has a certificate of the authority."""
        self.folder, self.authority = pathlib.Path(folder), authority
        self.folder.mkdir()
        self.port, self.management, self.dns, dns_management = (free_port() for _ in range(4))
        pem = str(authority.issue('pebble'))
        config = self.folder / 'pebble.json'
        config.write_text(json.dumps({'pebble': {
            'listenAddress': f'127.0.0.1:{self.port}', 'managementListenAddress': f'127.0.0.1:{self.management}',
            'certificate': pem, 'privateKey': pem, 'httpPort': http_port, 'tlsPort': free_port(), 'ocspResponderURL': '',
            'externalAccountBindingRequired': False}}))
        self.log = open(self.folder / 'log', 'ab')
        self.processes = []
        try:
            self._run('pebble-challtestsrv', '-defaultIPv4', '127.0.0.1', '-defaultIPv6', '', '-dns01', f'127.0.0.1:{self.dns}',
                      '-http01', '', '-https01', '', '-tlsalpn01', '', '-management', f'127.0.0.1:{dns_management}')
            # Nonces that are good are refused now and then; a client has to try again.
            self._run('pebble', '-config', config, '-strict', '-dnsserver', f'127.0.0.1:{self.dns}',
                      PEBBLE_VA_NOSLEEP='1', PEBBLE_WFE_NONCEREJECT='20', PEBBLE_AUTHZREUSE='0')
            self.roots = self.folder / 'roots.pem'
            self.roots.write_bytes(self._fetch('roots/0'))
        except BaseException:
            self.stop()
            raise

    def _run(self, *argv, **environment):
        self.processes.append(subprocess.Popen([str(a) for a in argv], env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                                               stdout=self.log, stderr=self.log))

    def _fetch(self, path):
        tls, end = ssl.create_default_context(cafile=self.authority.pem), time.time() + 30
        while True:
            try:
                with urllib.request.urlopen(f'https://localhost:{self.management}/{path}', context=tls, timeout=10) as answer:
                    return answer.read()
            except OSError:
                if time.time() > end:
                    raise
                time.sleep(.1)

    @property
    def directory(self):
        return f'https://localhost:{self.port}/dir'

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)
        self.processes = []
        self.log.close()
