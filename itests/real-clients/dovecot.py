"""A Dovecot of the checks' own: POP3 for the maildirs that Postfix fills, and the logins of both."""
import base64
import subprocess

from gateway import free_port


class Dovecot:
    def __init__(self, folder, pem, maildirs, users):
        """Users and their passwords."""
        self.port = {'STLS': free_port(), 'implicit TLS': free_port()}
        self.auth_socket, self.log = folder / 'run' / 'submission', folder / 'log'
        folder.mkdir(parents=True)
        passwords = folder / 'users'
        passwords.write_text(''.join(f'{user}:{{PLAIN.b64}}{base64.b64encode(password.encode()).decode()}\n' for user, password in users.items()))
        config = folder / 'dovecot.conf'
        config.write_text(f'''
protocols = pop3
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {self.log}
listen = 127.0.0.1
ssl = required
ssl_cert = <{pem}
ssl_key = <{pem}
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{maildirs}/%u
first_valid_uid = 1
pop3_uidl_format = %g
passdb {{
  driver = passwd-file
  args = {passwords}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/home
}}
service auth {{
  unix_listener submission {{
    mode = 0666
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {self.port["STLS"]}
  }}
  inet_listener pop3s {{
    port = {self.port["implicit TLS"]}
    ssl = yes
  }}
}}
''')
        self._config, self._output = config, folder / 'output'
        self._dovecot()

    def _dovecot(self, *command):
        """Ends once the ports are open, but leaves its output to the process behind it: hence no pipe."""
        with open(self._output, 'w') as output:
            done = subprocess.run(['dovecot', '-c', str(self._config), *command], stdin=subprocess.DEVNULL, stdout=output, stderr=output, timeout=60)
        assert done.returncode == 0, f'dovecot {" ".join(command)}: {self._output.read_text()}'

    def stop(self):
        self._dovecot('stop')
