"""SMTP and POP3 by Python's own libraries, and by a bare socket where no library may touch the octets."""
import poplib
import smtplib
import socket
import ssl
import threading


def tls(gateway):
    return ssl.create_default_context(cafile=gateway.ca)


def smtp_session(gateway, port):
    if port == 'smtps':
        return smtplib.SMTP_SSL('localhost', gateway.port[port], context=tls(gateway), timeout=30)
    smtp = smtplib.SMTP('localhost', gateway.port[port], timeout=30)
    smtp.starttls(context=tls(gateway))
    return smtp


def pop_session(gateway, port):
    if port == 'pop3s':
        return poplib.POP3_SSL('localhost', gateway.port[port], context=tls(gateway), timeout=30)
    pop = poplib.POP3('localhost', gateway.port[port], timeout=30)
    pop.stls(context=tls(gateway))
    return pop


def stuffed(mail):
    """As raw_smtp wants it."""
    return (b'\r\n' + mail.removesuffix(b'\r\n')).replace(b'\r\n.', b'\r\n..')[2:]


def raw_smtp(gateway, to, body):
    """A mail whose octets no library touches; body as it stands between DATA and the final CRLF.CRLF."""
    with tls(gateway).wrap_socket(socket.create_connection(('127.0.0.1', gateway.port['smtps']), 30), server_hostname='localhost') as s:
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


class Load(threading.Thread):
    """Sends numbered mails until the gateway dies; knows which of them got their 250."""

    def __init__(self, gateway, box, name):
        super().__init__(daemon=True)
        self.gateway, self.box, self.tag, self.acknowledged = gateway, box, name, []

    def run(self):
        try:
            smtp = smtp_session(self.gateway, 'smtps')
            number = 0
            while True:
                number += 1
                key = f'{self.tag}-{number}'
                smtp.sendmail('a@sender.example', [self.box['address']], f'X-Key: {key}\r\n\r\n'.encode() + b'y' * (number % 50 * 100) + b'\r\n')
                self.acknowledged.append(key)
        except (OSError, smtplib.SMTPException):
            return
