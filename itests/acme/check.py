#!/usr/bin/env python3
"""Certificates by ACME: a gateway started from the distribution, and Debian's Pebble as the authority.

check.py ASSEMBLY    needs pebble and openssl; stops what it started
"""
import http.client
import pathlib
import poplib
import smtplib
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'real-clients'))

from authority import Authority  # noqa: E402
from gateway import Gateway, free_port  # noqa: E402
from harness import PASSED, check  # noqa: E402
from mail import below_trace, corpus  # noqa: E402
from pebble import Pebble  # noqa: E402
from sessions import smtp_session  # noqa: E402

PID = 'org.letterlock.certificates.acme'
FIRST, SECOND = 'mail.letterlock.test', 'pop.letterlock.test'
MAIL = dict(corpus())['plain']


def until(what, found, seconds=90):
    """What was looked for, once it is there."""
    end = time.time() + seconds
    while True:
        result = found()
        if result:
            return result
        assert time.time() < end, f'not within {seconds} s: {what}'
        time.sleep(.2)


class Client:
    """Opens TLS at a mail port as a client would that knows the authority and insists on a name."""

    def __init__(self, gateway, roots):
        self.gateway, self.roots = gateway, roots

    def connect(self, port, name):
        """A connection to localhost whose certificate must be for the name."""
        tls, number = ssl.create_default_context(cafile=str(self.roots)), self.gateway.port[port]
        wrap = tls.wrap_socket
        tls.wrap_socket = lambda sock, **more: wrap(sock, **{**more, 'server_hostname': name})
        if port == 'pop3s':
            return poplib.POP3_SSL('localhost', number, context=tls, timeout=30)
        if port == 'smtps':
            return smtplib.SMTP_SSL('localhost', number, context=tls, timeout=30)
        if port == 'pop3':
            pop = poplib.POP3('localhost', number, timeout=30)
            pop.stls(context=tls)
            return pop
        smtp = smtplib.SMTP('localhost', number, timeout=30)
        smtp.starttls(context=tls)
        return smtp

    def serial(self, port, name):
        """Of the certificate that a new connection sees; nothing if it is not of this authority for this name."""
        try:
            connection = self.connect(port, name)
        except ssl.SSLCertVerificationError:
            return None
        try:
            return connection.sock.getpeercert()['serialNumber']
        finally:
            connection.quit()


