"""Remote servers that do what no real one does on demand, and remember what they heard."""
import base64
import socket
import threading

from authority import server_side



class Server:
    """Serves one connection after the other. What a client says counts as heard whether it comes in clear or under TLS."""

    def __init__(self, greeting, pem=None, implicit=False):
        self.greeting, self.pem, self.implicit, self.heard = greeting, pem, implicit, []
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # stopped
            try:
                with connection:
                    connection.settimeout(60)
                    self._session(connection)
            except OSError:
                continue  # the gateway has left, or does not want this certificate

    def _session(self, connection):
        if self.implicit:
            connection = self._secure(connection)
        file = connection.makefile('rwb')
        self.say(file, self.greeting)
        while line := file.readline():
            self.heard.append(line.rstrip(b'\r\n'))
            self.say(file, self.reply(line.rstrip(b'\r\n'), file))
            if line.upper().strip() in (b'STARTTLS', b'STLS') and self.pem:
                connection = self._secure(connection)
                file = connection.makefile('rwb')

    def _secure(self, connection):
        return server_side(self.pem).wrap_socket(connection, server_side=True)

    def say(self, file, reply):
        file.write(reply + b'\r\n')
        file.flush()

    def stop(self):
        self._listener.close()


class Smtp(Server):
    """Takes any login and any mail, if it is not told otherwise."""

    def __init__(self, pem=None, implicit=False, mechanisms=b'PLAIN'):
        super().__init__(b'220 remote.example ESMTP', pem, implicit)
        self.mechanisms, self.mails, self.has_mail, self.may_answer = mechanisms, [], threading.Event(), threading.Event()
        self.may_answer.set()

    def reply(self, line, file):
        verb = line.split(b' ')[0].upper()
        if verb == b'EHLO':
            upgrade = b'' if self.implicit or not self.pem else b'250-STARTTLS\r\n'
            return b'250-remote.example\r\n' + upgrade + b'250-AUTH ' + self.mechanisms + b'\r\n250 8BITMIME'
        if verb == b'AUTH':
            return self.login(line, file)
        if verb == b'DATA':
            self.say(file, b'354 go on')
            mail = []
            while (line := file.readline()) not in (b'.\r\n', b''):
                mail.append(line)
            self.mails.append(b''.join(mail))
            self.has_mail.set()
            self.may_answer.wait(120)
            return b'250 2.0.0 taken'
        return b'221 bye' if verb == b'QUIT' else b'220 go on' if verb == b'STARTTLS' else b'250 fine'

    def login(self, line, file):
        return b'235 2.7.0 welcome'


class BearerSmtp(Smtp):
    """Knows one user's token (XOAUTH2), and says what is wrong with any other one, as Google and Microsoft do."""

    ERROR = b'{"status":"400","schemes":"Bearer","scope":"https://mail.example/"}'

    def __init__(self, pem, user, token):
        super().__init__(pem, implicit=True, mechanisms=b'XOAUTH2')
        self.right = f'user={user}\1auth=Bearer {token}\1\1'.encode()

    def login(self, line, file):
        if base64.b64decode(line.split(b' ')[2]) == self.right:
            return b'235 2.7.0 welcome'
        self.say(file, b'334 ' + base64.b64encode(self.ERROR))
        self.heard.append(file.readline().rstrip(b'\r\n'))
        return b'535 5.7.8 the token has expired'


class Pop3(Server):
    """Only greets, and offers STLS."""

    def __init__(self, pem=None, implicit=False, mechanisms=b'PLAIN'):
        super().__init__(b'+OK ready', pem, implicit)
        self.mechanisms = mechanisms

    def reply(self, line, file):
        if line.upper() == b'CAPA':
            return b'+OK\r\nUSER\r\nUIDL\r\nSASL ' + self.mechanisms + b'\r\n' + (b'STLS\r\n.' if self.pem and not self.implicit else b'.')
        return b'+OK fine' if self.pem or line.upper() != b'STLS' else b'-ERR no'


class BearerPop3(Pop3):
    """As BearerSmtp."""

    def __init__(self, pem, user, token):
        super().__init__(pem, implicit=True, mechanisms=b'XOAUTH2')
        self.right = f'user={user}\1auth=Bearer {token}\1\1'.encode()

    def reply(self, line, file):
        if line.upper() != b'AUTH XOAUTH2':
            return super().reply(line, file)
        self.say(file, b'+ ')
        if base64.b64decode(file.readline()) == self.right:
            return b'+OK welcome'
        self.say(file, b'+ ' + base64.b64encode(BearerSmtp.ERROR))
        self.heard.append(file.readline().rstrip(b'\r\n'))
        return b'-ERR [AUTH] the token has expired'
