"""Mails the checks send, and a POP3 reader that is strict about octets."""
import random
import socket
import ssl

TRACE = (b'return-path:', b'x-envelope-to:', b'x-letterlock-dsn:', b'x-letterlock-capture:', b'received:')


def corpus():
    """Name and octets (CRLF lines) of the mails that every client sends."""
    head = b'From: a@sender.example\r\nTo: b@receiver.example\r\nSubject: %s\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\n'
    mime = b'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n'
    yield 'plain', head % b'plain' + b'\r\nA plain mail.\r\nSecond line.\r\n'
    yield 'eight-bit', head % b'8 bit' + mime + '\r\nGrüße, 你好, ¡hola!\r\n'.encode()
    yield 'dots', head % b'dots' + b'\r\n.\r\n..\r\n.leading\r\n...three\r\n.\r\nlast\r\n'
    yield 'empty-lines', head % b'empty' + b'\r\n\r\n\r\n\r\n'
    yield 'long-line', head % b'long' + b'\r\n' + b'x' * 900 + b'\r\n'


def large(octets, seed):
    rnd = random.Random(seed)
    line = bytes(rnd.choice(b'abcdefghijklmnopqrstuvwxyz0123456789+/') for _ in range(76)) + b'\r\n'
    head = b'From: a@sender.example\r\nTo: b@receiver.example\r\nSubject: large\r\nDate: Tue, 24 Nov 2026 04:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\n\r\n'
    return head + line * ((octets - len(head)) // len(line))


def below_trace(mail):
    """The mail as it was received: without the trace headers that the gateway prepends."""
    while mail.lower().startswith(TRACE):
        end = mail.index(b'\r\n') + 2
        while mail[end:end + 1] in (b' ', b'\t'):
            end = mail.index(b'\r\n', end) + 2
        taken, mail = mail[:end], mail[end:]
        if taken.lower().startswith(b'received:'):  # the gateway's own is the last of its block
            return mail
    raise AssertionError('no trace headers: %r' % mail[:200])


def original(mail, start=b'From: '):
    """What was handed to Postfix: from the first header it left alone (it prepends Received and more)."""
    return mail[mail.index(b'\n' + start) + 1:]


class Pop3:
    """A client that reads octets exactly: only CRLF ends a line, only CRLF . CRLF ends a mail."""

    def __init__(self, port, ca, user, password):
        context = ssl.create_default_context(cafile=ca)
        self.file = context.wrap_socket(socket.create_connection(('127.0.0.1', port), 30),
                                        server_hostname='localhost').makefile('rwb')
        self.reply()
        self.command(f'USER {user}')
        self.command(f'PASS {password}')

    def reply(self):
        line = self.file.readline()
        assert line.startswith(b'+OK'), line
        return line

    def write(self, octets):
        self.file.write(octets)
        self.file.flush()

    def command(self, text):
        self.write(text.encode() + b'\r\n')
        return self.reply()

    def octets(self):
        """The octets of a multi-line reply, dot-stuffing undone as RFC 1939 says."""
        raw = bytearray()
        while not (raw == b'.\r\n' or raw.endswith(b'\r\n.\r\n')):
            line = self.file.readline()
            assert line, 'the connection broke inside a mail'
            raw += line
        body = bytes(raw[:-3])
        return (body[1:] if body.startswith(b'.') else body).replace(b'\r\n.', b'\r\n')

    def count(self):
        return int(self.command('STAT').split()[1])

    def uidl(self):
        self.command('UIDL')
        return [line.split()[1].decode() for line in self.octets().splitlines()]

    def retrieve(self, number):
        stated = int(self.command(f'RETR {number}').split()[1])
        octets = self.octets()
        return stated, octets

    def take_all(self):
        """Every mail, deleted by a QUIT that was confirmed."""
        mails = []
        for number in range(1, self.count() + 1):
            stated, octets = self.retrieve(number)
            assert stated == len(octets), f'RETR stated {stated} octets and sent {len(octets)}'
            mails.append(octets)
            self.command(f'DELE {number}')
        self.quit()
        return mails

    def quit(self):
        self.command('QUIT')
        self.close()

    def close(self):
        self.file.close()
