#!/usr/bin/env python3
"""The Debian package: installed, used, upgraded, removed, purged.

check.py PACKAGE    as root on a Debian where Letterlock is not installed; takes the package's own ports, and purges it in the end
"""
import json
import os
import pathlib
import pwd
import shutil
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'real-clients'))

from mail import Pop3, below_trace
from unit import Unit

ETC, DATA = pathlib.Path('/etc/letterlock'), pathlib.Path('/var/lib/letterlock/data')
CACHE, LOG = pathlib.Path('/var/cache/letterlock'), pathlib.Path('/var/log/letterlock')
PROGRAM, UNIT = pathlib.Path('/usr/share/letterlock'), pathlib.Path('/lib/systemd/system/letterlock.service')
SMTP, SMTPS, SUBMISSION, POP3, POP3S, SHELL = 25, 465, 587, 110, 995, 8101
CA = str(DATA / 'tls' / 'ca.pem')
EDITED, UNTOUCHED = ETC / 'org.letterlock.smtp.server.cfg', ETC / 'org.letterlock.pop3.server.cfg'
ENVIRONMENT = pathlib.Path('/etc/default/letterlock')
MAIL = b'Subject: kept\r\n\r\nBy the package.\r\n'


def check(name):
    """Runs a check at once and says so."""
    def run(body):
        began = time.time()
        body()
        print(f'ok: {name} ({time.time() - began:.1f} s)', flush=True)
    return run


def run(*argv, status=0, **more):
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600, **more)
    assert done.returncode == status, f'{" ".join(argv)} ended with {done.returncode}:\n{done.stdout}'
    return done.stdout


