use super::*;
use crate::exchange::media::{FaultyStick, MAGIC, look};

const NAME: &str = "BALAI/DINKES7-PUSAT1-0A1B2C3D-P01.BLI";

/// A bundle of 40 sectors.
fn bundle() -> Vec<u8> {
    let rest = (0..20_000_u32).map(|n| u8::try_from(n % 255).unwrap());
    MAGIC.into_iter().chain(rest).collect()
}

fn write(stick: &FaultyStick, about: u64) -> Result<Put<()>, Fault> {
    put(stick, Path::new(NAME), about, |out| {
        bundle().chunks(777).try_for_each(|chunk| out.write_all(chunk))
    })
    .map_err(|failed| match failed {
        PutError::Stick(fault) => fault,
        PutError::Content(error) => panic!("the content is well: {error}"),
    })
}

/// Nothing on the stick can be taken for a bundle but a whole one.
fn only_whole(stick: &FaultyStick) {
    for path in stick.paths() {
        let content = stick.content(&path).unwrap();
        let whole = content == bundle();
        assert!(
            whole || path.extension().unwrap() == name::UNFINISHED,
            "{} is no whole bundle",
            path.display()
        );
    }
    for seen in look(stick).unwrap().bundles {
        assert_eq!(stick.content(&seen.path).unwrap(), bundle());
    }
}

#[test]
fn what_was_put_is_on_the_stick_and_safe() {
    let stick = FaultyStick::new();
    let done = write(&stick, 0).unwrap();
    assert_eq!(done.bytes, 20_008);
    assert_eq!(done.hash, *blake3::hash(&bundle()).as_bytes());
    stick.pull_at(1);
    assert!(stick.free().is_err());
    for seed in 0..20 {
        stick.plug(seed);
        assert_eq!(stick.paths(), [Path::new(NAME)]);
        assert_eq!(stick.content(NAME).unwrap(), bundle());
        stick.pull_at(1);
        let _ = stick.free();
    }
}

#[test]
fn a_stick_pulled_at_every_call_of_a_put_keeps_no_part_of_a_bundle_and_takes_the_next() {
    let calls = {
        let stick = FaultyStick::new();
        write(&stick, 0).unwrap();
        stick.calls()
    };
    assert!(calls > 80, "too few points: {calls}");
    let mut promised = 0;
    for call in 1..=calls {
        for seed in 0..8 {
            let stick = FaultyStick::new();
            stick.place_file("BALAI/KECSEL2-PUSAT1-99999999-P01.BLI", &bundle());
            stick.pull_at(call);
            let done = write(&stick, 0);
            assert_eq!(done.as_ref().err(), Some(&Fault::Pulled), "call {call}");
            stick.plug(seed);
            only_whole(&stick);
            let others = stick.content("BALAI/KECSEL2-PUSAT1-99999999-P01.BLI");
            assert_eq!(others.unwrap(), bundle(), "a file of another office is touched");
            match write(&stick, 0) {
                Ok(_) => {}
                // Pulled behind the rename: it was whole, and only not promised.
                Err(Fault::Exists(_)) => promised += 1,
                Err(fault) => panic!("call {call}, seed {seed}: {fault}"),
            }
            only_whole(&stick);
            assert_eq!(stick.content(NAME).unwrap(), bundle());
            sweep(&stick, "DINKES7").unwrap();
            assert_eq!(stick.paths().len(), 2, "an unfinished file is left");
        }
    }
    assert!(promised > 0, "the last calls were reached");
}

#[test]
fn a_full_stick_is_told_with_figures_and_left_as_it_was() {
    for room in [0, 1, 511, 512, 5_000, 20_007] {
        let stick = FaultyStick::new();
        stick.limit(Some(room));
        let fault = write(&stick, 0).unwrap_err();
        assert!(
            matches!(fault, Fault::Full { needs, free } if free == room && needs > free),
            "{fault:?}"
        );
        assert!(stick.paths().is_empty());
        let fault = write(&stick, 20_008).unwrap_err();
        assert_eq!(
            fault,
            Fault::Full {
                needs: 20_008,
                free: room
            },
            "told before a byte is written"
        );
    }
    let stick = FaultyStick::new();
    stick.limit(Some(20_008));
    write(&stick, 20_008).unwrap();
}

#[test]
fn a_protected_stick_is_told_and_not_called_pulled() {
    let stick = FaultyStick::new();
    stick.protect(true);
    assert_eq!(write(&stick, 0).unwrap_err(), Fault::ReadOnly);
    assert!(stick.paths().is_empty());
}

#[test]
fn a_stick_that_does_not_keep_what_is_written_is_told() {
    for keeps in [0, 100, 10_000, 20_006] {
        let stick = FaultyStick::new();
        stick.keep_only(Some(keeps));
        assert_eq!(write(&stick, 0).unwrap_err(), Fault::Mismatch);
        assert!(stick.paths().is_empty(), "what is broken is taken away");
    }
}

#[test]
fn a_taken_name_is_never_overwritten() {
    let stick = FaultyStick::new();
    stick.place_file(NAME, b"theirs");
    assert_eq!(
        write(&stick, 0).unwrap_err(),
        Fault::Exists("DINKES7-PUSAT1-0A1B2C3D-P01.BLI".into())
    );
    assert_eq!(stick.content(NAME).unwrap(), b"theirs");
    let stick = FaultyStick::new();
    stick.place_name("BALAI", Kind::File);
    assert_eq!(write(&stick, 0).unwrap_err(), Fault::Exists("BALAI".into()));
    let stick = FaultyStick::new();
    stick.place_name("BALAI/DINKES7-PUSAT1-0A1B2C3D-P01.PRT", Kind::Other);
    assert!(
        matches!(write(&stick, 0).unwrap_err(), Fault::Exists(_)),
        "a trap under the unfinished name"
    );
}

#[test]
fn content_that_cannot_be_made_leaves_nothing_and_does_not_blame_the_stick() {
    let stick = FaultyStick::new();
    let failed = put(&stick, Path::new(NAME), 0, |out| {
        out.write_all(&bundle()).unwrap();
        Err::<(), _>("the store is broken")
    });
    assert!(matches!(failed, Err(PutError::Content("the store is broken"))));
    assert!(stick.paths().is_empty());
}

#[test]
fn nothing_longer_than_a_reader_takes_is_written() {
    let stick = FaultyStick::new();
    let chunk = vec![0_u8; 1 << 20];
    let failed = put(&stick, Path::new(NAME), 0, |out| {
        (0..65).try_for_each(|_| out.write_all(&chunk))
    });
    assert!(matches!(failed, Err(PutError::Stick(Fault::NoBundle))));
    assert!(stick.paths().is_empty());
}

#[test]
fn a_sweep_takes_only_what_this_office_left_unfinished() {
    let stick = FaultyStick::new();
    for name in [
        "DINKES7-A-1-P01.PRT",
        "dinkes7-a-2-p01.prt",
        "DINKES71-A-1-P01.PRT",
        "DINKES7-A-1-P01.BLI",
    ] {
        stick.place_file(Path::new(HOME).join(name), b"x");
    }
    assert_eq!(sweep(&stick, "DINKES7"), Ok(2));
    let left: Vec<_> = stick.paths();
    assert_eq!(
        left,
        [
            Path::new("BALAI/DINKES7-A-1-P01.BLI"),
            Path::new("BALAI/DINKES71-A-1-P01.PRT")
        ]
    );
    assert_eq!(sweep(&FaultyStick::new(), "DINKES7"), Ok(0));
}
