// Makes an escrow key with openpgp.js: node make-escrow-key.mjs PASSWORDFILE FOLDER
// FOLDER/locked-key.pgp is the secret key, locked by the password; FOLDER/certificate.asc is for the gateway.
import { readFile, writeFile } from 'node:fs/promises';
import * as openpgp from 'openpgp';

const [passwordFile, folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node make-escrow-key.mjs PASSWORDFILE FOLDER');
  process.exit(2);
}
const passphrase = (await readFile(passwordFile, 'utf8')).trimEnd();
const { privateKey, publicKey } = await openpgp.generateKey({
  type: 'curve25519',
  userIDs: [{ name: 'Letterlock escrow' }],
  passphrase,
  format: 'object',
  config: { v6Keys: true, aeadProtect: true },
});
await writeFile(`${folder}/locked-key.pgp`, privateKey.write(), { flag: 'wx', mode: 0o600 });
await writeFile(`${folder}/certificate.asc`, publicKey.armor(), { flag: 'wx' });
console.log(publicKey.getFingerprint());
