#!/usr/bin/env python3
"""A city of any size, as the CSV files that `balai import` reads.

    city.py OUT [--people N] [--courses N] [--batches N] [--registrations N] [--seed N] [--today YYYY-MM-DD]

Writes units.csv, courses.csv, people.csv, batches.csv and registrations.csv. Nobody in it exists. The same arguments
give the same bytes. One batch in 25 lies ahead, is open for registration and has seats; the others are past, and the
registrations are theirs, in the order in which they were made. Standard library only; 15 s for a million registrations.
"""
import argparse
import csv
import datetime as dt
import os
import random

UNITS = """Sekretariat Daerah|Sekretariat DPRD|Inspektorat Daerah|Dinas Pendidikan|Dinas Kesehatan|Dinas Sosial
Dinas Perhubungan|Dinas Lingkungan Hidup|Dinas Pekerjaan Umum|Dinas Perikanan|Dinas Perdagangan|Dinas Pariwisata
Dinas Kependudukan|Dinas Komunikasi|Badan Kepegawaian|Badan Keuangan|Badan Perencanaan|Kecamatan Utara
Kecamatan Selatan|Satuan Polisi""".replace("\n", "|").split("|")
GIVEN = "Agus Andi Arif Ayu Bayu Budi Citra Dewi Dian Eka Fitri Gita Hadi Indah Joko Lestari Made Maya Putri Rahmat".split()
FAMILY = "Ardinata Candra Darmaji Gunawan Hardi Kusuma Lembayung Natapraja Prabawa Purba Sasmita Sedayu Tirta Wibisana".split()
TOPICS = "Arsip Anggaran Pelayanan Keselamatan Data Kesehatan Pengadaan Komunikasi Perencanaan Pengawasan".split()
KINDS = "Dasar Lanjutan Terapan Digital Terpadu".split()
FORMS = [("pelatihan_teknis", "tatap_muka", 8), ("seminar", "seminar", 4), ("workshop", "workshop", 5)]
PLACES = ["Aula Balai Diklat", "Gedung Serbaguna", "Ruang Rapat Utama", "Balai Kecamatan"]


def write(out, name, head, rows):
    with open(os.path.join(out, name), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def numbers(count, dice):
    """So many 18-digit NIPs: birth, appointment, gender, number."""
    seen, out = set(), []
    while len(out) < count:
        birth = dt.date(1968, 1, 1) + dt.timedelta(days=dice.randrange(365 * 30))
        year = min(2024, birth.year + dice.randint(20, 34))
        nip = f"{birth:%Y%m%d}{year:04d}{dice.randint(1, 12):02d}{dice.randint(1, 2)}{dice.randint(1, 999):03d}"
        if nip not in seen:
            seen.add(nip)
            out.append(nip)
    return out


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("out")
    args.add_argument("--people", type=int, default=2_000)
    args.add_argument("--courses", type=int, default=40)
    args.add_argument("--batches", type=int, default=200)
    args.add_argument("--registrations", type=int, default=1_000)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--today", type=dt.date.fromisoformat, default=dt.date.today())
    opt = args.parse_args()
    dice = random.Random(opt.seed)
    os.makedirs(opt.out, exist_ok=True)

    write(opt.out, "units.csv", ["kode", "nama"], [(f"U{n:02d}", name) for n, name in enumerate(UNITS)])

    courses = []
    for n in range(opt.courses):
        form, mode, per_day = FORMS[0] if n % 3 else FORMS[n // 3 % 3]
        days = 1 + n % 4
        title = f"{TOPICS[n % len(TOPICS)]} {KINDS[n // len(TOPICS) % len(KINDS)]} {n:03d}"
        courses.append((f"C{n:03d}", title, "teknis", form, mode, days, days * per_day, 30))
    head = ["kode", "judul", "kompetensi", "bentuk", "metode", "hari", "jp", "kuota"]
    write(opt.out, "courses.csv", head, courses)

    nips = numbers(opt.people, dice)
    name = lambda: f"{dice.choice(GIVEN)} {dice.choice(GIVEN)} {dice.choice(FAMILY)}"
    people = [(nip, name(), f"U{dice.randrange(len(UNITS)):02d}", "Pengelola Layanan", "pns") for nip in nips]
    write(opt.out, "people.csv", ["nip", "nama", "unit_kerja", "jabatan", "jenis_pegawai"], people)

    # Past batches share the registrations evenly; nobody is twice in one.
    past = [n for n in range(opt.batches) if n % 25]
    each = -(-opt.registrations // max(1, len(past)))
    assert each <= opt.people, "more registrations in a batch than people"
    batches, made, left = [], [], opt.registrations
    for n in range(opt.batches):
        course = courses[n % len(courses)]
        if n % 25:
            start = opt.today - dt.timedelta(days=60 + (opt.batches - n) * 3_000 // opt.batches)
            quota = each + 5
        else:
            start = opt.today + dt.timedelta(days=20 + n * 300 // opt.batches)
            quota = 2_000
        end = start + dt.timedelta(days=course[5] - 1)
        opens, closes = start - dt.timedelta(days=400 if n % 25 == 0 else 30), start - dt.timedelta(days=5)
        code = f"{course[0]}/{n // len(courses) + 1}"
        batches.append((code, course[0], PLACES[n % 4], start, end, quota, opens, closes, "langsung"))
        if n % 25:
            take = min(each, left)
            left -= take
            span = (closes - opens).days * 86_400
            for person in dice.sample(range(opt.people), take):
                at = dt.datetime.combine(opens, dt.time(8)) + dt.timedelta(seconds=dice.randrange(span - 86_400))
                state = "selesai" if dice.random() < 0.9 else "batal"
                made.append((at, nips[person], code, state, end))
    head = ["kode", "kode_pelatihan", "lokasi", "tanggal_mulai", "tanggal_selesai", "kuota", "buka", "tutup", "penerimaan"]
    write(opt.out, "batches.csv", head, batches)

    made.sort(key=lambda row: row[0])
    rows = ((nip, code, state, f"{at:%Y-%m-%dT%H:%M:%S}+07:00", f"{end}T16:00:00+07:00") for at, nip, code, state, end in made)
    write(opt.out, "registrations.csv", ["nip", "kode_angkatan", "status", "dibuat", "diubah"], rows)


if __name__ == "__main__":
    main()
