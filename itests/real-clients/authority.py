"""A private authority for the remote servers of the proxy checks."""
import pathlib
import ssl

import programs

KEY = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes')


class Authority:
    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.pem = self.folder / 'ca.pem'
        programs.run('openssl', 'req', '-x509', *KEY, '-keyout', self.folder / 'ca.key', '-out', self.pem, '-days', '2', '-subj', f'/CN={name}')

    def issue(self, name, host='localhost', days=2):
        """A key and its certificate behind it, in one PEM file; with days below 0 it has expired already."""
        key, request, names, pem = (self.folder / f'{name}.{kind}' for kind in ('key', 'csr', 'ext', 'pem'))
        programs.run('openssl', 'req', *KEY, '-keyout', key, '-out', request, '-subj', f'/CN={host}')
        names.write_text(f'subjectAltName=DNS:{host}\n')
        programs.run('openssl', 'x509', '-req', '-in', request, '-CA', self.pem, '-CAkey', self.folder / 'ca.key', '-days', days,
                     '-extfile', names, '-out', pem)
        pem.write_bytes(key.read_bytes() + pem.read_bytes())
        pem.chmod(0o600)
        return pem


def server_side(pem):
    """The TLS of a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def bad_certificates(authority, folder):
    """What is wrong with it, what the gateway says to that, and a certificate for localhost with its key."""
    yield 'that nobody vouches for', 'is not trusted', Authority(folder, 'stranger').issue('remote')
    yield 'for another host', 'is for another host name', authority.issue('other', 'other.example')
    yield 'that has expired', 'has expired', authority.issue('expired', days=-1)
