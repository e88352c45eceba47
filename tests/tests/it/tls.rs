//! TLS: certificates of servers and clients, with a server in this process.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use openai_containers::{Client, ClientBuilder, Error, ErrorKind, runtime::reqwest};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
};
use rustls::{
    RootCertStore, ServerConfig, SupportedProtocolVersion,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
    server::WebPkiClientVerifier,
    version::{TLS12, TLS13},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task,
};
use tokio_rustls::TlsAcceptor;

/// A certificate authority.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) pem: String,
    der: CertificateDer<'static>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // OpenSSL finds issuers by name.
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        params.distinguished_name.push(DnType::CommonName, format!("authority {number}"));
        let key = KeyPair::generate().expect("a key");
        let own = params.self_signed(&key).expect("a certificate");
        Self { pem: own.pem(), der: own.der().clone(), issuer: Issuer::new(params, key) }
    }

    /// A certificate for `name`, and its key.
    fn certify(&self, name: &str, usage: ExtendedKeyUsagePurpose) -> (rcgen::Certificate, KeyPair) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        params.extended_key_usages = vec![usage];
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().expect("a key");
        (params.signed_by(&key, &self.issuer).expect("a certificate"), key)
    }

    /// A certificate and a key of a client, in PEM.
    fn identity(&self) -> String {
        let (certificate, key) = self.certify("client", ExtendedKeyUsagePurpose::ClientAuth);
        certificate.pem() + &key.serialize_pem()
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.der.clone()).expect("a root");
        roots
    }
}

/// Accepts connections with a certificate for `127.0.0.1`. With `clients`, a client needs a certificate of
/// this authority.
pub(crate) fn acceptor(
    authority: &Authority,
    clients: Option<&Authority>,
    versions: &[&'static SupportedProtocolVersion],
) -> TlsAcceptor {
    let (certificate, key) = authority.certify("127.0.0.1", ExtendedKeyUsagePurpose::ServerAuth);
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(versions)
        .expect("versions");
    let config = match clients {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let roots = authority.roots().into();
            let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
            config.with_client_cert_verifier(verifier.build().expect("a verifier"))
        }
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = config.with_single_cert(vec![certificate.der().clone()], key).expect("TLS");
    TlsAcceptor::from(Arc::new(config))
}

/// A server that answers every request with a container.
struct Server {
    base_url: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    async fn start(
        authority: &Authority,
        clients: Option<&Authority>,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        let acceptor = acceptor(authority, clients, versions);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base_url = format!("https://{}/v1", listener.local_addr().expect("an address"));
        let connections = Arc::new(AtomicUsize::new(0));
        task::spawn(serve(listener, acceptor, connections.clone()));
        Self { base_url, connections }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder().api_key("sk-tls").base_url(&self.base_url)
    }

    /// The result of a call, and how many connections were opened for it.
    async fn call(&self, builder: ClientBuilder) -> (Result<String, Error>, usize) {
        let before = self.connections.load(Ordering::Relaxed);
        let client = builder.build().expect("a valid configuration");
        let result = client.containers().retrieve("cntr_1").await;
        let after = self.connections.load(Ordering::Relaxed);
        (result.map(|container| container.id), after - before)
    }

    async fn accepts(&self, builder: ClientBuilder) {
        let (result, _) = self.call(builder).await;
        assert_eq!(result.expect("an answer"), "cntr_1");
    }

    /// The call fails because of a certificate, and is not repeated.
    async fn rejects(&self, builder: ClientBuilder) {
        let (result, connections) = self.call(builder).await;
        let error = result.expect_err("a failure");
        assert_eq!((error.kind(), error.retries()), (ErrorKind::Connection, 0), "{error:?}");
        assert_eq!(connections, 1);
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, connections: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::Relaxed);
        let acceptor = acceptor.clone();
        task::spawn(async move {
            let mut stream = acceptor.accept(stream).await?;
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                if stream.read_buf(&mut request).await? == 0 {
                    return Ok(());
                }
            }
            let body =
                r#"{"id":"cntr_1","object":"container","name":"n","created_at":1,"status":"s"}"#;
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n",
                body.len()
            );
            stream.write_all((head + body).as_bytes()).await?;
            stream.shutdown().await
        });
    }
}

pub(crate) const ALL: &[&SupportedProtocolVersion] = &[&TLS12, &TLS13];