def openssl_verifies(gateway, roots, name):
    """As an administrator would look: chain and name, with no other authority than this one."""
    done = subprocess.run(['openssl', 's_client', '-connect', f'localhost:{gateway.port["pop3s"]}', '-servername', name, '-CAfile', str(roots),
                           '-no-CApath', '-verify_hostname', name, '-verify_return_error'], input=b'QUIT\r\n', stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    assert b'Verify return code: 0 (ok)' in done.stdout, done.stdout.decode(errors='replace')


def ask(gateway, path, method='GET'):
    connection = http.client.HTTPConnection('127.0.0.1', gateway.port['acme'], timeout=30)
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def main():
    assembly = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix='letterlock-acme-') as tmp:
        folder = pathlib.Path(tmp)
        authority, port = Authority(folder / 'directory-authority', 'directory authority'), free_port()
        gateway, pebble = Gateway(assembly, tmp, LETTERLOCK_ACME_PORT=str(port)), None
        gateway.port['acme'] = port
        try:
            pebble = Pebble(folder / 'pebble', authority, port)
            gateway.set(PID, directory=pebble.directory, directoryCaFile=authority.pem, names=FIRST, contact='postmaster@letterlock.test')
            gateway.start()
            box = gateway.create('acme')
            client = Client(gateway, pebble.roots)
            old = smtp_session(gateway, 'smtps')

            @check('nothing is asked for before the terms are agreed to')
            def _():
                until('a line in the log', lambda: 'and set termsAgreed of' in gateway.log())
                assert client.serial('pop3s', FIRST) is None
                old.sendmail('a@sender.example', [box['address']], MAIL)

            gateway.set(PID, termsAgreed='true')
            first = until('a certificate by ACME', lambda: client.serial('pop3s', FIRST))

            @check('each mail port serves it, and connections opened before go on')
            def _():
                for each in ('smtp', 'smtps', 'submission', 'pop3', 'pop3s'):
                    assert client.serial(each, FIRST) == first, each
                openssl_verifies(gateway, pebble.roots, FIRST)
                old.sendmail('a@sender.example', [box['address']], MAIL)
                old.quit()
                assert [below_trace(mail) for mail in take_by(client, box, FIRST)] == [MAIL, MAIL]

            @check('the port of ACME answers nothing else')
            def _():
                for path in ('/', '/.well-known/acme-challenge/', '/.well-known/acme-challenge/x', '/console'):
                    assert ask(gateway, path) == (404, b''), path
                assert ask(gateway, '/.well-known/acme-challenge/x', 'POST')[0] == 404

            slow = socket.create_connection(('127.0.0.1', port), 60)
            slow.sendall(b'GET /.well-known/acme-challenge/x HTT')

            @check('keys are for the gateway alone')
            def _():
                tls = gateway.data / 'tls' / 'acme'
                assert {path.name for path in tls.iterdir()} == {'account.key', 'certificate.pem', 'attempts.properties'}
                for path in (tls, *tls.iterdir()):
                    assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path == tls else 0o600), path

            old = client.connect('smtps', FIRST)
            gateway.set(PID, names=f'{FIRST},{SECOND}')
            second = until('a certificate for both names', lambda: client.serial('pop3s', SECOND))

            @check('another certificate comes without closing a connection')
            def _():
                assert second != first and client.serial('smtps', FIRST) == second
                old.sendmail('a@sender.example', [box['address']], MAIL)
                old.quit()
                assert [below_trace(mail) for mail in take_by(client, box, SECOND)] == [MAIL]

            @check('who is slow at the port of ACME is cut off')
            def _():
                with slow:
                    assert slow.recv(1) == b''

            @check('a restart keeps it and asks for no other')
            def _():
                gateway.stop()
                orders = gateway.log().count('certificate by ACME names=')
                assert orders == 2, orders
                gateway.start()
                assert until('the mail port', lambda: client.serial('pop3s', SECOND)) == second
                assert gateway.log().count('certificate by ACME names=') == orders

            @check('what fails leaves it in force, and is said once')
            def _():
                pebble.stop()
                before = len(failures(gateway))
                gateway.set(PID, names=f'{FIRST},{SECOND},third.letterlock.test')
                until('the failure in the log', lambda: len(failures(gateway)) > before)
                assert client.serial('pop3s', SECOND) == second
                assert len(failures(gateway)) == before + 1 and 'cannot be reached: it accepts no connection' in failures(gateway)[-1], failures(gateway)

            @check('switched off, the port is closed and the certificate stays')
            def _():
                gateway.set(PID, port='0')
                until('the port closed', lambda: refused(gateway))
                assert client.serial('pop3s', SECOND) == second
        finally:
            for service in (pebble, gateway):
                if service:
                    service.stop()
    print(f'{len(PASSED)} passed, 0 failed')


def take_by(client, box, name):
    """All mails, taken by a client that insists on the name, and deleted."""
    pop = client.connect('pop3s', name)
    pop.user(box['id'])
    pop.pass_(box['password'])
    mails = []
    for number in range(1, pop.stat()[0] + 1):
        mails.append(b''.join(line + b'\r\n' for line in pop.retr(number)[1]))
        pop.dele(number)
    pop.quit()
    return mails


def failures(gateway):
    return [line for line in gateway.log().splitlines() if '| ERROR |' in line and 'no certificate by ACME' in line]


def refused(gateway):
    try:
        ask(gateway, '/')
    except ConnectionRefusedError:
        return True
    return False


if __name__ == '__main__':
    main()
