"""Mail programs of Debian's, each run once with settings of its own; they trust the gateway's authority and nothing else.

Recipients are separated by commas. Who logs in is a mailbox, or anything else with id and password.
"""
import subprocess
import urllib.parse


def run(*argv, **more):
    done = subprocess.run([str(a) for a in argv], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, **more)
    assert done.returncode == 0, f'{argv[0]} ended with {done.returncode}:\n{done.stdout.decode(errors="replace")[-3000:]}'


def private(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o600)
    return path


def maildir(home):
    """An empty maildir; new_mails reads what a program put there."""
    for sub in ('cur', 'new', 'tmp'):
        (home / 'mail' / sub).mkdir(parents=True)
    return home / 'mail'


def new_mails(home):
    return [path.read_bytes() for path in (home / 'mail' / 'new').iterdir()]


def swaks(gateway, port, to, mail_file, who=None, mechanism='PLAIN'):
    login = ['--auth', mechanism, '--auth-user', who['id'], '--auth-password', who['password']] if who else []
    run('swaks', '--server', f'localhost:{gateway.port[port]}', '--tls-on-connect' if port == 'smtps' else '--tls', '--tls-verify',
        '--tls-ca-path', gateway.ca, *login, '--from', 'a@sender.example', '--to', to, '--data', f'@{mail_file}', '--suppress-data')


def curl_url(scheme, who, rest):
    """Credentials in the URL: -u would end the name at its first colon."""
    login = ':'.join(urllib.parse.quote(who[part], safe='') for part in ('id', 'password')) + '@' if who else ''
    return f'{scheme}://{login}localhost:{rest}'


def curl_send(gateway, port, to, mail_file, who=None):
    scheme = 'smtps' if port == 'smtps' else 'smtp'
    run('curl', '-sS', '--ssl-reqd', '--cacert', gateway.ca, curl_url(scheme, who, f'{gateway.port[port]}/sender.example'),
        '--mail-from', 'a@sender.example', *[word for one in to.split(',') for word in ('--mail-rcpt', one)], '-T', mail_file)


def curl_take(gateway, port, who, number, out):
    run('curl', '-sS', '--ssl-reqd', '--cacert', gateway.ca, curl_url(port, who, f'{gateway.port[port]}/{number}'), '-o', out)


def msmtp(gateway, port, folder, to, mail, who=None, mechanism='plain'):
    login = f'auth {mechanism}\nuser {who["id"]}\npassword {who["password"]}\n' if who else 'auth off\n'
    config = private(folder / 'msmtprc', f'account default\nhost localhost\nport {gateway.port[port]}\nfrom a@sender.example\n{login}'
                     f'tls on\ntls_starttls {"off" if port == "smtps" else "on"}\ntls_trust_file {gateway.ca}\n')
    run('msmtp', '-C', config, '--', *to.split(','), input=mail.replace(b'\r\n', b'\n'))


def s_nail(gateway, port, folder, to, subject, text, attachment):
    scheme = 'smtps' if port == 'smtps' else 'smtp'
    settings = ['v15-compat', f'mta={scheme}://localhost:{gateway.port[port]}', 'smtp-auth=none',
                f'tls-ca-file={gateway.ca}', 'tls-ca-no-defaults', 'tls-verify=strict', 'from=a@sender.example', 'hostname=sender.example',
                'ttycharset=utf-8', 'sendcharsets=utf-8', 'sendwait', f'record={folder}/sent']
    if port != 'smtps':
        settings.append('smtp-use-starttls')
    run('s-nail', '-:/', *[word for s in settings for word in ('-S', s)], '-s', subject, '-a', attachment, '-.', to, input=text.encode())


def mpop(gateway, port, who, home):
    inbox = maildir(home)
    config = private(home / 'mpoprc', f'account default\nhost localhost\nport {gateway.port[port]}\nuser {who["id"]}\npassword {who["password"]}\n'
                     f'tls on\ntls_starttls {"off" if port == "pop3s" else "on"}\ntls_trust_file {gateway.ca}\ndelivery maildir {inbox}\n'
                     f'keep off\nuidls_file {home}/uidls\nreceived_header off\n')
    run('mpop', '-C', config, '-q')


def fetchmail(gateway, port, who, home):
    """Each mail goes to a shell command, with LF at the ends of its lines."""
    inbox = maildir(home)
    config = private(home / 'fetchmailrc', 'set invisible\n'
                     f'poll localhost protocol POP3 service {gateway.port[port]} user "{who["id"]}" password "{who["password"]}"\n'
                     f'  {"ssl" if port == "pop3s" else "sslproto TLS1.2+"} sslcertck sslcertfile "{gateway.ca}"\n'
                     f'  fetchall no keep no rewrite mda "cat > $(mktemp -p {inbox}/new)"\n')
    run('fetchmail', '-f', config, '--nodetach', '--nosyslog', '--idfile', home / 'ids', '--pidfile', home / 'pid')


def getmail(gateway, port, who, home):
    """By a shell command too: root's mail it puts into no maildir."""
    inbox = maildir(home)
    private(home / 'getmailrc', f'[retriever]\ntype = SimplePOP3SSLRetriever\nserver = localhost\nport = {gateway.port[port]}\nusername = {who["id"]}\n'
            f'password = {who["password"]}\nca_certs = {gateway.ca}\n[destination]\ntype = MDA_external\npath = /bin/sh\n'
            f'arguments = ("-c", "cat > $(mktemp -p {inbox}/new)")\nallow_root_commands = true\nunixfrom = false\n'
            '[options]\ndelete = true\ndelivered_to = false\nreceived = false\nverbose = 0\n')
    run('getmail', '--getmaildir', home, '--rcfile', 'getmailrc')
