"""The real remote servers of the proxy checks: Postfix for submission, Dovecot for POP3, both with certificates of a private authority."""
import poplib
import shutil
import smtplib
import ssl
import time

from dovecot import Dovecot
from postfix import SubmissionServer

DOMAIN = 'receiver.example'
USERS = {name: f'un5een:%pass+of+{name}' for name in ('anna', 'ben', 'carla')}


class Peers:
    def __init__(self, folder, authority):
        self.authority, self.maildirs, self._puts = authority, folder / 'maildirs', 0
        maildirs, pem = self.maildirs, authority.issue('remote')
        for user in USERS:
            for sub in ('cur', 'new', 'tmp'):
                (maildirs / user / sub).mkdir(parents=True)
        for path in (maildirs, *maildirs.rglob('*')):
            shutil.chown(path, 'mail', 'mail')
        self.pop3 = Dovecot(folder / 'dovecot', pem, maildirs, USERS)
        try:
            self.smtp = SubmissionServer(folder / 'submission', pem, self.pop3.auth_socket, maildirs, DOMAIN, USERS)
        except BaseException:
            self.pop3.stop()
            raise

    def put(self, user, mails):
        """Mails (CRLF) into the user's maildir, as Postfix would, in this order."""
        for mail in mails:
            self._puts += 1
            path = self.maildirs / user / 'tmp' / f'{int(time.time())}.{self._puts:06}.remote'
            path.write_bytes(mail.replace(b'\r\n', b'\n'))
            shutil.chown(path, 'mail', 'mail')
            path.rename(self.maildirs / user / 'new' / path.name)

    def has(self, user):
        """The mails (CRLF) that are in the user's maildir; they stay."""
        return [path.read_bytes().replace(b'\n', b'\r\n') for sub in ('new', 'cur') for path in (self.maildirs / user / sub).iterdir()]

    def clear(self, user):
        for sub in ('new', 'cur'):
            for path in (self.maildirs / user / sub).iterdir():
                path.unlink()

    def pop_session(self, remote):
        """A POP3 client without the gateway between."""
        tls = ssl.create_default_context(cafile=self.authority.pem)
        if remote == 'implicit TLS':
            return poplib.POP3_SSL('localhost', self.pop3.port[remote], context=tls, timeout=30)
        pop = poplib.POP3('localhost', self.pop3.port[remote], timeout=30)
        pop.stls(context=tls)
        return pop

    def session(self, remote):
        """An SMTP client without the gateway between."""
        tls = ssl.create_default_context(cafile=self.authority.pem)
        if remote == 'implicit TLS':
            return smtplib.SMTP_SSL('localhost', self.smtp.port[remote], context=tls, timeout=30)
        smtp = smtplib.SMTP('localhost', self.smtp.port[remote], timeout=30)
        smtp.starttls(context=tls)
        return smtp

    def stop(self):
        self.smtp.stop()
        self.pop3.stop()


def address(user):
    return f'{user}@{DOMAIN}'


def through(box, port, user='anna', password=None, host='localhost'):
    """The account that a mail program is given: at the remote server of this port, with a copy for the mailbox."""
    return {'id': f'{user}%{host}:{port}%{box["id"]}', 'password': password or USERS[user]}
