#!/usr/bin/env python3
"""Real mail clients and servers from Debian against a gateway started from the distribution.

check.py ASSEMBLY [WORD...]    all checks, or those with one of the words in their names; needs the programs that .ci/run installs; runs as root
                               (Postfix does); stops what it started
"""
import collections
import email
import email.policy
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pop3_proxy
import programs
import smtp_proxy
import store
from authority import Authority
from gateway import Gateway
from harness import PASSED, check, expect, same, take, unix
from mail import Pop3, below_trace, corpus, large, original
from peers import Peers
from postfix import Postfix
from sessions import Load, pop_session, raw_smtp, smtp_session, stuffed

OPENPGPJS = pathlib.Path(__file__).resolve().parent.parent / 'openpgpjs'  # installed by its own run
SMTP_PORTS = ('smtp', 'submission', 'smtps')
POP3_PORTS = ('pop3', 'pop3s')


def python_clients(gateway, box, mails):
    """Sends by smtplib, several mails in a session; takes by poplib, whose LIST, UIDL and RETR must agree."""
    for port in SMTP_PORTS:
        with smtp_session(gateway, port) as smtp:
            for octets in mails:
                smtp.sendmail('a@sender.example', [box['address']], octets, mail_options=['BODY=8BITMIME'])
    seen = []
    for port in POP3_PORTS:
        pop = pop_session(gateway, port)
        if port == 'pop3':
            pop.utf8()
        pop.user(box['id'])
        pop.pass_(box['password'])
        count, octets = pop.stat()
        sizes = [int(line.split()[1]) for line in pop.list()[1]]
        ids = [line.split()[1] for line in pop.uidl()[1]]
        assert len(sizes) == len(set(ids)) == count and sum(sizes) == octets, (count, octets, sizes, ids)
        for number in range(1, count + 1):
            _, lines, _ = pop.retr(number)
            mail = b''.join(line + b'\r\n' for line in lines)
            assert len(mail) == sizes[number - 1], (len(mail), sizes[number - 1])
            header = pop.top(number, 0)[1]
            assert lines[:len(header)] == header
            seen.append(below_trace(mail))
            if port == POP3_PORTS[-1]:
                pop.dele(number)
        pop.quit()
    same(seen, mails * len(SMTP_PORTS) * len(POP3_PORTS))
    assert take(gateway, box) == []


