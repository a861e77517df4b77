//! The address of a mailbox.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use object_store::aws::AmazonS3Builder;
use object_store::http::HttpBuilder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, HeaderMap, HeaderValue, ObjectStore, RetryConfig};
use reqwest::Url;

use super::NetFault;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a connection may be silent; a slow line may take as long as it takes.
const SILENCE: Duration = Duration::from_secs(60);
/// How long one request is tried again.
const RETRY: Duration = Duration::from_secs(30);
/// How often one request is tried again.
const RETRIES: usize = 3;

/// The address of a mailbox, and what opens it.
///
/// - `/srv/balai` or `file:///srv/balai`: a folder, such as a share of the local network;
/// - `https://host/path` (`http://` without a password, or on this machine): WebDAV;
/// - `s3://bucket/prefix`: Amazon S3; `s3+https://host:port/bucket/prefix` (or `s3+http`): S3-compatible storage.
#[derive(Clone, PartialEq, Eq)]
pub struct Via {
    url: String,
    user: Option<String>,
    secret: Option<String>,
    region: Option<String>,
}

/// Without the secret, and without the address, which may hold one.
impl fmt::Debug for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Via")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl Via {
    /// An address without user and password, or with those in it.
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            user: None,
            secret: None,
            region: None,
        }
    }

    /// With user and password (S3: access key and secret key).
    #[must_use]
    pub fn with_secret(mut self, user: &str, secret: &str) -> Self {
        self.user = Some(user.to_owned());
        self.secret = Some(secret.to_owned());
        self
    }

    /// With what the environment says: `BALAI_SYNC_USER` and `BALAI_SYNC_SECRET`; for S3 also `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY` and `AWS_REGION`. A secret in an address is seen by everybody who lists processes.
    #[must_use]
    pub fn with_environment(mut self, env: impl Fn(&str) -> Option<String>) -> Self {
        let s3 = self.url.starts_with("s3");
        let either = |ours: &str, theirs: &str| env(ours).or_else(|| env(theirs).filter(|_| s3));
        self.user = either("BALAI_SYNC_USER", "AWS_ACCESS_KEY_ID").or(self.user);
        self.secret = either("BALAI_SYNC_SECRET", "AWS_SECRET_ACCESS_KEY").or(self.secret);
        self.region = env("AWS_REGION").or(self.region);
        self
    }

    /// Whether it can be an address, and a safe one; nothing goes over the network.
    pub fn check(&self) -> Result<(), NetFault> {
        self.open().map(drop)
    }

    /// Opens it; nothing goes over the network yet.
    pub(super) fn open(&self) -> Result<Arc<dyn ObjectStore>, NetFault> {
        if self.url.starts_with('/') {
            return folder(std::path::Path::new(&self.url));
        }
        let mut url = Url::parse(&self.url).map_err(|_| NetFault::Address)?;
        let mut via = self.clone();
        if via.user.is_none() && !url.username().is_empty() {
            via.user = Some(url.username().to_owned());
            via.secret = url.password().map(str::to_owned);
        }
        // Neither of these can fail on an address that has a host.
        let _ = (url.set_username(""), url.set_password(None));
        match url.scheme() {
            "file" => folder(&url.to_file_path().map_err(|()| NetFault::Address)?),
            "http" | "https" => via.webdav(&url),
            "s3" | "s3+http" | "s3+https" => via.s3(&url),
            _ => Err(NetFault::Address),
        }
    }

    fn webdav(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, NetFault> {
        let mut options = options().with_allow_http(url.scheme() == "http");
        if let Some(user) = &self.user {
            if url.scheme() == "http" && !is_here(url) {
                return Err(NetFault::Insecure);
            }
            let pair = format!("{user}:{}", self.secret.as_deref().unwrap_or(""));
            let basic = format!("Basic {}", STANDARD.encode(pair));
            let mut value = HeaderValue::from_str(&basic).map_err(|_| NetFault::Address)?;
            value.set_sensitive(true);
            let mut headers = HeaderMap::new();
            headers.insert("authorization", value);
            options = options.with_default_headers(headers);
        }
        let built = HttpBuilder::new()
            .with_url(url.as_str())
            .with_client_options(options)
            .with_retry(retry())
            .build();
        Ok(Arc::new(built?))
    }

    fn s3(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, NetFault> {
        let path = url.path().trim_matches('/');
        let host = url.host_str().ok_or(NetFault::Address)?;
        let mut builder = AmazonS3Builder::new()
            .with_region(self.region.as_deref().unwrap_or("us-east-1"))
            .with_retry(retry());
        let (bucket, prefix) = match url.scheme().strip_prefix("s3+") {
            None => (host, path),
            Some(scheme) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                builder = builder.with_endpoint(format!("{scheme}://{host}{port}"));
                path.split_once('/').unwrap_or((path, ""))
            }
        };
        if bucket.is_empty() {
            return Err(NetFault::Address);
        }
        builder = match (&self.user, &self.secret) {
            // The secret key signs and is never sent, so that this is no matter of http or https.
            (Some(user), Some(secret)) => builder.with_access_key_id(user).with_secret_access_key(secret),
            _ => builder.with_skip_signature(true),
        };
        let clear = url.scheme() == "s3+http";
        let options = options().with_allow_http(clear);
        let store = builder
            .with_bucket_name(bucket)
            .with_client_options(options)
            .build()?;
        Ok(Arc::new(PrefixStore::new(store, prefix)))
    }
}

fn folder(path: &std::path::Path) -> Result<Arc<dyn ObjectStore>, NetFault> {
    if !path.is_dir() {
        return Err(NetFault::NoMailbox);
    }
    Ok(Arc::new(LocalFileSystem::new_with_prefix(path)?))
}

/// Whether an address is of this machine.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or("");
    host == "localhost"
        || host == "[::1]"
        || host.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback())
}

fn options() -> ClientOptions {
    // reqwest is built without a provider of its own, so that aws-lc-rs is not linked. An error says that one is set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    ClientOptions::new()
        .with_connect_timeout(CONNECT)
        .with_timeout_disabled()
        .with_read_timeout(SILENCE)
}

fn retry() -> RetryConfig {
    RetryConfig {
        max_retries: RETRIES,
        retry_timeout: RETRY,
        ..RetryConfig::default()
    }
}