#[tokio::test]
async fn only_trusted_authorities_are_accepted() {
    let (own, foreign) = (Authority::new(), Authority::new());
    let server = Server::start(&own, None, ALL).await;
    server.rejects(server.builder()).await;
    server.rejects(server.builder().root_certificate(foreign.pem.clone())).await;
    server.accepts(server.builder().root_certificate(own.pem.clone())).await;
    let both = foreign.pem.clone() + &own.pem;
    server.accepts(server.builder().root_certificate(both)).await;
}

#[tokio::test]
async fn a_client_certificate_is_sent() {
    let (own, foreign) = (Authority::new(), Authority::new());
    for versions in [ALL, &[&TLS12]] {
        let server = Server::start(&own, Some(&own), versions).await;
        let builder = || server.builder().root_certificate(own.pem.clone());
        server.accepts(builder().client_identity(own.identity())).await;
        server.rejects(builder()).await;
        server.rejects(builder().client_identity(foreign.identity())).await;
    }
}

#[tokio::test]
async fn the_settings_of_configure_http_hold() {
    let (own, foreign) = (Authority::new(), Authority::new());
    let certificate = |authority: &Authority| {
        reqwest::Certificate::from_pem(authority.pem.as_bytes()).expect("a certificate")
    };
    let server = Server::start(&own, None, ALL).await;
    let (root, other) = (certificate(&own), certificate(&foreign));
    let trusted = root.clone();
    let builder = || server.builder();
    server.accepts(builder().configure_http(move |it| it.tls_certs_merge([root.clone()]))).await;
    server.accepts(builder().configure_http(move |it| it.tls_certs_only([trusted.clone()]))).await;
    server.rejects(builder().configure_http(move |it| it.tls_certs_only([other.clone()]))).await;
    server.accepts(builder().configure_http(|it| it.tls_danger_accept_invalid_certs(true))).await;
    // A setting that is not of TLS changes nothing.
    let plain = || builder().configure_http(|it| it.no_proxy());
    server.rejects(plain()).await;
    server.accepts(plain().root_certificate(own.pem.clone())).await;
}

#[tokio::test]
async fn a_minimum_version_holds() {
    let own = Authority::new();
    let server = Server::start(&own, None, &[&TLS12]).await;
    let builder = || server.builder().root_certificate(own.pem.clone());
    server.accepts(builder()).await;
    let minimum = |it: reqwest::ClientBuilder| it.tls_version_min(reqwest::tls::Version::TLS_1_3);
    server.rejects(builder().configure_http(minimum)).await;
}

#[tokio::test]
async fn a_whole_configuration_replaces_all_others() {
    let (own, foreign) = (Authority::new(), Authority::new());
    let server = Server::start(&own, None, ALL).await;
    let config = |authority: &Authority| {
        rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(authority.roots())
            .with_no_client_auth()
    };
    server.accepts(server.builder().tls_config(config(&own))).await;
    let foreign = server.builder().tls_config(config(&foreign)).root_certificate(own.pem.clone());
    server.rejects(foreign).await;
}

#[test]
fn invalid_certificates_are_errors_of_the_configuration() {
    let builder = || Client::builder().api_key("sk-tls");
    for builder in [
        builder().root_certificate("no PEM"),
        builder()
            .root_certificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        builder().client_identity("no PEM"),
        builder().client_identity(Authority::new().pem),
    ] {
        let error = builder.build().expect_err("an invalid certificate");
        assert_eq!(error.kind(), ErrorKind::Config, "{error:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_rejects_the_login_is_asked_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let proxy = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    task::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") && stream.read_buf(&mut request).await? > 0 {}
            assert!(request.starts_with(b"CONNECT "));
            let answer = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(answer).await?;
        }
        std::io::Result::Ok(())
    });
    let client = Client::builder().api_key("sk-tls").base_url("https://api.example.com/v1");
    let client = client
        .configure_http(move |http| http.proxy(reqwest::Proxy::all(&proxy).expect("a proxy")));
    let call = client.build().expect("a valid configuration").containers().retrieve("cntr_1");
    let error = call.await.expect_err("a failure");
    assert_eq!((error.kind(), error.retries()), (ErrorKind::Connection, 0), "{error:?}");
    assert_eq!(requests.load(Ordering::Relaxed), 1);
}