def main():
    assembly = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix='letterlock-real-') as tmp:
        os.chmod(tmp, 0o755)
        folder, remote = pathlib.Path(tmp), Authority(pathlib.Path(tmp) / 'remote-authority', 'remote authority')
        gateway = Gateway(assembly, tmp, LETTERLOCK_UPSTREAM_CA=str(remote.pem), LETTERLOCK_UPSTREAM_ALLOW='localhost,127.0.0.1')
        for proxy in 'smtp', 'pop3':
            # Checks with wrong passwords would slow the others down.
            gateway.set(f'org.letterlock.{proxy}.proxy', maxLoginDelaySeconds=0)
        postfix = peers = None
        try:
            gateway.start()
            postfix = Postfix(folder / 'postfix', gateway)
            peers = Peers(folder / 'peers', remote)
            box = gateway.create('real clients')
            to, mails = box['address'], dict(corpus())
            mails_list = list(mails.values())
            paths = {}
            for name, octets in mails.items():
                paths[name] = folder / f'{name}.eml'
                paths[name].write_bytes(octets)
                # swaks ends the data with a CRLF of its own.
                paths[name].with_suffix('.swaks').write_bytes(octets.removesuffix(b'\r\n'))

            @check('swaks, STARTTLS and implicit TLS')
            def _():
                for port in SMTP_PORTS:
                    for path in paths.values():
                        programs.swaks(gateway, port, to, path.with_suffix('.swaks'))
                expect(gateway, box, mails_list * 3)

            @check('curl in, curl out')
            def _():
                for port in ('smtps', 'smtp'):
                    for path in paths.values():
                        programs.curl_send(gateway, port, to, path)
                seen = []
                for number in range(1, 2 * len(mails) + 1):
                    programs.curl_take(gateway, POP3_PORTS[number % 2], box, number, folder / 'out')
                    seen.append(below_trace((folder / 'out').read_bytes()))
                same(seen, mails_list * 2)
                expect(gateway, box, mails_list * 2)

            @check('msmtp, STARTTLS and implicit TLS')
            def _():
                for port in SMTP_PORTS:
                    for octets in mails_list:
                        programs.msmtp(gateway, port, folder / 'msmtp', to, octets)
                expect(gateway, box, mails_list * 3)

            @check('s-nail sends an attachment, STARTTLS and implicit TLS')
            def _():
                attachment = folder / 'attachment.bin'
                attachment.write_bytes(bytes(range(256)) * 500)
                for port in SMTP_PORTS:
                    programs.s_nail(gateway, port, folder, to, 'Grüße', 'Schöne Grüße\n.\nfrom s-nail\n', attachment)
                got = [email.message_from_bytes(m, policy=email.policy.default) for m in take(gateway, box)]
                assert len(got) == len(SMTP_PORTS)
                for mail in got:
                    text, attached = mail.iter_parts()
                    said = mail['Subject'], text.get_content().replace('\r\n', '\n')
                    assert said == ('Grüße', 'Schöne Grüße\n.\nfrom s-nail\n'), said
                    assert attached.get_content() == attachment.read_bytes()

            for fetch, ports in (programs.fetchmail, POP3_PORTS), (programs.getmail, ['pop3s']):  # getmail knows no STLS
                @check(f'{fetch.__name__} takes and deletes by {" and ".join(ports)}')
                def _():
                    for port in ports:
                        for octets in mails_list:
                            raw_smtp(gateway, to, stuffed(octets))
                        home = folder / fetch.__name__ / port
                        fetch(gateway, port, box, home)
                        same([unix(below_trace(m.replace(b'\n', b'\r\n'))) for m in programs.new_mails(home)], [unix(m) for m in mails_list])
                        assert take(gateway, box) == []

            @check('smtplib in, poplib out')
            def _():
                python_clients(gateway, box, mails_list)

            @check('smtplib: SMTPUTF8')
            def _():
                with smtp_session(gateway, 'smtp') as smtp:
                    text = 'From: jürgen@größe.example\r\nSubject: Grüße\r\n\r\nSchöne Grüße\r\n'.encode()
                    smtp.sendmail('jürgen@größe.example', [to], text, mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
                mail, = take(gateway, box)
                assert mail.startswith(b'Return-Path: <j\\x{FC}rgen@gr\\x{F6}\\x{DF}e.example>\r\n'), mail
                assert b'with UTF8SMTPS ' in mail and below_trace(mail) == text, mail

            @check('bare LF by raw socket')
            def _():
                body = b'Subject: bare\r\n\r\none\n.\ntwo\n.\r\nthree\r.\rfour\r\nend'
                raw_smtp(gateway, to, body)
                pop = Pop3(gateway.port['pop3s'], gateway.ca, box['id'], box['password'])
                _, octets = pop.retrieve(1)
                # One extra dot where a line of LF and dot would look like the end to a client that splits at LF.
                assert below_trace(octets) == body.replace(b'\n.', b'\n..') + b'\r\n', octets
                pop.quit()
                home = folder / 'mpop-lf'
                programs.mpop(gateway, 'pop3s', box, home)
                only, = programs.new_mails(home)
                assert b'four' in only and b'end' in only, only

            @check('openpgp.js opens a sealed mail cut out of the store')
            def _():
                body = 'Subject: sealed\r\n\r\nGrüße\r\n'.encode() + b'z' * 100_000
                raw_smtp(gateway, to, body)
                (folder / 'sealed').write_bytes(store.last_sealed_mail(gateway, box))
                (folder / 'password').write_text(box['password'])
                key, = (gateway.data / 'keys').glob('*.key')
                opened = subprocess.run(['node', str(OPENPGPJS / 'open.mjs'), str(key), str(folder / 'password'), str(folder / 'sealed')],
                                        stdout=subprocess.PIPE, check=True, timeout=60).stdout
                assert below_trace(opened) == body + b'\r\n', opened[:300]
                expect(gateway, box, [body + b'\r\n'])

            @check('Postfix: the corpus')
            def _():
                for octets in mails_list:
                    postfix.send(to, octets)
                postfix.await_delivery()
                same([original(m) for m in take(gateway, box)], mails_list)

            @check('Postfix: SMTPUTF8 and DSN')
            def _():
                text = 'From: jürgen@größe.example\r\nTo: b@receiver.example\r\nSubject: Grüße\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\n' \
                    'Message-ID: <1@sender.example>\r\n\r\nSchöne Grüße\r\n'.encode()
                postfix.send(to, text, '-N', 'failure,delay', '-V', 'envelope-1', sender='jürgen@größe.example')
                postfix.await_delivery()
                mail, = take(gateway, box)
                assert mail.startswith(b'Return-Path: <j\\x{FC}rgen@gr\\x{F6}\\x{DF}e.example>\r\n'), mail
                assert b'with UTF8SMTPS ' in mail and original(mail) == text, mail
                trace = mail[:-len(below_trace(mail))]
                assert b'ENVID=envelope-1' in trace and b'NOTIFY=FAILURE,DELAY' in trace, trace

            @check('Postfix keeps the mail while the certificate cannot be verified')
            def _():
                postfix.set(smtp_tls_CAfile=Authority(folder / 'other', 'other').pem)
                postfix.send(to, mails['plain'])
                postfix.await_deferral('certificate not trusted', 'certificate not verified')
                assert take(gateway, box) == []
                postfix.set(smtp_tls_CAfile=gateway.ca)
                postfix.await_delivery()
                same([original(m) for m in take(gateway, box)], [mails['plain']])

            @check('Postfix keeps the mail while the gateway is away')
            def _():
                gateway.stop()
                postfix.send(to, mails['plain'])
                postfix.await_deferral('Connection refused')
                gateway.start()
                postfix.await_delivery()
                same([original(m) for m in take(gateway, box)], [mails['plain']])

            @check('a mail of 60 MiB by Postfix and by curl')
            def _():
                octets = large(60 << 20, 7)
                postfix.send(to, octets)
                path = folder / 'large.eml'
                path.write_bytes(octets)
                programs.curl_send(gateway, 'smtps', to, path)
                postfix.await_delivery()
                got = [original(m) for m in take(gateway, box)]
                assert got == [octets, octets], [len(m) for m in got]

            @check('2,000 small mails by Postfix, picked up by mpop')
            def _():
                sent = [b'From: a@sender.example\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\nX-Number: %d\r\n\r\nnumber %d\r\n' % (n, n) for n in range(2000)]
                for octets in sent:
                    postfix.send(to, octets)
                postfix.await_delivery()
                home = folder / 'mpop'
                programs.mpop(gateway, 'pop3s', box, home)
                same([original(m) for m in programs.new_mails(home)], [unix(m) for m in sent])
                assert Pop3(gateway.port['pop3s'], gateway.ca, box['id'], box['password']).count() == 0

            smtp_proxy.run(gateway, peers, folder, mails_list)
            pop3_proxy.run(gateway, peers, folder, mails_list)

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
            for service in (postfix, peers, gateway):
                if service:
                    service.stop()
    print(f'{len(PASSED)} passed, 0 failed')


if __name__ == '__main__':
    main()
