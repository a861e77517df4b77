"""Reads the payload of a SEGMENTS frame: a reader written from docs/bundle-columns.md. Standard library only.

    columns.py FILE    lists the operations in a decompressed payload, a line of JSON each

BLAKE3 is not in the standard library: without a function for it, the two hashes in headers that are not carried
(`prev` of a segment that follows another, `ops_hash`) are left zero; the operations are whole.
"""
import json
import struct
import sys

MASK = (1 << 64) - 1


class Refused(Exception):
    pass


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Refused("cut short")
        self.at += count
        return self.data[self.at - count : self.at]

    def u8(self):
        return self.take(1)[0]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if value > MASK or (byte == 0 and shift):
                    raise Refused("a number that is no varint")
                return value
            shift += 7
            if shift > 63:
                raise Refused("a number that is no varint")


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def head(major, value):
    """A CBOR head in its shortest form."""
    if value < 24:
        return bytes([major << 5 | value])
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << (8 * size):
            return bytes([major << 5 | info]) + value.to_bytes(size, "big")
    raise Refused("a number that runs over")


def numbers(reader):
    count = reader.varint()
    if count == 0:
        return iter(())
    layout, transform = divmod(reader.u8(), 4)
    base, scale = reader.varint(), reader.varint()
    rows = count - (transform != 0)
    if transform > 2 or layout > 11:
        raise Refused("a column of numbers that does not exist")
    if layout <= 8:
        planes = reader.take(rows * layout)
        row = lambda i: sum(planes[plane * rows + i] << (8 * plane) for plane in range(layout))
    else:
        bits = {9: 1, 10: 2, 11: 4}[layout]
        each = 8 // bits
        packed = reader.take(-(-rows // each))
        row = lambda i: packed[i // each] >> (i % each * bits) & ((1 << bits) - 1)

    def values():
        if transform == 0:
            for i in range(rows):
                yield base + scale * row(i) & MASK
            return
        value, step = base, 0
        yield value
        for i in range(rows):
            change = row(i)
            change = scale * (change >> 1 if change % 2 == 0 else -(change >> 1) - 1)
            step = change if transform == 1 else step + change
            value = value + step & MASK
            yield value

    return values()


def listed(reader, size):
    return [reader.take(size) for _ in range(reader.varint())]


def pick(values, places):
    for place in places:
        if place >= len(values):
            raise Refused("an id that does not exist")
        yield values[place]


def ids(reader):
    form = reader.u8()
    if form == 0:
        return pick(listed(reader, 16), numbers(reader))
    if form == 1:
        first = pick(listed(reader, 8), numbers(reader))
        return (a + b.to_bytes(8, "big") for a, b in strict(first, numbers(reader)))
    if form == 2:
        return iter(listed(reader, 16))
    raise Refused("ids in a form that does not exist")


def strict(left, right):
    """Pairs; both sides must end together."""
    for value in left:
        yield value, following(right)
    ended(right)


def strings(reader):
    lengths = list(numbers(reader))
    rest = Reader(reader.take(reader.varint()))
    found = [rest.take(length) for length in lengths]
    if rest.at != len(rest.data):
        raise Refused("strings that are not as long as they should be")
    return iter(found)


def hashes(reader):
    return iter(listed(reader, 32))


def following(column):
    for value in column:
        return value
    raise Refused("a column that ends too soon")


def ended(column):
    for _ in column:
        raise Refused("a column that is not used up")


def segment_part(reader):
    form = reader.u8()
    if form == 0:
        return {"bytes": reader.take(reader.varint())}
    if not form & 1 or form & ~7:
        raise Refused("a form of segment that does not exist")
    part = {"place": None, "hub_seen": None}
    if not form & 2:
        part["place"] = (reader.varint(), reader.varint(), reader.varint(), reader.take(32))
    part["ops"] = reader.varint()
    part["stamp"] = reader.varint()
    if not form & 4:
        part["hub_seen"] = reader.varint()
    part["signature"] = reader.take(64)
    return part


def template(reader):
    flags = reader.u8()
    found = {"flags": flags, "kind": reader.varint(), "version": reader.u8(), "subject_type": reader.u8()}
    found["subject"] = reader.varint()
    found["actor"] = reader.varint() if flags & 4 else None
    found["blob"] = reader.varint() if flags & 2 else None
    found["pieces"] = []
    for _ in range(reader.varint()):
        tag = reader.u8()
        if tag > 6:
            raise Refused("a piece that does not exist")
        found["pieces"].append((tag, reader.take(reader.varint()) if tag == 0 else reader.varint()))
    return found


def body(pieces, columns):
    out = b""
    for tag, what in pieces:
        if tag == 0:
            out += what
            continue
        value = following(columns[what])
        if tag in (1, 2):
            out += head(tag - 1, value)
        elif tag in (3, 4, 5):
            out += head(3 if tag == 5 else 2, len(value)) + value
        else:
            out += value
    return out


def unpack(payload, blake3=None):
    """The segments in a payload; `blake3` makes 32 bytes of some."""
    hashed = blake3 or (lambda data: bytes(32))
    reader = Reader(payload)
    if reader.u8() != 1:
        raise Refused("another version")
    parts = [segment_part(reader) for _ in range(reader.varint())]
    types = reader.take(reader.varint())
    templates = [template(reader) for _ in range(reader.varint())]
    which, stamps = numbers(reader), numbers(reader)
    columns = [(numbers, ids, strings, hashes)[of](reader) for of in types]
    if reader.at != len(payload):
        raise Refused("bytes behind the end")
    segments, before = [], None
    for part in parts:
        if "bytes" in part:
            segments.append(part["bytes"])
            before = None
            continue
        node, incarnation, first_seq, prev = part["place"] or before["place"]
        first = last = part["stamp"] + (0 if part["place"] else before["last"]) & MASK
        hub_seen = before["hub_seen"] if part["hub_seen"] is None else part["hub_seen"]
        ops, highest = b"", 0
        for at in range(part["ops"]):
            form = templates[following(which)]
            delta = following(stamps) if at else 0
            op = bytes([form["flags"]]) + varint(form["kind"]) + bytes([form["version"]]) + varint(delta)
            op += bytes([form["subject_type"]]) + following(columns[form["subject"]])
            if form["actor"] is not None:
                op += following(columns[form["actor"]])
            op += body(form["pieces"], columns)
            if form["blob"] is not None:
                op += following(columns[form["blob"]])
            ops += varint(len(op)) + op
            last += delta
            highest = max(highest, form["kind"])
        signed = b"SEG1" + struct.pack("<IHHQIIQQQ", node, incarnation, 0, first_seq, part["ops"], len(ops), first, last, hub_seen)
        signed += prev + hashed(ops) + struct.pack("<HHQ", highest, 1, 0)
        segments.append(signed + part["signature"] + ops)
        following_place = (node, incarnation, first_seq + part["ops"], hashed(b"balai/seg/1\0" + signed))
        before = {"place": following_place, "last": last, "hub_seen": hub_seen}
    for column in [which, stamps, *columns]:
        ended(column)
    return segments


def operations(segment):
    """The operations of a segment: where each stands, when, and what its envelope says."""
    node, incarnation, _, seq, count, _, stamp = struct.unpack_from("<IHHQIIQ", segment, 4)
    reader = Reader(segment)
    reader.take(192)
    for at in range(count):
        op = Reader(reader.take(reader.varint()))
        flags, kind, version, delta = op.u8(), op.varint(), op.u8(), op.varint()
        subject_type, subject = op.u8(), op.take(16)
        actor = op.take(16) if flags & 4 else None
        rest = op.take(len(op.data) - op.at)
        content, blob = (rest[:-32], rest[-32:]) if flags & 2 else (rest, None)
        stamp += delta
        yield {
            "id": f"{node}-{incarnation}/{seq + at}", "stamp": stamp, "kind": kind, "version": version, "critical": bool(flags & 1),
            "subject_type": subject_type, "subject": subject.hex(), "actor": actor and actor.hex(), "body": content.hex(),
            "blob": blob and blob.hex(),
        }


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        for found in unpack(file.read()):
            for operation in operations(found):
                print(json.dumps(operation))
