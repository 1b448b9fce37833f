"""Checks of mails that are sent through the gateway, by real programs to a real server."""
import re
import smtplib
import threading

import programs
import store
from authority import bad_certificates
from harness import check, same, take, unheard
from mail import below_trace, large, original
from peers import USERS, address, through
from scripted import BearerSmtp, Smtp
from sessions import smtp_session

LEGS = [(client, remote) for client in ('submission', 'smtps') for remote in ('STARTTLS', 'implicit TLS')]
TO = [address('anna'), address('ben')]
BCC = address('carla')


def login(smtp, who, mechanism='PLAIN', initial_response=True):
    smtp.ehlo()
    smtp.user, smtp.password = who['id'], who['password']
    # smtplib takes 503 for a success, too.
    assert smtp.auth(mechanism, getattr(smtp, f'auth_{mechanism.lower()}'), initial_response_ok=initial_response)[0] == 235


def session(gateway, port, who):
    smtp = smtp_session(gateway, port)
    login(smtp, who)
    return smtp


def refusal(act):
    """Code and words of the reply that an SMTP command is refused with."""
    try:
        act()
    except smtplib.SMTPResponseException as e:
        return e.smtp_code, e.smtp_error.decode()
    raise AssertionError('not refused')


def delivered(peers, mails, copies):
    """Each of the three users has these mails, BCC is in none of them, and the copies tell who got them."""
    for user in USERS:
        got = peers.smtp.take(user)
        same([original(m) for m in got], mails)
        for mail in got:
            assert user == 'carla' or BCC.encode() not in mail, mail[:500]
    same([below_trace(m) for m in copies], mails)
    for copy in copies:
        trace = copy[:-len(below_trace(copy))].decode()
        assert trace.startswith('Return-Path: <a@sender.example>\r\n'), trace
        assert re.findall('(?m)^X-Envelope-To: <(.*)>\r$', trace) == [*TO, BCC], trace
        assert re.search(r'(?m)^X-Letterlock-Capture: smtp-proxy;\s+server=localhost;\s+user=anna\r$', trace), trace


