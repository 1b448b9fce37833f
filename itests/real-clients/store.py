"""The gateway's store, read from its segment files as docs/storage-format.md lays them out."""

MESSAGE, OUTCOME, UNCERTAIN = 1, 7, 4


def records(gateway, box):
    """Header and body of each of the mailbox's records; a body in a file of its own is left out."""
    mailbox = bytes.fromhex(box['id'].removeprefix('mbx-'))
    for segment in sorted((gateway.data / 'store' / 'segments').glob('*.log')):
        octets = segment.read_bytes()
        at = octets.find(b'LLRC')
        while at >= 0:
            length = {OUTCOME: 248, 8: 240}.get(octets[at + 5], 208)
            header = octets[at:at + length]
            if header[32:48] == mailbox:
                body = int.from_bytes(header[88:96], 'big') if header[96:104] == bytes(8) else 0
                yield header, octets[at + length:at + length + body]
            at = octets.find(b'LLRC', at + 8)


def last_sealed_mail(gateway, box):
    found = [body for header, body in records(gateway, box) if header[5] == MESSAGE and body]
    assert found, 'no sealed mail in the segments'
    return found[-1]


def outcomes(gateway, box):
    """How the copies of proxied mails came out, in order: by the message's id the outcome's code."""
    return {header[48:64]: int.from_bytes(header[240:244], 'big') for header, _ in records(gateway, box) if header[5] == OUTCOME}
