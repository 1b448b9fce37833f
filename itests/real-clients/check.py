#!/usr/bin/env python3
"""Real mail clients and servers from Debian against a gateway started from the distribution.

check.py ASSEMBLY    needs swaks, curl, mpop, postfix and node; runs as root (Postfix does); stops what it started
"""
import collections
import os
import pathlib
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

from gateway import Gateway, free_port
from mail import Pop3, below_trace, corpus, large

OPENPGPJS = pathlib.Path(__file__).resolve().parent.parent / 'openpgpjs'  # installed by its own run
PASSED = []


def check(name):
    """Runs a check at once and says so."""
    def run(body):
        began = time.time()
        body()
        PASSED.append(name)
        print(f'ok: {name} ({time.time() - began:.1f} s)', flush=True)
    return run


def client(*argv, **more):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, **more)
    assert done.returncode == 0, f'{argv[0]} ended with {done.returncode}:\n{done.stdout.decode(errors="replace")[-3000:]}'


def take(gateway, box):
    return Pop3(gateway.port['pop3s'], gateway.ca, box['id'], box['password']).take_all()


def expect(gateway, box, sent):
    """Exactly the sent mails are picked up, equal octet for octet below the trace headers."""
    got = collections.Counter(below_trace(m) for m in take(gateway, box))
    missing = collections.Counter(sent) - got
    surplus = got - collections.Counter(sent)
    assert not missing and not surplus, f'{sum(missing.values())} missing, {sum(surplus.values())} too many:\n' \
        f'{[m[:300] for m in list(missing)[:2]]}\n{[m[:300] for m in list(surplus)[:2]]}'