def run(gateway, peers, folder, mails):
    box = gateway.create('proxied')
    paths = {}
    for number, octets in enumerate(mails):
        paths[number] = folder / f'proxied-{number}.eml'
        paths[number].write_bytes(octets)
        paths[number].with_suffix('.swaks').write_bytes(octets.removesuffix(b'\r\n'))
    everybody = ','.join([*TO, BCC])

    @check('SMTP proxy: swaks by AUTH PLAIN and LOGIN, all ways of TLS')
    def _():
        for (client, remote), mechanism in zip(LEGS, ('PLAIN', 'LOGIN', 'LOGIN', 'PLAIN')):
            for path in paths.values():
                programs.swaks(gateway, client, everybody, path.with_suffix('.swaks'), through(box, peers.smtp.port[remote]), mechanism)
        delivered(peers, mails * 4, take(gateway, box))

    @check('SMTP proxy: curl, all ways of TLS')
    def _():
        for client, remote in LEGS:
            for path in paths.values():
                programs.curl_send(gateway, client, everybody, path, through(box, peers.smtp.port[remote]))
        delivered(peers, mails * 4, take(gateway, box))

    @check('SMTP proxy: msmtp by AUTH PLAIN and LOGIN, all ways of TLS')
    def _():
        for (client, remote), mechanism in zip(LEGS, ('plain', 'login', 'login', 'plain')):
            for octets in mails:
                programs.msmtp(gateway, client, folder / 'msmtp-proxied', everybody, octets, through(box, peers.smtp.port[remote]), mechanism)
        delivered(peers, mails * 4, take(gateway, box))

    @check('SMTP proxy: smtplib by AUTH PLAIN and LOGIN, with and without initial response, several mails in a session')
    def _():
        ways = [(mechanism, initial) for mechanism in ('PLAIN', 'LOGIN') for initial in (True, False)]
        for (client, remote), (mechanism, initial) in zip(LEGS, ways):
            with smtp_session(gateway, client) as smtp:
                login(smtp, through(box, peers.smtp.port[remote]), mechanism, initial)
                for octets in mails:
                    assert smtp.sendmail('a@sender.example', [*TO, BCC], octets, mail_options=['BODY=8BITMIME']) == {}
        delivered(peers, mails * 4, take(gateway, box))

    @check('SMTP proxy: SMTPUTF8 once the remote server has offered it')
    def _():
        with smtp_session(gateway, 'submission') as smtp:
            login(smtp, through(box, peers.smtp.port['STARTTLS']))
            assert not smtp.has_extn('smtputf8')
            smtp.ehlo()
            text = 'From: jürgen@größe.example\r\nTo: anna@receiver.example\r\nSubject: Grüße\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\n' \
                'Message-ID: <1@sender.example>\r\n\r\nSchöne Grüße\r\n'.encode()
            smtp.sendmail('jürgen@größe.example', TO[0], text, mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
        same([original(m) for m in peers.smtp.take('anna')], [text])
        copy, = take(gateway, box)
        assert copy.startswith(b'Return-Path: <j\\x{FC}rgen@gr\\x{F6}\\x{DF}e.example>\r\n') and b'with UTF8SMTPSA ' in copy, copy
        assert below_trace(copy) == text, copy

    @check('SMTP proxy: a mail of 20 MiB')
    def _():
        octets = large(20 << 20, 11)
        path = folder / 'large-proxied.eml'
        path.write_bytes(octets)
        programs.curl_send(gateway, 'smtps', everybody, path, through(box, peers.smtp.port['STARTTLS']))
        delivered(peers, [octets], take(gateway, box))

    @check("SMTP proxy: a wrong password gets the server's own words, and is not logged")
    def _():
        wrong = 'Wr0ng:un5een%secret'
        for client, remote in LEGS:
            words = []
            for port, who in (None, {'id': 'anna', 'password': wrong}), (client, through(box, peers.smtp.port[remote], password=wrong)):
                with (smtp_session(gateway, port) if port else peers.session(remote)) as smtp:
                    words.append(refusal(lambda: login(smtp, who)))
            assert words[0] == words[1], words
        unheard(gateway, wrong, USERS['anna'])

    @check("SMTP proxy: a refused recipient gets the server's own words, the others get the mail")
    def _():
        with session(gateway, 'smtps', through(box, peers.smtp.port['implicit TLS'])) as smtp:
            refused = smtp.sendmail('a@sender.example', [TO[0], address('nobody')], mails[0])
        (name, (code, words)), = refused.items()
        assert name == address('nobody') and code == 550 and b'User unknown in virtual mailbox table' in words, refused
        same([original(m) for m in peers.smtp.take('anna')], mails[:1])
        copy, = take(gateway, box)
        assert copy.count(b'X-Envelope-To: ') == 1 and b'nobody' not in copy, copy

    @check("SMTP proxy: a refused mail gets the server's own words and leaves no copy")
    def _():
        with session(gateway, 'submission', through(box, peers.smtp.port['STARTTLS'])) as through_gateway, peers.session('STARTTLS') as direct:
            login(direct, {'id': 'anna', 'password': USERS['anna']})
            said, expected = (refusal(lambda: smtp.sendmail('a@sender.example', TO, b'X-Reject: yes\r\n' + mails[0])) for smtp in (through_gateway, direct))
            assert said == expected == (550, '5.7.1 We do not like this mail'), (said, expected)
            # The gateway knows the server's SIZE.
            too_large = large(peers.smtp.MAX_BYTES + (1 << 20), 13)
            said = refusal(lambda: through_gateway.sendmail('a@sender.example', TO, too_large))
            assert said[0] == 552 and said[1].startswith('5.3.4 '), said
        assert take(gateway, box) == [] and peers.smtp.take('anna') == []

    def refused_before_credentials(server, reason, host='localhost'):
        who = through(box, server.port, password='un5een:%scripted', host=host)
        try:
            for client in ('submission', 'smtps'):
                with smtp_session(gateway, client) as smtp:
                    code, words = refusal(lambda: login(smtp, who))
                assert code == 454 and f'{host}:{server.port}' in words and reason in words, (code, words)
            said = b'\n'.join(server.heard)
            assert b'AUTH' not in said and b'un5een' not in said, said
        finally:
            server.stop()

    for name, reason, pem in bad_certificates(peers.authority, folder / 'bad-certificates'):
        @check(f'SMTP proxy: nothing secret goes to a server with a certificate {name}')
        def _():
            for implicit in (False, True):
                refused_before_credentials(Smtp(pem, implicit), reason)

    @check('SMTP proxy: nothing secret goes to a server with a certificate for its name, where the login has its address')
    def _():
        refused_before_credentials(Smtp(peers.authority.issue('name'), implicit=True), 'is for another host name', '127.0.0.1')

    @check('SMTP proxy: nothing secret goes to a server without TLS')
    def _():
        refused_before_credentials(Smtp(), 'no STARTTLS offered')

    @check('SMTP proxy: kill -9 of the server in the middle of a mail')
    def _():
        with session(gateway, 'smtps', through(box, peers.smtp.port['STARTTLS'])) as smtp:
            half = large(1 << 20, 17)
            smtp.mail('a@sender.example')
            smtp.rcpt(TO[0])
            assert smtp.docmd('DATA')[0] == 354, 'DATA refused'
            smtp.send(half)
            peers.smtp.kill_sessions()
            smtp.send(half + b'.\r\n')
            code, words = smtp.getreply()
            assert code in (421, 451) and b'4.4.2' in words, (code, words)
            smtp.close()
        assert take(gateway, box) == [] and peers.smtp.take('anna') == []
        programs.curl_send(gateway, 'smtps', everybody, paths[0], through(box, peers.smtp.port['STARTTLS']))
        delivered(peers, mails[:1], take(gateway, box))

    @check("SMTP proxy: XOAUTH2, and the server's own words where the token is wrong")
    def _():
        server = BearerSmtp(peers.authority.issue('bearer'), 'anna', 'un5een-token')
        who = through(box, server.port)['id']

        def bearer(token):
            return lambda challenge=None: '' if challenge else f'user={who}\1auth=Bearer {token}\1\1'
        try:
            with smtp_session(gateway, 'submission') as smtp:
                smtp.ehlo()
                assert smtp.auth('XOAUTH2', bearer('un5een-token'))[0] == 235
                smtp.sendmail('a@sender.example', TO, mails[0])
            same(server.mails, [mails[0]])
            same([below_trace(m) for m in take(gateway, box)], [mails[0]])
            with smtp_session(gateway, 'submission') as smtp:
                smtp.ehlo()
                assert refusal(lambda: smtp.auth('XOAUTH2', bearer('old-token'))) == (535, '5.7.8 the token has expired')
        finally:
            server.stop()
        unheard(gateway, 'un5een-token', 'old-token')

    @check('SMTP proxy: kill -9 of the gateway between the mail and its reply leaves an uncertain copy')
    def _():
        server = Smtp(peers.authority.issue('silent'), implicit=True)
        server.may_answer.clear()
        lost = []

        def send():
            try:
                with session(gateway, 'smtps', through(box, server.port)) as smtp:
                    smtp.sendmail('a@sender.example', TO, mails[0])
            except smtplib.SMTPServerDisconnected as e:
                lost.append(e)
        client = threading.Thread(target=send)
        client.start()
        try:
            assert server.has_mail.wait(60), 'the mail has not come'
            gateway.kill()
            client.join(60)
            gateway.start()
            assert len(lost) == 1 and list(store.outcomes(gateway, box).values())[-1:] == [store.UNCERTAIN]
            same([below_trace(m) for m in take(gateway, box)], [mails[0]])
        finally:
            server.may_answer.set()
            server.stop()
