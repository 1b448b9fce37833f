"""Postfix instances of the checks' own: one that sends to the gateway, and one that takes submissions for users of its own."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time

from gateway import free_port

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


class Instance:
    """Everything of it lies in one folder; nothing of the machine's own Postfix is used."""

    def __init__(self, folder, services, *settings):
        self.conf, self.log, self.queue_folder = folder / 'conf', folder / 'log', folder / 'queue'
        state = folder / 'state'
        for path in (self.conf, self.queue_folder, state):
            path.mkdir(parents=True)
        shutil.chown(state, 'postfix')
        (self.conf / 'main.cf').write_text('\n'.join([
            'compatibility_level = 3.6', f'queue_directory = {self.queue_folder}', f'data_directory = {state}', 'mydestination =',
            'inet_interfaces = loopback-only', 'inet_protocols = ipv4', 'alias_maps =', 'local_transport = error:none', f'maillog_file = {self.log}',
            f'maillog_file_prefixes = {folder}', 'multi_instance_enable = yes', 'line_length_limit = 2048', *settings, '']))
        (self.conf / 'master.cf').write_text(SERVICES + services)
        self._postfix('set-permissions', 'create-missing')
        assert self._postfix('start') == 0, 'Postfix does not start'

    def _postfix(self, *command):
        return subprocess.run(['postfix', '-c', str(self.conf), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def stop(self):
        self._postfix('stop')

    def set(self, **settings):
        subprocess.run(['postconf', '-c', str(self.conf), '-e', *[f'{name}={value}' for name, value in settings.items()]], check=True)
        self._postfix('reload')

    def queue(self):
        """What waits, as postqueue -j tells it; empty once everything is delivered."""
        return subprocess.run(['postqueue', '-c', str(self.conf), '-j'], stdout=subprocess.PIPE, text=True).stdout.strip()

    def await_delivery(self, limit=180):
        end = time.time() + limit
        while left := self.queue():
            assert time.time() < end, f'Postfix could not deliver:\n{left[:2000]}'
            time.sleep(.1)


class Postfix(Instance):
    """Relays everything to one gateway, over TLS with a verified certificate."""

    def __init__(self, folder, gateway):
        super().__init__(
            folder, '', 'myhostname = sender.example', f'relayhost = [localhost]:{gateway.port["smtp"]}', 'smtp_tls_security_level = verify',
            'smtp_host_lookup = native', f'smtp_tls_CAfile = {gateway.ca}', 'smtp_tls_loglevel = 1', 'message_size_limit = 209715200',
            'mailbox_size_limit = 0', 'minimal_backoff_time = 2s', 'queue_run_delay = 2s', 'maximal_backoff_time = 4s', 'smtp_line_length_limit = 0')

    def send(self, to, mail, *options, sender='a@sender.example'):
        subprocess.run(['sendmail', '-C', str(self.conf), '-f', sender, '-i', *options, to], input=mail.replace(b'\r\n', b'\n'), check=True)

    def await_deferral(self, *reasons, limit=60):
        """Until the one mail in the queue waits for one of these reasons."""
        end = time.time() + limit
        while not any(reason in (left := self.queue()) for reason in reasons):
            assert time.time() < end, f'expected {reasons}:\n{left[:2000]}'
            time.sleep(.1)


class SubmissionServer(Instance):
    """Takes mail from users that log in, at one port by STARTTLS and at one by implicit TLS, and puts it into maildirs."""

    MAX_BYTES = 25 << 20

    def __init__(self, folder, pem, auth_socket, maildirs, domain, users):
        self.port, self.maildirs = {'STARTTLS': free_port(), 'implicit TLS': free_port()}, maildirs
        owner = pwd.getpwnam('mail')
        folder.mkdir(parents=True)
        checks = folder / 'header_checks'
        checks.write_text('/^X-Reject:/ REJECT We do not like this mail\n')
        boxes = ', '.join(f'{{{user}@{domain} = {user}/}}' for user in users)
        super().__init__(
            folder,
            f'127.0.0.1:{self.port["STARTTLS"]} inet n - n - - smtpd\n'
            f'127.0.0.1:{self.port["implicit TLS"]} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\nvirtual unix - n n - - virtual\n',
            'myhostname = remote.example', 'smtpd_tls_security_level = encrypt', f'smtpd_tls_chain_files = {pem}', 'smtpd_sasl_auth_enable = yes',
            'smtpd_tls_auth_only = yes', 'smtpd_sasl_type = dovecot', f'smtpd_sasl_path = {auth_socket}', 'mynetworks =',
            'smtpd_relay_restrictions = permit_sasl_authenticated, reject', 'smtpd_recipient_restrictions = permit_sasl_authenticated, reject',
            'smtpd_error_sleep_time = 0', 'service_throttle_time = 1s', f'message_size_limit = {self.MAX_BYTES}', 'mailbox_size_limit = 0',
            'virtual_mailbox_limit = 0', f'header_checks = regexp:{checks}', f'virtual_mailbox_domains = {domain}',
            f'virtual_mailbox_base = {maildirs}', f'virtual_mailbox_maps = inline:{{ {boxes} }}', 'virtual_minimum_uid = 1',
            f'virtual_uid_maps = static:{owner.pw_uid}', f'virtual_gid_maps = static:{owner.pw_gid}')

    def take(self, user):
        """The mails that have come for the user, as they are kept but with CRLF; they are deleted."""
        self.await_delivery()
        paths = list((self.maildirs / user / 'new').glob('*'))
        mails = [path.read_bytes().replace(b'\n', b'\r\n') for path in paths]
        for path in paths:
            path.unlink()
        return mails

    def kill_sessions(self):
        """kill -9 of the processes that speak SMTP with clients."""
        master, killed = (self.queue_folder / 'pid' / 'master.pid').read_text().strip(), 0
        for proc in pathlib.Path('/proc').glob('[0-9]*'):
            try:
                name, _, rest = (proc / 'stat').read_text().rpartition(')')
                if name.endswith('(smtpd') and rest.split()[1] == master:
                    os.kill(int(proc.name), signal.SIGKILL)
                    killed += 1
            except OSError:
                continue
        assert killed, 'no smtpd to kill'
