"""Reads a bundle: a reader written from docs/bundle-format.md. Standard library and the programs `age` and `zstd`.

    read_bundle.py BUNDLE --identity FILE [--key HEX]

prints what `balai bundle inspect --json` prints. With --key, the producer's Ed25519 public key, the signature is
checked as well; without it only the hash is.
"""
import argparse
import json
import os
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import columns
import digest

MAGIC = b"\x89BLI\r\n\x1a\n"
PURPOSES = {1: "exchange", 2: "join", 3: "welcome"}
TYPES = {
    1: "manifest", 2: "certs", 3: "have", 4: "segments", 5: "blobs", 6: "survey", 7: "snapshot", 8: "pad", 9: "end",
    10: "sealed", 11: "join", 12: "welcome",
}
MAX_FRAME = 4 << 20


class Refused(Exception):
    pass


def need(true, why):
    if not true:
        raise Refused(why)


def cbor(data):
    """The one item that `data` is: definite lengths, depth of 8 at most, keys of maps ascending."""

    def item(at, depth):
        need(at < len(data), "CBOR cut short")
        major, info = data[at] >> 5, data[at] & 31
        need(info < 28 and major != 6, "CBOR of a kind that has no place here")
        at += 1
        if info < 24:
            value = info
        else:
            size = 1 << (info - 24)
            value = int.from_bytes(data[at : at + size], "big")
            need(at + size <= len(data) and value >= (24 if size == 1 else 1 << (4 * size)), "CBOR number not shortest")
            at += size
        if major == 0:
            return value, at
        if major == 1:
            return -1 - value, at
        if major in (2, 3):
            need(at + value <= len(data), "CBOR cut short")
            content = data[at : at + value]
            return (content if major == 2 else content.decode("utf-8")), at + value
        if major == 7:
            need(info in (20, 21, 22), "CBOR of a kind that has no place here")
            return {20: False, 21: True, 22: None}[info], at
        need(depth < 8 and value <= 65536, "CBOR too deep or too many")
        if major == 4:
            found = []
            for _ in range(value):
                element, at = item(at, depth + 1)
                found.append(element)
            return found, at
        found, before = {}, -1
        for _ in range(value):
            need(at < len(data) and data[at] >> 5 == 0, "CBOR key that is no number")
            key, at = item(at, depth + 1)
            need(key > before, "CBOR keys that do not ascend")
            before = key
            found[key], at = item(at, depth + 1)
        return found, at

    value, end = item(0, 0)
    need(end == len(data), "more behind the CBOR")
    return value


def ledger(pair):
    return f"{pair[0]}-{pair[1]}"


def op(triple):
    return f"{triple[0]}-{triple[1]}/{triple[2]}"


def front(data):
    need(data[:8] == MAGIC and data[8] == 1, "not a bundle")
    (length,) = struct.unpack_from("<H", data, 10)
    need(length <= 16384 and len(data) >= 16 + length + 128, "cut short")
    (crc,) = struct.unpack_from("<I", data, 12 + length)
    need(digest.crc32c(data[: 12 + length]) == crc, "damaged header")
    header = cbor(data[12 : 12 + length])
    need(all(key < 128 for key in header) and header[6] <= 1, "made for later readers")
    return header, 16 + length


def trailer(data, header, body_at, key):
    last = data[-128:]
    magic, body_len, plain_len, node, incarnation, algorithm = struct.unpack_from("<8sQQIHH", last)
    need(magic == b"BLIEND01" and algorithm == 1, "no trailer")
    need(body_len == len(data) - 128 - body_at and [node, incarnation] == header[1], "trailer of another bundle")
    need(digest.blake3(data[:-96]) == last[32:64], "damaged (BLAKE3 differs)")
    if key:
        need(digest.ed25519_verify(key, b"balai/bundle/1\0" + last[32:64], last[64:]), "signature differs")
    return body_len, plain_len, last[32:64]