def packaging(*argv):
    """apt-get or dpkg, with no question asked."""
    return run(*argv, env={**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'})


def start(unit):
    unit.start()
    if unit.by_systemd:
        print(run('letterlock', 'start'), end='')
        return
    end = time.time() + 480
    while True:
        status = subprocess.run(['letterlock', 'status', '--json'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if status.returncode == 0 and json.loads(status.stdout)['ready']:
            return
        assert unit.process.poll() is None, f'the service ended with {unit.process.returncode}'
        assert time.time() < end, status.stdout + status.stderr
        time.sleep(.5)


def context():
    return ssl.create_default_context(cafile=CA)


def send(box):
    with smtplib.SMTP('localhost', SMTP, timeout=60) as smtp:
        smtp.starttls(context=context())
        smtp.sendmail('a@sender.example', [box['address']], MAIL)


def mails(box):
    return [below_trace(m) for m in Pop3(POP3S, CA, box['id'], box['password']).take_all()]


def size():
    """The largest mail, as the server announces it."""
    with smtplib.SMTP('localhost', SUBMISSION, timeout=60) as smtp:
        smtp.ehlo()
        return smtp.esmtp_features['size']


def open_to_others(*roots):
    found = []
    for root in roots:
        for path in [root, *root.rglob('*')]:
            if not path.is_symlink() and path.stat().st_mode & 0o007:
                found.append(str(path))
    return found


def changed(package, folder):
    """The same package in a higher version, with another text in a file that nobody edited, and in one of the program."""
    tree = folder / 'tree'
    run('dpkg-deb', '-R', str(package), str(tree))
    control = tree / 'DEBIAN' / 'control'
    control.write_text(''.join('Version: 99.0\n' if line.startswith('Version:') else line for line in control.open()))
    for path in (tree / str(UNTOUCHED)[1:], tree / str(PROGRAM / 'etc' / 'startup.properties')[1:]):
        with path.open('a') as file:
            file.write('# of version 99\n')
    result = folder / 'letterlock_99.0_all.deb'
    run('dpkg-deb', '--root-owner-group', '-Znone', '-b', str(tree), str(result))
    shutil.rmtree(tree)
    return result


def main():
    package, = (pathlib.Path(a).resolve() for a in sys.argv[1:])
    assert not PROGRAM.exists() and not DATA.exists(), 'Letterlock is installed here'
    for port in (SMTP, SMTPS, SUBMISSION, POP3, POP3S, SHELL):
        with socket.socket() as s:
            assert s.connect_ex(('127.0.0.1', port)), f'port {port} is in use'
    unit = None
    try:
        with tempfile.TemporaryDirectory() as tmp:
            box = {}

            @check('installation')
            def _():
                nonlocal unit
                packaging('apt-get', 'install', '-qq', '-y', '--no-install-recommends', str(package))
                unit = Unit(UNIT)
                print(run('systemd-analyze', 'verify', str(UNIT)), end='') if shutil.which('systemd-analyze') else print('no systemd-analyze here')
                assert pathlib.Path('/etc/systemd/system/multi-user.target.wants/letterlock.service').is_symlink(), 'not enabled'
                assert not open_to_others(ETC, DATA.parent, CACHE, LOG, ENVIRONMENT), open_to_others(ETC, DATA.parent, CACHE, LOG, ENVIRONMENT)

            @check('the gateway runs as its user, on its ports, in its folders')
            def _():
                start(unit)
                status = pathlib.Path(f'/proc/{unit.main_process()}/status').read_text().splitlines()
                facts = dict(line.split(':\t', 1) for line in status if ':\t' in line)
                assert facts['Uid'].split()[0] == str(pwd.getpwnam('letterlock').pw_uid), facts['Uid']
                assert facts['CapEff'] == facts['CapBnd'] == '0000000000000400', facts
                assert facts['NoNewPrivs'] == '1', facts
                limits = pathlib.Path(f'/proc/{unit.main_process()}/limits').read_text()
                assert f'Max open files            {unit.files} ' in limits, limits
                listening = {l['port'] for l in json.loads(run('letterlock', 'status', '--json'))['listeners'] if l['state'] == 'accepting'}
                assert listening == {SMTP, SMTPS, SUBMISSION, POP3, POP3S}, listening
                for name in ('karaf.log', 'security.log'):
                    assert (LOG / name).is_file(), name
                assert not open_to_others(ETC, DATA.parent, CACHE, LOG), open_to_others(ETC, DATA.parent, CACHE, LOG)
                run('runuser', '-u', 'letterlock', '--', 'test', '!', '-w', str(PROGRAM / 'bin'))

            @check('nothing that belongs to the package is changed by running it')
            def _():
                different = packaging('dpkg', '--verify', 'letterlock')
                assert different == '', different

            @check('letterlock works for root and for the service user, and for nobody else')
            def _():
                box.update(json.loads(run('letterlock', 'mailbox:create', '--name', 'Package', '--json')))
                assert box['id'] in run('runuser', '-u', 'letterlock', '--', 'letterlock', 'mailbox:list')
                assert 'only the owner' in run('runuser', '-u', 'nobody', '--', 'letterlock', 'mailbox:list', status=1)
                assert 'kept' not in run('letterlock', 'logs', '-n', '1')
                if not unit.by_systemd:
                    assert 'systemd' in run('letterlock', 'stop', status=1)
                assert 'it runs as letterlock' in run(str(PROGRAM / 'bin' / 'karaf'), 'daemon', status=1)

            @check('letterlock-open works for anybody')
            def _():
                nobody = ('runuser', '-u', 'nobody', '--', 'letterlock-open')
                assert '--password-stdin' in run(*nobody, '--help')
                assert 'no password was given' in run(*nobody, '--password-stdin', '--key', '/dev/null', '/dev/null', status=2)

            @check('a mail in, a mail out')
            def _():
                send(box)
                assert mails(box) == [MAIL]

            @check('an upgrade keeps edits, users and mail, and takes over what nobody edited')
            def _():
                send(box)
                before = size()
                EDITED.write_text(EDITED.read_text() + 'maxMessageBytes = 1234567\n')
                ENVIRONMENT.write_text(ENVIRONMENT.read_text() + 'LETTERLOCK_HOSTNAME=edited.example\n')
                users = (ETC / 'users.properties').read_text()
                marker = CACHE / 'cache' / 'of-the-last-version'
                marker.touch()
                index = sorted(p.name for p in (CACHE / 'index').iterdir())
                higher = changed(package, pathlib.Path(tmp))
                if not unit.by_systemd:
                    unit.stop()
                packaging('dpkg', '-i', str(higher))
                assert 'of version 99' in UNTOUCHED.read_text()
                assert 'of version 99' in (ETC / 'startup.properties').read_text()
                assert not marker.exists()
                assert sorted(p.name for p in (CACHE / 'index').iterdir()) == index
                assert UNTOUCHED.owner() == 'letterlock' and not open_to_others(ETC, ENVIRONMENT)
                assert (ETC / 'users.properties').read_text() == users
                start(unit)
                assert before != size() == '1234567', size()
                assert any(s['value'] == 'edited.example' for s in json.loads(run('letterlock', 'status', '--json'))['settings'])
                assert mails(box) == [MAIL]

            @check('removal keeps settings and mail')
            def _():
                send(box)
                if not unit.by_systemd:
                    unit.stop()
                packaging('dpkg', '-r', 'letterlock')
                assert not PROGRAM.exists() and not UNIT.exists()
                assert '1234567' in EDITED.read_text()
                with socket.socket() as s:
                    assert s.connect_ex(('127.0.0.1', SMTP)), 'it still runs'

            @check('a purge keeps nothing but mail and its keys, and the next installation finds them')
            def _():
                assert f'kept in {DATA}' in packaging('dpkg', '-P', 'letterlock')
                assert [p for p in (ETC, CACHE, LOG, ENVIRONMENT) if p.exists()] == []
                assert list(DATA.parent.iterdir()) == [DATA]
                packaging('dpkg', '-i', str(package))
                start(unit)
                assert mails(box) == [MAIL]
    finally:
        try:
            if unit:
                unit.stop()
        finally:
            subprocess.run(['dpkg', '-P', 'letterlock'], stdout=subprocess.DEVNULL)
            shutil.rmtree(DATA.parent, ignore_errors=True)
            subprocess.run(['deluser', '--quiet', '--system', 'letterlock'])
    print('all passed')


if __name__ == '__main__':
    main()
