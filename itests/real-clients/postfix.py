"""A sending Postfix of its own that relays everything to one gateway, over TLS with a verified certificate."""
import subprocess
import time

SERVICES = '''pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
tlsmgr unix - - n 1000? 1 tlsmgr
smtp unix - - n - 10 smtp
relay unix - - n - 10 smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
showq unix n - n - - showq
proxymap unix - - n - - proxymap
discard unix - - n - - discard
'''


class Postfix:
    def __init__(self, folder, gateway):
        self.conf, self.log = folder / 'conf', folder / 'log'
        queue, state = folder / 'queue', folder / 'state'
        for path in (self.conf, queue, state):
            path.mkdir(parents=True)
        subprocess.run(['chown', 'postfix', str(state)], check=True)
        (self.conf / 'main.cf').write_text('\n'.join([
            'compatibility_level = 3.6', f'queue_directory = {queue}', f'data_directory = {state}', 'myhostname = sender.example',
            'mydestination =', 'inet_interfaces = loopback-only', 'inet_protocols = ipv4', 'alias_maps =', 'local_transport = error:none',
            f'relayhost = [localhost]:{gateway.port["smtp"]}', 'smtp_tls_security_level = verify', 'smtp_host_lookup = native',
            f'smtp_tls_CAfile = {gateway.ca}', 'smtp_tls_loglevel = 1',
            'message_size_limit = 209715200', 'mailbox_size_limit = 0', f'maillog_file = {self.log}',
            f'maillog_file_prefixes = {folder}', 'minimal_backoff_time = 2s', 'queue_run_delay = 2s', 'maximal_backoff_time = 4s',
            'line_length_limit = 2048', 'smtp_line_length_limit = 0', 'multi_instance_enable = yes', '']))
        (self.conf / 'master.cf').write_text(SERVICES)
        self._postfix('set-permissions', 'create-missing')
        assert self._postfix('start') == 0, 'Postfix does not start'

    def _postfix(self, *command):
        return subprocess.run(['postfix', '-c', str(self.conf), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def stop(self):
        self._postfix('stop')

    def set(self, **settings):
        subprocess.run(['postconf', '-c', str(self.conf), '-e', *[f'{name}={value}' for name, value in settings.items()]], check=True)
        self._postfix('reload')

    def send(self, to, mail, *options, sender='a@sender.example'):
        subprocess.run(['sendmail', '-C', str(self.conf), '-f', sender, '-i', *options, to], input=mail.replace(b'\r\n', b'\n'), check=True)

    def queue(self):
        """What waits, as postqueue -j tells it; empty once everything is delivered."""
        return subprocess.run(['postqueue', '-c', str(self.conf), '-j'], stdout=subprocess.PIPE, text=True).stdout.strip()

    def await_delivery(self, limit=180):
        end = time.time() + limit
        while left := self.queue():
            assert time.time() < end, f'Postfix could not deliver:\n{left[:2000]}'
            time.sleep(.1)

    def await_deferral(self, *reasons, limit=60):
        """Until the one mail in the queue waits for one of these reasons."""
        end = time.time() + limit
        while not any(reason in (left := self.queue()) for reason in reasons):
            assert time.time() < end, f'expected {reasons}:\n{left[:2000]}'
            time.sleep(.1)


def original(mail, start=b'From: '):
    """What was handed to Postfix: from the first header it left alone (it prepends Received and more)."""
    return mail[mail.index(b'\n' + start) + 1:]