def run(program, data):
    done = subprocess.run(program, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    need(done.returncode == 0, f"{program[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def frames(plain):
    at = index = 0
    counts = {}
    while True:
        need(index < 65536 and at + 24 <= len(plain), "the frames end too soon")
        kind, flags, codec, clen, ulen, crc, tag = struct.unpack_from("<BBHIIIQ", plain, at)
        need(flags & ~7 == 0 and clen <= MAX_FRAME and ulen <= MAX_FRAME, "a frame beyond the caps")
        need((kind == 1) == (index == 0), "the manifest is not first")
        packed = plain[at + 24 : at + 24 + clen]
        need(len(packed) == clen and digest.crc32c(packed) == crc, "a damaged frame")
        known = kind in TYPES and codec == 0
        need(known or not flags & 2, "a critical frame of a later release")
        payload = packed
        if flags & 1 and known:
            payload = run(["zstd", "-d", "-q", "-c"], packed)
        need(not known or len(payload) == ulen, "a frame that lies about its length")
        if known and kind == 9:
            end = cbor(payload)
            need(end[0] == [[k, counts[k]] for k in sorted(counts)], "counts differ")
            need(end[1] == digest.blake3(plain[:at]), "hash of the frames differs")
            need(at + 24 + clen == len(plain), "more behind the last frame")
            yield None, end.get(2)
            return
        counts[kind] = counts.get(kind, 0) + 1
        need(kind != 8 or not any(payload), "a pad that is not zeros")
        if known and kind != 8:
            yield kind, (at, clen, tag, payload)
        at += 24 + clen
        index += 1


def describe(kind, at, clen, tag, payload):
    found = {"type": TYPES[kind], "offset": at, "packed": clen, "length": len(payload), "tag": struct.pack("<Q", tag).hex()}
    if kind == 1:
        manifest = cbor(payload)
        found["manifest"] = {
            "software": manifest[0],
            "made": manifest[1],
            "bases": [{"ledger": ledger(log), "seq": seq} for log, seq in manifest[2]],
            "carries": [{"ledger": ledger(log), "first": first, "last": last} for log, first, last in manifest[3]],
        }
    elif kind == 2:
        found["certs"] = [cert.hex() for cert in cbor(payload)]
    elif kind == 3:
        found["haves"] = [have(cbor(body)) for body, _signature in cbor(payload)]
    elif kind == 4:
        found["segments"] = [segment(data) for data in columns.unpack(payload, digest.blake3)]
    elif kind == 5:
        found["blobs"] = [{"op": op(of), "length": len(salted)} for of, salted in cbor(payload)[0]]
    elif kind == 6:
        boxes = [survey(cbor(body), sealed) for body, _signature, sealed in cbor(payload)]
        order = [(*map(int, one["ledger"].split("-")), one["batch"]) for one in boxes]
        need(len(boxes) <= 1024 and order == sorted(set(order)), "survey boxes that do not ascend")
        found["surveys"] = boxes
    return found


def survey(body, sealed):
    need(0 < len(sealed) <= 1 << 20 and 0 < body[2] <= 65536, "a survey box beyond the caps")
    need(digest.blake3(sealed) == body[4], "a survey box that is not the one that was signed")
    return {
        "ledger": ledger(body[0]),
        "batch": body[1].hex(),
        "answers": body[2],
        "key": body[3].hex(),
        "hash": body[4].hex(),
        "length": len(sealed),
    }


def have(body):
    found = {
        "ledger": ledger(body[0]),
        "n": body[1],
        "stamp": body[6],
        "entries": [{"ledger": ledger(log), "seq": seq, "hash": at.hex(), "held": held} for log, seq, at, held in body[2]],
        "missing_blobs": [op(of) for of in body[3]],
        "erased": [op(of) for of in body[4]],
        "refused": [{"ledger": ledger(log), "seq": seq, "hash": at.hex(), "reason": why} for log, seq, at, why in body[5]],
    }
    if body.get(7) is not None:
        found["surveys"] = [of.hex() for of in body[7]]
    return found


def segment(data):
    node, incarnation, _, first, count, length = struct.unpack_from("<IHHQII", data, 4)
    (hub_seen,) = struct.unpack_from("<Q", data, 44)
    need(data[:4] == b"SEG1" and len(data) == 192 + length, "not a segment")
    need(digest.blake3(data[192:]) == data[84:116], "operations that are not those that were sealed")
    return {
        "ledger": f"{node}-{incarnation}",
        "first": first,
        "last": first + count - 1,
        "hash": digest.blake3(b"balai/seg/1\0" + data[:128]).hex(),
        "prev": data[52:84].hex(),
        "hub_seen": hub_seen,
        "ops": list(columns.operations(data)),
    }


def read(data, identity, key):
    need(len(data) <= 64 << 20, "longer than a part")
    header, body_at = front(data)
    body_len, plain_len, hashed = trailer(data, header, body_at, key)
    body = data[body_at : body_at + body_len]
    plain = run(["age", "-d", "-i", identity], body) if header[9] else body
    need(len(plain) == plain_len, "content of another length")
    part, of = header[4]
    found = {
        "bundle": header[0].hex(),
        "set": header[3].hex(),
        "part": part,
        "of": of or None,
        "producer": ledger(header[1]),
        "purpose": PURPOSES.get(header[2], header[2]),
        "recipients": [key.hex() for key in header[5]],
        "signer": header[10].hex() if 10 in header else None,
        "plain_length": plain_len,
        "hash": hashed.hex(),
        "frames": [],
        "parts": None,
    }
    for kind, content in frames(plain):
        if kind is None:
            found["parts"] = content
        else:
            found["frames"].append(describe(kind, *content))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle")
    parser.add_argument("--identity", default=os.devnull)
    parser.add_argument("--key", type=bytes.fromhex)
    said = parser.parse_args()
    with open(said.bundle, "rb") as file:
        data = file.read()
    try:
        print(json.dumps(read(data, said.identity, said.key), separators=(",", ":")))
    except (Refused, columns.Refused, KeyError, ValueError, struct.error) as error:
        sys.exit(f"refused: {error!r}")


if __name__ == "__main__":
    main()
