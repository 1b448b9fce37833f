"""Checks of mails that are fetched through the gateway, by real programs from a real server."""
import base64
import itertools
import poplib
import re

import programs
from authority import bad_certificates
from harness import check, same, take, unheard, unix
from mail import Pop3, below_trace, large
from peers import USERS, through
from scripted import BearerPop3, Pop3 as ScriptedPop3
from sessions import pop_session

LEGS = [(client, remote) for client in ('pop3', 'pop3s') for remote in ('STLS', 'implicit TLS')]


def copies(gateway, box, mails):
    """The mailbox has a copy of each of these, and each says where it is from."""
    got = take(gateway, box)
    for copy in got:
        assert re.match(rb'X-Letterlock-Capture: pop3-proxy;\s+server=localhost;\s+user=anna\r\nReceived: .*\r\n', copy), copy[:300]
    same([below_trace(m) for m in got], mails)


def refusal(act):
    try:
        act()
    except poplib.error_proto as e:
        return e.args[0].decode()
    raise AssertionError('not refused')


def login(pop, who):
    pop.user(who['id'])
    return pop.pass_(who['password'])


def plain(who):
    return base64.b64encode(f'\0{who["id"]}\0{who["password"]}'.encode()).decode()


def octets(lines):
    return b''.join(line + b'\r\n' for line in lines)


