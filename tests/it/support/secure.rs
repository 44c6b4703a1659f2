//! A server on loopback that speaks TLS, with a certificate as good or bad as a test needs it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it, and it is used by all")]

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How good a certificate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    Good,
    /// Ran out in the year 2000.
    Expired,
    /// Good for another host.
    Elsewhere,
    /// Signed by nobody that the client knows.
    Stranger,
}

/// Who signs certificates: its own is the client's only root.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A new one.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "The authority of a test");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate"))
    }

    /// Its certificate in PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// What a server with such a certificate needs.
    pub fn sign(&self, certificate: Certificate) -> ServerConfig {
        // Both lead to this machine; only one of them says so.
        let here = ["127.0.0.1", "0.0.0.0"].map(str::to_owned).to_vec();
        let hosts = if certificate == Certificate::Elsewhere { vec!["elsewhere.example".to_owned()] } else { here };
        let mut params = CertificateParams::new(hosts).expect("names");
        if certificate == Certificate::Expired {
            params.not_before = date_time_ymd(1999, 1, 1);
            params.not_after = date_time_ymd(2000, 1, 1);
        }
        let key = KeyPair::generate().expect("a key");
        let signed = match certificate {
            Certificate::Stranger => params.self_signed(&key),
            _ => params.signed_by(&key, &self.0),
        }
        .expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key)
            .expect("a certificate and its key");
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config
    }
}

/// A server that speaks TLS, and HTTP/2 with whoever can.
pub struct Secure {
    address: SocketAddr,
    counts: Arc<Counts>,
    _runtime: tokio::runtime::Runtime,
}

#[derive(Default)]
struct Counts {
    http1: AtomicUsize,
    http2: AtomicUsize,
    connections: AtomicUsize,
}

impl Secure {
    /// Answers every request with `body`.
    pub fn always(authority: &Authority, certificate: Certificate, body: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let acceptor = TlsAcceptor::from(Arc::new(authority.sign(certificate)));
        let counts = Arc::new(Counts::default());
        let (shared, body) = (Arc::clone(&counts), body.to_owned());
        let handle = runtime.handle().clone();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                handle.spawn(converse(acceptor.clone(), stream, Arc::clone(&shared), body.clone()));
            }
        });
        Self { address, counts, _runtime: runtime }
    }

    /// `https://127.0.0.1:PORT` and `path`.
    pub fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address)
    }

    /// Requests by HTTP/1.1 and by HTTP/2.
    pub fn requests(&self) -> (usize, usize) {
        (self.counts.http1.load(Ordering::SeqCst), self.counts.http2.load(Ordering::SeqCst))
    }

    /// Connections whose handshake succeeded.
    pub fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }
}

async fn converse(acceptor: TlsAcceptor, stream: TcpStream, counts: Arc<Counts>, body: String) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    counts.connections.fetch_add(1, Ordering::SeqCst);
    // Whoever hangs up in the middle is no concern of the server's.
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        let _ = by_http2(stream, &counts, &body).await;
    } else {
        let _ = by_http1(stream, &counts, &body).await;
    }
}

async fn by_http1(mut stream: TlsStream<TcpStream>, counts: &Counts, body: &str) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    counts.http1.fetch_add(1, Ordering::SeqCst);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

async fn by_http2(stream: TlsStream<TcpStream>, counts: &Counts, body: &str) -> Result<(), h2::Error> {
    let mut connection = h2::server::handshake(stream).await?;
    while let Some(request) = connection.accept().await {
        let (_, mut respond) = request?;
        counts.http2.fetch_add(1, Ordering::SeqCst);
        let mut sending = respond.send_response(http::Response::new(()), false)?;
        sending.send_data(body.to_owned().into_bytes().into(), true)?;
    }
    Ok(())
}
