use super::*;

#[test]
fn base64_is_that_of_the_rfc() {
    let pairs = [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("foobar", "Zm9vYmFy"),
    ];
    for (plain, coded) in pairs {
        assert_eq!(base64(plain.as_bytes()), coded);
    }
    assert_eq!(base64(&[0xff, 0xfe, 0xfd]), "//79");
}

#[test]
fn a_password_never_goes_over_a_network_in_clear() {
    for url in [
        "http://kota:rahasia@pusat.example/balai",
        "http://pusat.example/balai",
    ] {
        let via = Via::new(url).with_secret("kota", "rahasia");
        assert_eq!(via.open().err(), Some(NetFault::Insecure), "{url}");
    }
    for url in [
        "https://kota:rahasia@pusat.example/balai",
        "http://kota:rahasia@127.0.0.1:1/",
        "http://pusat.example/",
    ] {
        assert!(Via::new(url).open().is_ok(), "{url}");
    }
}

#[test]
fn what_is_no_mailbox_is_told_before_anything_is_sent() {
    for url in [
        "",
        "ftp://x/y",
        "relative/path",
        "s3+http://host",
        "s3://",
        "http://",
        "mailto:x@y",
    ] {
        assert_eq!(Via::new(url).open().err(), Some(NetFault::Address), "{url}");
    }
    assert_eq!(
        Via::new("/nonexistent/folder").open().err(),
        Some(NetFault::NoMailbox)
    );
}

#[test]
fn a_secret_is_not_printed_and_comes_from_the_environment_of_its_kind() {
    let env = |name: &str| match name {
        "AWS_ACCESS_KEY_ID" => Some("kunci".to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some("rahasia".to_owned()),
        _ => None,
    };
    let via = Via::new("s3://bucket").with_environment(env);
    assert_eq!(
        (via.user.as_deref(), via.secret.as_deref()),
        (Some("kunci"), Some("rahasia"))
    );
    assert!(!format!("{via:?}").contains("rahasia"));
    let other = Via::new("https://pusat.example").with_environment(env);
    assert_eq!(other.user, None, "keys of S3 are not sent to a WebDAV server");
}