def postfix(folder, gateway):
    """A sending Postfix of its own, relaying everything to the gateway over verified TLS."""
    conf, queue, state = folder / 'conf', folder / 'queue', folder / 'state'
    for path in (conf, queue, state):
        path.mkdir(parents=True)
    subprocess.run(['chown', 'postfix', str(state)], check=True)
    (conf / 'main.cf').write_text('\n'.join([
        'compatibility_level = 3.6', f'queue_directory = {queue}', f'data_directory = {state}', 'myhostname = sender.example',
        'mydestination =', 'inet_interfaces = loopback-only', 'inet_protocols = ipv4', 'alias_maps =', 'local_transport = error:none',
        f'relayhost = [localhost]:{gateway.port["smtp"]}', 'smtp_tls_security_level = secure', 'smtp_host_lookup = native',
        'smtp_tls_secure_cert_match = hostname', f'smtp_tls_CAfile = {gateway.ca}', 'smtp_tls_loglevel = 1',
        'message_size_limit = 209715200', 'mailbox_size_limit = 0', f'maillog_file = {folder}/log',
        f'maillog_file_prefixes = {folder}', 'minimal_backoff_time = 2s', 'queue_run_delay = 2s', 'maximal_backoff_time = 4s',
        'line_length_limit = 2048', 'smtp_line_length_limit = 0', 'multi_instance_enable = yes', '']))
    services = ['pickup unix n - n 1 1 pickup', 'cleanup unix n - n - 0 cleanup', 'qmgr unix n - n 1 1 qmgr',
                'rewrite unix - - n - - trivial-rewrite', 'bounce unix - - n - 0 bounce', 'defer unix - - n - 0 bounce',
                'trace unix - - n - 0 bounce', 'flush unix n - n 1000? 0 flush', 'tlsmgr unix - - n 1000? 1 tlsmgr',
                'smtp unix - - n - 10 smtp', 'relay unix - - n - 10 smtp', 'error unix - - n - - error', 'retry unix - - n - - error',
                'anvil unix - - n - 1 anvil', 'scache unix - - n - 1 scache', 'postlog unix-dgram n - n - 1 postlogd',
                'showq unix n - n - - showq', 'proxymap unix - - n - - proxymap', 'discard unix - - n - - discard']
    (conf / 'master.cf').write_text('\n'.join(services) + '\n')
    subprocess.run(['postfix', '-c', str(conf), 'set-permissions', 'create-missing'], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    subprocess.run(['postfix', '-c', str(conf), 'start'], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return conf


def sendmail(conf, to, mail):
    client('sendmail', '-C', str(conf), '-f', 'a@sender.example', '-i', to, input=mail.replace(b'\r\n', b'\n'))


def await_queue(conf, limit=180):
    end = time.time() + limit
    while True:
        left = subprocess.run(['postqueue', '-c', str(conf), '-j'], stdout=subprocess.PIPE, text=True).stdout
        if not left.strip():
            return
        assert time.time() < end, f'Postfix could not deliver:\n{left[:2000]}'
        time.sleep(.1)


def original(mail):
    """What was handed to Postfix: from the first header it left alone (it prepends Received and more)."""
    return mail[mail.index(b'From: a@sender.example'):]


def raw_smtp(gateway, to, body):
    """A mail whose octets no library touches; body as it stands between DATA and the final CRLF.CRLF."""
    context = ssl.create_default_context(cafile=gateway.ca)
    with context.wrap_socket(socket.create_connection(('127.0.0.1', gateway.port['smtps']), 30), server_hostname='localhost') as s:
        f = s.makefile('rwb')

        def say(text, code):
            if text:
                f.write(text)
                f.flush()
            while True:
                line = f.readline()
                assert line[:3] == code, line
                if line[3:4] == b' ':
                    return
        say(b'', b'220')
        say(b'EHLO raw.example\r\n', b'250')
        say(b'MAIL FROM:<>\r\n', b'250')
        say(f'RCPT TO:<{to}>\r\n'.encode(), b'250')
        say(b'DATA\r\n', b'354')
        say(body + b'\r\n.\r\n', b'250')
        say(b'QUIT\r\n', b'221')


def cut_out(gateway, box):
    """The sealed octets of the mailbox's last mail, read from the segment files as docs/storage-format.md lays them out."""
    mailbox, found = bytes.fromhex(box['id'].removeprefix('mbx-')), None
    for segment in sorted((gateway.data / 'store' / 'segments').glob('*.log')):
        octets = segment.read_bytes()
        at = octets.find(b'LLRC')
        while at >= 0:
            header = octets[at:at + 208]
            if header[5] == 1 and header[32:48] == mailbox and header[96:104] == bytes(8):
                found = octets[at + 208:at + 208 + int.from_bytes(header[88:96], 'big')]
            at = octets.find(b'LLRC', at + 8)
    assert found, 'no sealed mail in the segments'
    return found


class Load(threading.Thread):
    """Sends numbered mails until the gateway dies; knows which of them got their 250."""

    def __init__(self, gateway, box, name):
        super().__init__(daemon=True)
        self.gateway, self.box, self.tag, self.acknowledged = gateway, box, name, []

    def run(self):
        context = ssl.create_default_context(cafile=self.gateway.ca)
        try:
            smtp = smtplib.SMTP_SSL('localhost', self.gateway.port['smtps'], context=context, timeout=20)
            number = 0
            while True:
                number += 1
                key = f'{self.tag}-{number}'
                smtp.sendmail('a@sender.example', [self.box['address']], f'X-Key: {key}\r\n\r\n'.encode() + b'y' * (number % 50 * 100) + b'\r\n')
                self.acknowledged.append(key)
        except (OSError, smtplib.SMTPException):
            return


def main():
    assembly = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix='letterlock-real-') as tmp:
        os.chmod(tmp, 0o755)
        gateway = Gateway(assembly, tmp)
        gateway.start()
        conf = None
        try:
            box = gateway.create('real clients')
            to, mails = box['address'], dict(corpus())
            mails_list = list(mails.values())
            paths = {}
            for name, octets in mails.items():
                paths[name] = pathlib.Path(tmp) / f'{name}.eml'
                paths[name].write_bytes(octets)
                # swaks ends the data with a CRLF of its own.
                paths[name].with_suffix('.swaks').write_bytes(octets.removesuffix(b'\r\n'))

            @check('swaks, STARTTLS and implicit TLS')
            def _():
                for port, tls in (('smtp', '--tls'), ('submission', '--tls'), ('smtps', '--tls-on-connect')):
                    for path in paths.values():
                        client('swaks', '--server', f'localhost:{gateway.port[port]}', tls, '--tls-verify', '--tls-ca-path', gateway.ca,
                               '--from', 'a@sender.example', '--to', to, '--data', f'@{path.with_suffix(".swaks")}', '--suppress-data')
                expect(gateway, box, mails_list * 3)

            @check('curl in, curl out')
            def _():
                for port, scheme in (('smtps', 'smtps'), ('smtp', 'smtp')):
                    for path in paths.values():
                        client('curl', '-sS', '--ssl-reqd', '--cacert', gateway.ca, f'{scheme}://localhost:{gateway.port[port]}/sender.example',
                               '--mail-from', 'a@sender.example', '--mail-rcpt', to, '-T', str(path))
                seen = []
                for number in range(1, 2 * len(mails) + 1):
                    out = pathlib.Path(tmp) / 'out'
                    scheme, port = (('pop3s', 'pop3s'), ('pop3', 'pop3'))[number % 2]
                    client('curl', '-sS', '--ssl-reqd', '--cacert', gateway.ca, '-u', f'{box["id"]}:{box["password"]}',
                           f'{scheme}://localhost:{gateway.port[port]}/{number}', '-o', str(out))
                    seen.append(below_trace(out.read_bytes()))
                assert collections.Counter(seen) == collections.Counter(mails_list * 2)
                expect(gateway, box, mails_list * 2)

            @check('bare LF by raw socket')
            def _():
                body = b'Subject: bare\r\n\r\none\n.\ntwo\n.\r\nthree\r.\rfour\r\nend'
                raw_smtp(gateway, to, body)
                pop = Pop3(gateway.port['pop3s'], gateway.ca, box['id'], box['password'])
                _, octets = pop.retrieve(1)
                # One extra dot where a line of LF and dot would look like the end to a client that splits at LF.
                assert below_trace(octets) == body.replace(b'\n.', b'\n..') + b'\r\n', octets
                pop.quit()
                home = pathlib.Path(tmp) / 'mpop-lf'
                mpop(gateway, box, home)
                only, = maildir(home)
                assert b'four' in only and b'end' in only, only

            @check('openpgp.js opens a sealed mail cut out of the store')
            def _():
                body = 'Subject: sealed\r\n\r\nGrüße\r\n'.encode() + b'z' * 100_000
                raw_smtp(gateway, to, body)
                folder = pathlib.Path(tmp)
                (folder / 'sealed').write_bytes(cut_out(gateway, box))
                (folder / 'password').write_text(box['password'])
                key, = (gateway.data / 'keys').glob('*.key')
                opened = subprocess.run(['node', str(OPENPGPJS / 'open.mjs'), str(key), str(folder / 'password'), str(folder / 'sealed')],
                                        stdout=subprocess.PIPE, check=True, timeout=60).stdout
                assert below_trace(opened) == body + b'\r\n', opened[:300]
                expect(gateway, box, [body + b'\r\n'])

            @check('Postfix: the corpus')
            def _():
                nonlocal conf
                conf = postfix(pathlib.Path(tmp) / 'postfix', gateway)
                for octets in mails.values():
                    sendmail(conf, to, octets)
                await_queue(conf)
                got = sorted(original(m) for m in take(gateway, box))
                assert got == sorted(mails.values()), got

            @check('a mail of 60 MiB by Postfix and by curl')
            def _():
                octets = large(60 << 20, 7)
                sendmail(conf, to, octets)
                path = pathlib.Path(tmp) / 'large.eml'
                path.write_bytes(octets)
                client('curl', '-sS', '--ssl-reqd', '--cacert', gateway.ca, f'smtps://localhost:{gateway.port["smtps"]}/sender.example',
                       '--mail-from', 'a@sender.example', '--mail-rcpt', to, '-T', str(path))
                await_queue(conf)
                got = [original(m) for m in take(gateway, box)]
                assert got == [octets, octets], [len(m) for m in got]

            @check('2,000 small mails by Postfix, picked up by mpop')
            def _():
                sent = [b'From: a@sender.example\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\nX-Number: %d\r\n\r\nnumber %d\r\n' % (n, n) for n in range(2000)]
                for octets in sent:
                    sendmail(conf, to, octets)
                await_queue(conf)
                home = pathlib.Path(tmp) / 'mpop'
                mpop(gateway, box, home)
                got = sorted(original(m) for m in maildir(home))
                assert got == sorted(m.replace(b'\r\n', b'\n') for m in sent), len(got)
                assert Pop3(gateway.port['pop3s'], gateway.ca, box['id'], box['password']).count() == 0

            @check('five rounds of kill -9 under load')
            def _():
                for round_ in range(5):
                    loads = [Load(gateway, box, f'{round_}-{n}') for n in range(8)]
                    for load in loads:
                        load.start()
                    end = time.time() + 60
                    while sum(len(load.acknowledged) for load in loads) < 200 * (round_ + 1):
                        assert time.time() < end, 'no load'
                        time.sleep(.01)
                    gateway.kill()
                    for load in loads:
                        load.join(60)
                    gateway.start()
                    acknowledged = {key for load in loads for key in load.acknowledged}
                    keys = [below_trace(m).split(b'\r\n')[0].decode().removeprefix('X-Key: ') for m in take(gateway, box)]
                    lost = acknowledged - set(keys)
                    twice = [k for k, n in collections.Counter(keys).items() if n > 1]
                    assert not lost and not twice, f'round {round_}: lost {sorted(lost)[:5]}, twice {twice[:5]}'
                    print(f'  round {round_ + 1}: {len(acknowledged)} acknowledged, {len(keys)} picked up', flush=True)
        finally:
            if conf:
                subprocess.run(['postfix', '-c', str(conf), 'stop'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            gateway.stop()
    print(f'{len(PASSED)} passed, 0 failed')


def mpop(gateway, box, home):
    (home / 'mail').mkdir(parents=True)
    for sub in ('cur', 'new', 'tmp'):
        (home / 'mail' / sub).mkdir()
    config = home / 'mpoprc'
    config.write_text(f'account default\nhost localhost\nport {gateway.port["pop3s"]}\nuser {box["id"]}\npassword {box["password"]}\n'
                      f'tls on\ntls_starttls off\ntls_trust_file {gateway.ca}\ndelivery maildir {home}/mail\nkeep off\n'
                      f'uidls_file {home}/uidls\nreceived_header off\n')
    config.chmod(0o600)
    client('mpop', '-C', str(config), '-q')


def maildir(home):
    return [path.read_bytes() for path in (home / 'mail' / 'new').iterdir()]


if __name__ == '__main__':
    main()