def run(gateway, peers, folder, corpus):
    box, batches = gateway.create('fetched'), itertools.count()

    def put():
        """The corpus on the server, made unlike all that were there before: a mail that is known is not kept again."""
        mails = [b'X-Batch: %d\r\n' % number + mail for number in [next(batches)] for mail in corpus]
        peers.put('anna', mails)
        return mails

    for fetch in programs.fetchmail, programs.mpop:
        @check(f'POP3 proxy: {fetch.__name__} takes and deletes, all ways of TLS')
        def _():
            for number, (client, remote) in enumerate(LEGS):
                mails = put()
                home = folder / f'{fetch.__name__}-proxied-{number}'
                fetch(gateway, client, through(box, peers.pop3.port[remote]), home)
                same([unix(m) for m in programs.new_mails(home)], [unix(m) for m in mails])
                assert peers.has('anna') == []
                copies(gateway, box, mails)

    @check('POP3 proxy: curl, all ways of TLS; the mails stay on the server')
    def _():
        for client, remote in LEGS:
            mails = put()
            for number, mail in enumerate(mails, 1):
                programs.curl_take(gateway, client, through(box, peers.pop3.port[remote]), number, folder / 'out')
                assert (folder / 'out').read_bytes() == mail, number
            same(peers.has('anna'), mails)
            copies(gateway, box, mails)
            peers.clear('anna')

    @check('POP3 proxy: poplib by USER and PASS and by AUTH PLAIN; LIST, UIDL and TOP are the server\'s')
    def _():
        for (client, remote), by_auth in zip(LEGS, (False, True, True, False)):
            mails = put()
            who = through(box, peers.pop3.port[remote])
            direct = peers.pop_session(remote)
            login(direct, {'id': 'anna', 'password': USERS['anna']})
            expected = direct.stat(), direct.list()[1], direct.uidl()[1], direct.top(1, 1)[1]
            direct.quit()
            pop = pop_session(gateway, client)
            if by_auth:
                pop._shortcmd(f'AUTH PLAIN {plain(who)}')
            else:
                login(pop, who)
            said = pop.stat(), pop.list()[1], pop.uidl()[1], pop.top(1, 1)[1]
            assert said == expected, (said, expected)
            same([octets(pop.retr(number)[1]) for number in range(1, len(mails) + 1)], mails)
            for number in range(1, len(mails) + 1):
                pop.dele(number)
            pop.quit()
            assert peers.has('anna') == []
            copies(gateway, box, mails)

    @check('POP3 proxy: mails that stay on the server are kept once, however often and by whom they are fetched')
    def _():
        mails = put()
        who = through(box, peers.pop3.port['STLS'])
        for client in 'pop3', 'pop3s', 'pop3s':
            pop = pop_session(gateway, client)
            login(pop, who)
            same([octets(pop.retr(number)[1]) for number in range(1, len(mails) + 1)], mails)
            pop.quit()
        copies(gateway, box, mails)
        # Also when the copies have been picked up.
        programs.mpop(gateway, 'pop3s', who, folder / 'mpop-again')
        same([unix(m) for m in programs.new_mails(folder / 'mpop-again')], [unix(m) for m in mails])
        assert take(gateway, box) == [] and peers.has('anna') == []

    @check('POP3 proxy: a client that pipelines its commands')
    def _():
        mails = put()
        who = through(box, peers.pop3.port['STLS'])
        pop = Pop3(gateway.port['pop3s'], gateway.ca, who['id'], who['password'])
        numbers = range(1, len(mails) + 1)
        pop.write(b'STAT\r\nUIDL\r\n' + b''.join(b'RETR %d\r\n' % n for n in numbers) + b''.join(b'DELE %d\r\n' % n for n in numbers) + b'QUIT\r\n')
        assert int(pop.reply().split()[1]) == len(mails)
        pop.reply()
        assert pop.octets().count(b'\r\n') == len(mails)
        got = []
        for _ in numbers:
            pop.reply()
            got.append(pop.octets())
        for _ in numbers:
            pop.reply()
        pop.reply()
        pop.close()
        same(got, mails)
        assert peers.has('anna') == []
        copies(gateway, box, mails)

    @check('POP3 proxy: a mail that is deleted unread is kept first')
    def _():
        mails = put()
        pop = pop_session(gateway, 'pop3s')
        login(pop, through(box, peers.pop3.port['implicit TLS']))
        pop.dele(1)
        pop.quit()
        same(peers.has('anna'), mails[1:])
        copies(gateway, box, mails[:1])
        peers.clear('anna')

    @check('POP3 proxy: a mail of 20 MiB')
    def _():
        mail = large(20 << 20, 19)
        peers.put('anna', [mail])
        programs.curl_take(gateway, 'pop3s', through(box, peers.pop3.port['STLS']), 1, folder / 'out')
        assert (folder / 'out').read_bytes() == mail
        copies(gateway, box, [mail])
        peers.clear('anna')

    @check('POP3 proxy: a client that goes in the middle of a mail leaves it on the server and no copy')
    def _():
        mail = large(20 << 20, 23)
        peers.put('anna', [mail])
        who = through(box, peers.pop3.port['implicit TLS'])
        pop = Pop3(gateway.port['pop3s'], gateway.ca, who['id'], who['password'])
        pop.write(b'RETR 1\r\nDELE 1\r\nQUIT\r\n')
        pop.reply()
        pop.close()
        programs.fetchmail(gateway, 'pop3s', who, folder / 'fetchmail-after')
        same([unix(m) for m in programs.new_mails(folder / 'fetchmail-after')], [unix(mail)])
        copies(gateway, box, [mail])

    @check("POP3 proxy: a wrong password gets the server's own words, and is not logged")
    def _():
        wrong = 'Wr0ng:un5een%pop3'
        for client, remote in LEGS:
            direct, pop = peers.pop_session(remote), pop_session(gateway, client)
            words = [refusal(lambda: login(*pair)) for pair in
                     ((direct, {'id': 'anna', 'password': wrong}), (pop, through(box, peers.pop3.port[remote], password=wrong)))]
            assert words[0] == words[1] and words[0].startswith('-ERR [AUTH] '), words
            direct.close()
            pop.close()
        unheard(gateway, wrong, USERS['anna'])

    @check("POP3 proxy: XOAUTH2, and the server's own words where the token is wrong")
    def _():
        server = BearerPop3(peers.authority.issue('bearer-pop3'), 'anna', 'un5een-token')
        who = through(box, server.port)['id']

        def bearer(pop, token):
            return pop._shortcmd('AUTH XOAUTH2 ' + base64.b64encode(f'user={who}\1auth=Bearer {token}\1\1'.encode()).decode())
        try:
            pop = pop_session(gateway, 'pop3s')
            assert bearer(pop, 'un5een-token') == b'+OK welcome'
            pop.quit()
            pop = pop_session(gateway, 'pop3')
            assert refusal(lambda: bearer(pop, 'old-token')) == '-ERR [AUTH] the token has expired'
            pop.close()
        finally:
            server.stop()
        unheard(gateway, 'un5een-token', 'old-token')

    def refused_before_credentials(server, reason, host='localhost'):
        who = through(box, server.port, password='un5een:%scripted', host=host)
        try:
            for client in 'pop3', 'pop3s':
                pop = pop_session(gateway, client)
                words = refusal(lambda: login(pop, who))
                assert words.startswith('-ERR [SYS/TEMP] ') and f'{host}:{server.port}' in words and reason in words, words
                pop.close()
            said = b'\n'.join(server.heard)
            assert b'USER' not in said and b'PASS' not in said and b'AUTH' not in said and b'un5een' not in said, said
        finally:
            server.stop()

    for name, reason, pem in bad_certificates(peers.authority, folder / 'bad-certificates-pop3'):
        @check(f'POP3 proxy: nothing secret goes to a server with a certificate {name}')
        def _():
            for implicit in (False, True):
                refused_before_credentials(ScriptedPop3(pem, implicit), reason)

    @check('POP3 proxy: nothing secret goes to a server without TLS')
    def _():
        refused_before_credentials(ScriptedPop3(), 'STLS')
