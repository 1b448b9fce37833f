"""Runs checks by name, and compares mails octet for octet."""
import base64
import collections
import sys
import time

from mail import Pop3, below_trace

PASSED = []


def check(name):
    """Runs a check at once and says so; only if its name holds one of the words of the command line, where there are any."""
    def run(body):
        if sys.argv[2:] and not any(word in name for word in sys.argv[2:]):
            return
        began = time.time()
        body()
        PASSED.append(name)
        print(f'ok: {name} ({time.time() - began:.1f} s)', flush=True)
    return run


def take(gateway, box):
    return Pop3(gateway.port['pop3s'], gateway.ca, box['id'], box['password']).take_all()


def same(got, sent):
    """Exactly the sent mails, in any order."""
    got, sent = collections.Counter(got), collections.Counter(sent)
    missing, surplus = sent - got, got - sent
    assert not missing and not surplus, f'{sum(missing.values())} missing, {sum(surplus.values())} too many:\n' \
        f'{[m[:300] for m in list(missing)[:2]]}\n{[m[:300] for m in list(surplus)[:2]]}'


def expect(gateway, box, sent):
    """Exactly the sent mails are picked up, equal octet for octet below the trace headers."""
    same([below_trace(m) for m in take(gateway, box)], sent)


def unix(mail):
    """As programs keep it on disk."""
    return mail.replace(b'\r\n', b'\n')


def unheard(gateway, *secrets):
    """Neither the passwords nor what clients make of them stands in the gateway's logs."""
    log = gateway.log()
    for secret in secrets:
        octets = secret.encode()
        # base64 of PLAIN depends on what stands before it: the parts that are the same at each of three places.
        forms = [secret, *(base64.b64encode(b'\0' * n + octets)[4:-4].decode() for n in range(3))]
        assert not [form for form in forms if form in log], 'a password in the log'
