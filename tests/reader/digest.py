"""What the standard library lacks: crc32c (RFC 3720), BLAKE3, and the verification of Ed25519 (RFC 8032)."""
import hashlib
import struct

CRC_TABLE = []
for value in range(256):
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    CRC_TABLE.append(value)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


IV = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
ORDER = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8
M32 = 0xFFFFFFFF


def compress(chain, block, counter, length, flags):
    s = list(chain) + list(IV[:4]) + [counter & M32, counter >> 32, length, flags]
    m = list(struct.unpack("<16I", block.ljust(64, b"\0")))

    def g(a, b, c, d, x, y):
        s[a] = s[a] + s[b] + x & M32
        v = s[d] ^ s[a]
        s[d] = v >> 16 | v << 16 & M32
        s[c] = s[c] + s[d] & M32
        v = s[b] ^ s[c]
        s[b] = v >> 12 | v << 20 & M32
        s[a] = s[a] + s[b] + y & M32
        v = s[d] ^ s[a]
        s[d] = v >> 8 | v << 24 & M32
        s[c] = s[c] + s[d] & M32
        v = s[b] ^ s[c]
        s[b] = v >> 7 | v << 25 & M32

    for turn in range(7):
        g(0, 4, 8, 12, m[0], m[1])
        g(1, 5, 9, 13, m[2], m[3])
        g(2, 6, 10, 14, m[4], m[5])
        g(3, 7, 11, 15, m[6], m[7])
        g(0, 5, 10, 15, m[8], m[9])
        g(1, 6, 11, 12, m[10], m[11])
        g(2, 7, 8, 13, m[12], m[13])
        g(3, 4, 9, 14, m[14], m[15])
        m = [m[i] for i in ORDER]
    return [s[i] ^ s[i + 8] for i in range(8)]


def blake3(data):
    """32 bytes of BLAKE3."""

    def chunk(at, index, root):
        part = data[at : at + 1024]
        blocks = [part[i : i + 64] for i in range(0, len(part), 64)] or [b""]
        chain = IV
        for i, block in enumerate(blocks):
            last = i == len(blocks) - 1
            flags = (CHUNK_START if i == 0 else 0) | (CHUNK_END | root if last else 0)
            chain = compress(chain, block, index, len(block), flags)
        return chain

    def tree(first, count, root):
        if count == 1:
            return chunk(first * 1024, first, root)
        left = 1 << (count - 1).bit_length() - 1
        pair = tree(first, left, 0) + tree(first + left, count - left, 0)
        return compress(IV, struct.pack("<16I", *pair), 0, 64, PARENT | root)

    return struct.pack("<8I", *tree(0, max(1, -(-len(data) // 1024)), ROOT))


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = add(found, point)
        point = add(point, point)
        scalar >>= 1
    return found


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def ed25519_verify(key, message, signature):
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    public, nonce = point(key), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or nonce is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(scalar, base), add(nonce, times(challenge, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
