// Opens a sealed mail with openpgp.js: node open.mjs KEYFILE PASSWORDFILE SEALEDFILE > plaintext
import { readFile } from 'node:fs/promises';
import * as openpgp from 'openpgp';

const [keyFile, passwordFile, sealedFile] = process.argv.slice(2);
if (!sealedFile) {
  console.error('usage: node open.mjs KEYFILE PASSWORDFILE SEALEDFILE > plaintext');
  process.exit(2);
}
const locked = await openpgp.readPrivateKey({ binaryKey: new Uint8Array(await readFile(keyFile)) });
const passphrase = (await readFile(passwordFile, 'utf8')).trimEnd();
const key = await openpgp.decryptKey({ privateKey: locked, passphrase });
const message = await openpgp.readMessage({ binaryMessage: new Uint8Array(await readFile(sealedFile)) });
const { data } = await openpgp.decrypt({ message, decryptionKeys: key, format: 'binary' });
process.stdout.write(data);
