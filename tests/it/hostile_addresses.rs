//! Which addresses a fetch may reach. Nothing is dialled that is not this machine: addresses of others are only
//! decided on, and where one is really dialled, 127.0.0.2 stands for the world and 127.0.0.3 for what lies behind it.

use super::fetch::{get, options};
use crate::support::outlet::{Outlet, Reply};
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tidings::fetch::{Answer, Fetcher, Guard, Lookup, Refusal, Target};
use tidings::model::Link;
use url::Url;

const FEED: &str = "<rss version=\"2.0\"><channel><title>Harbour Herald</title></channel></rss>";
/// An address that everybody may reach, and another.
const PUBLIC: &str = "93.184.215.14";
const PUBLIC_V6: &str = "2606:2800:21f::1";

/// What comes of an address.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// These addresses are dialled.
    Dials(Vec<String>),
    /// Nothing is dialled, since it leads to an address that is not for everybody.
    Closed,
    /// Nothing is dialled, since it is no address that could be.
    Nowhere,
}

/// Decides as for a real request: the address, then what a look-up of its name answers.
fn decide(guard: &Guard, raw: &str, answers: &[&str]) -> Outcome {
    let Ok(link) = Link::parse(raw, None) else { return Outcome::Nowhere };
    let url = Url::parse(link.as_str()).expect("a link is an address");
    let answers: Vec<IpAddr> = answers.iter().map(|it| it.parse().expect("an address")).collect();
    let dialled = guard.target(&url).and_then(|target| match target {
        Target::Address(address) => Ok(vec![address]),
        Target::Name { name, port } => guard.dial(&name, port, &answers),
    });
    match dialled {
        Ok(dialled) => Outcome::Dials(dialled.iter().map(ToString::to_string).collect()),
        Err(Refusal::Address { .. } | Refusal::Name { .. }) => Outcome::Closed,
        Err(_) => Outcome::Nowhere,
    }
}

/// A kind of address, some of it that leads inward or nowhere, and honest ones that look alike with where they lead.
type Kind = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const KINDS: [Kind; 15] = [
    (
        "private networks",
        &["http://10.20.30.40/", "http://172.20.0.9/feed", "https://192.168.178.1/", "http://[fd4e:11::7]/"],
        &[("http://172.40.0.9/feed", "172.40.0.9:80"), ("https://192.169.178.1/", "192.169.178.1:443")],
    ),
    (
        "this machine",
        &["http://127.0.0.1/", "http://127.44.3.2:8080/", "http://[::1]:631/", "http://[0:0:0:0:0:0:0:1]/"],
        &[("http://128.44.3.2:8080/", "128.44.3.2:8080")],
    ),
    ("no host", &["http://0.0.0.0/", "http://0.1.2.3/", "http://[::]/", "http://0/"], &[]),
    (
        "neighbours on the cable, and where clouds keep their keys",
        &["http://169.254.169.254/latest/", "http://169.254.1.1/", "http://[fe80::9:1]/", "http://168.63.129.16/"],
        &[("http://169.255.169.254/", "169.255.169.254:80")],
    ),
    (
        "many at once, and nobody yet",
        &[
            "http://224.0.0.251/",
            "http://255.255.255.255/",
            "http://[ff02::1]/",
            "http://250.1.1.1/",
            "http://[4000::1]/",
        ],
        &[],
    ),
    (
        "IPv4 in the clothes of IPv6",
        &[
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://[0:0:0:0:0:ffff:10.0.0.8]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::192.168.0.1]/",
            "http://[2002:7f00:1::1]/",
        ],
        &[("http://[::ffff:93.184.215.14]/", "93.184.215.14:80")],
    ),
    (
        "one number, or fewer than four",
        &["http://2130706433/", "http://3232235777/", "http://127.1/", "http://10.66/", "http://192.168.257/"],
        &[("http://1572394766/", "93.184.215.14:80")],
    ),
    (
        "octal and hexadecimal",
        &[
            "http://0177.0.0.1/",
            "http://0x7f000001/",
            "http://0XA.0x00.010.1/",
            "http://017700000001/",
            "http://0xa9.254.0251.0xfe/",
        ],
        &[("http://0135.0xb8.0xd7.016/", "93.184.215.14:80")],
    ),
    (
        "percent signs and digits of other scripts",
        &[
            "http://%31%32%37.0.0.1/",
            "http://127%2E0.0.1/",
            "http://①②⑦.⓪.⓪.①/",
            "http://１０。０。０。１/",
            "http://𝟣𝟤𝟩.0.0.1/",
        ],
        &[("http://９３.184.215.14/", "93.184.215.14:80")],
    ),
    (
        "a host that is only a user, and the other way round",
        &[
            "http://herald.example@127.0.0.1/",
            "http://herald.example:80@10.0.0.1:80/",
            "http://herald.example%2F@192.168.0.1/",
            "http://127.0.0.1\\@herald.example/",
        ],
        &[
            ("http://127.0.0.1@herald.example/", "93.184.215.14:80"),
            ("http://herald.example/\\@127.0.0.1/", "93.184.215.14:80"),
            ("http://herald.example#@127.0.0.1/", "93.184.215.14:80"),
            ("http://herald.example?@127.0.0.1/", "93.184.215.14:80"),
        ],
    ),
    (
        "dots at the end",
        &["http://127.0.0.1./", "http://0x7f.1./", "http://localhost./", "http://10.0.0.1.:8080/"],
        &[("http://herald.example./", "93.184.215.14:80")],
    ),
    (
        "names of this machine, whatever a resolver would say",
        &[
            "http://localhost/",
            "http://LOCALHOST:9200/",
            "http://herald.localhost/",
            "http://ｌｏｃａｌｈｏｓｔ/",
            "http://l%6fcalhost/",
        ],
        &[("http://localhost.herald.example/", "93.184.215.14:80"), ("http://mylocalhost/", "93.184.215.14:80")],
    ),
    (
        "names in letters of their own",
        &[],
        &[
            ("http://hafenblatt-süd.example/", "93.184.215.14:80"),
            ("http://xn--hafenblatt-sd-3ob.example/", "93.184.215.14:80"),
            ("https://港湾新聞.example/", "93.184.215.14:443"),
        ],
    ),
    (
        "space, tabs and slashes within",
        &[
            "  http://127.0.0.1/ ",
            "http://127.0\t.0.1/",
            "http:\\\\127.0.0.1\\",
            "http:/127.0.0.1/",
            "http:////10.0.0.1/",
        ],
        &[("http:\\\\herald.example\\feed", "93.184.215.14:80")],
    ),
    (
        "ports",
        &["http://127.0.0.1:00080/", "http://10.0.0.1:/"],
        &[("http://herald.example:/", "93.184.215.14:80"), ("http://herald.example:08080/", "93.184.215.14:8080")],
    ),
];

#[test]
fn no_spelling_leads_inward_and_what_only_looks_alike_is_reached() {
    let guard = Guard::default();
    for (kind, inward, honest) in KINDS {
        for raw in inward {
            assert_eq!(decide(&guard, raw, &[PUBLIC]), Outcome::Closed, "{kind}: {raw}");
        }
        for (raw, dialled) in honest {
            assert_eq!(decide(&guard, raw, &[PUBLIC]), Outcome::Dials(vec![(*dialled).to_owned()]), "{kind}: {raw}");
        }
    }
}

#[test]
fn what_is_no_address_is_not_dialled() {
    for raw in [
        "ftp://herald.example/feed.xml",
        "file:///etc/hostname",
        "gopher://127.0.0.1:70/",
        "javascript:fetch('http://127.0.0.1')",
        "http://",
        "http://./",
        "http://127.0.0.256/",
        "http://0x100000000/",
        "http://herald.example:65536/",
        "http://herald.example:8o/",
        "http://her ald.example/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://1.2.3.4.5/",
    ] {
        assert_eq!(decide(&Guard::default(), raw, &[PUBLIC]), Outcome::Nowhere, "{raw}");
    }
}

#[test]
fn a_name_is_judged_by_each_address_it_leads_to() {
    let dials = |addresses: &[&str]| Outcome::Dials(addresses.iter().map(ToString::to_string).collect());
    let cases: [(&[&str], Outcome); 8] = [
        (&[PUBLIC, PUBLIC_V6], dials(&["93.184.215.14:80", "[2606:2800:21f::1]:80"])),
        (&["10.1.1.1"], Outcome::Closed),
        (&["::ffff:10.1.1.1"], Outcome::Closed),
        (&["::1", "127.0.0.1", "0.0.0.0"], Outcome::Closed),
        (&["fe80::1", PUBLIC, "169.254.169.254"], dials(&["93.184.215.14:80"])),
        (&["64:ff9b::7f00:1"], Outcome::Closed),
        (&["::ffff:93.184.215.14"], dials(&["93.184.215.14:80"])),
        (&[], Outcome::Nowhere),
    ];
    for (answers, expected) in cases {
        assert_eq!(decide(&Guard::default(), "http://herald.example/feed.xml", answers), expected, "{answers:?}");
    }
}

/// A server that nobody is meant to find: at the same port as the outlet, one address further.
struct Inner(TcpListener);

impl Inner {
    fn beside(outlet: &Outlet) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 3), outlet.port())).expect("a free port");
        listener.set_nonblocking(true).expect("it may say that nobody came");
        Self(listener)
    }

    /// Nobody knocked.
    fn was_left_alone(&self) -> bool {
        self.0.accept().is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }
}

/// A fetcher to which 127.0.0.2 is all the world, and names lead where `answer` says at each look-up, from 0 on.
fn fetcher(answer: impl Fn(&str, usize) -> Vec<&'static str> + Send + Sync + 'static) -> (Fetcher, Arc<AtomicUsize>) {
    let mut options = options();
    options.allow = vec!["127.0.0.2/32".parse().expect("a network")];
    let lookups = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&lookups);
    let lookup = Lookup::with(move |name| {
        let answers = answer(name, counted.fetch_add(1, Ordering::SeqCst));
        let answers = answers.iter().map(|it| it.parse().expect("an address")).collect();
        Box::pin(async move { Ok(answers) })
    });
    (Fetcher::with_lookup(&options, lookup).expect("a fetcher"), lookups)
}

fn world(answer: impl Fn(u16) -> Reply + Send + Sync + 'static) -> Outlet {
    Outlet::serve_at(Ipv4Addr::new(127, 0, 0, 2), move |seen| {
        let authority = seen.header("host").unwrap_or_default();
        answer(authority.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port"))
    })
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_after_it_was_looked_at_is_not_followed() {
    // The first look-up is honest; were there a second one before the connection, it would lead inward.
    let outlet = world(|_| Reply::feed(FEED).header("Connection", "close"));
    let inner = Inner::beside(&outlet);
    let (fetcher, lookups) = fetcher(|_, nth| if nth == 0 { vec!["127.0.0.2"] } else { vec!["127.0.0.3"] });
    let url = outlet.url_as("herald.example", "/feed.xml");
    assert!(matches!(get(&fetcher, &url).await, Ok(Answer::Body { .. })));
    assert_eq!((lookups.load(Ordering::SeqCst), outlet.requests()), (1, 1), "decided and dialled by one look-up");
    let problem = get(&fetcher, &url).await.expect_err("it has moved inward");
    assert!(problem.to_string().starts_with("herald.example leads to 127.0.0.3"), "{problem}");
    assert!(inner.was_left_alone());
}

#[tokio::test]
async fn of_several_addresses_only_the_open_one_is_dialled_even_where_it_fails() {
    let outlet = world(|_| Reply::reset());
    let inner = Inner::beside(&outlet);
    let (fetcher, _) = fetcher(|_, _| vec!["127.0.0.3", "127.0.0.2", "::ffff:127.0.0.3", "10.0.0.1"]);
    let problem = get(&fetcher, &outlet.url_as("herald.example", "/")).await.expect_err("it hangs up");
    assert_eq!(problem.to_string(), "connection reset before the answer");
    assert_eq!(outlet.requests(), 2, "asked again, and again there");
    assert!(inner.was_left_alone());
}

#[tokio::test]
async fn no_redirect_leads_inward_however_it_is_spelled() {
    for host in [
        "127.0.0.3",
        "127.3",
        "2130706435",
        "0x7f000003",
        "0177.0.0.3",
        "127.0.0.3.",
        "[::ffff:127.0.0.3]",
        "[::ffff:7f00:3]",
        "herald.example@127.0.0.3",
        "%31%32%37.0.0.3",
        "localhost",
        "inner.example",
        "INNER.example.",
    ] {
        for (status, form) in [(301, "http://HOST:PORT/"), (302, "//HOST:PORT/"), (307, "http:\\\\HOST:PORT\\")] {
            let outlet =
                world(move |port| Reply::moved(status, form.replace("HOST", host).replace("PORT", &port.to_string())));
            let inner = Inner::beside(&outlet);
            let (fetcher, _) =
                fetcher(|name, _| vec![if name.starts_with("inner") { "127.0.0.3" } else { "127.0.0.2" }]);
            let problem = get(&fetcher, &outlet.url_as("herald.example", "/")).await.expect_err(host);
            let said = problem.to_string();
            assert!(said.starts_with("redirected to where we do not go: "), "{form} {host}: {said}");
            assert!(
                said.ends_with("this machine's own address; open it with `allow` in [fetch]"),
                "{form} {host}: {said}"
            );
            assert!(inner.was_left_alone(), "{form} {host}");
            assert_eq!(outlet.requests(), 1, "{form} {host}");
        }
    }
}

#[tokio::test]
async fn a_way_that_turns_inward_at_the_last_step_ends_there() {
    let outlet = Outlet::serve_at(Ipv4Addr::new(127, 0, 0, 2), |seen| {
        let port = seen.header("host").and_then(|host| host.rsplit(':').next()).expect("a port").to_owned();
        match seen.path.as_str() {
            "/a" => Reply::moved(301, "/b"),
            "/b" => Reply::moved(302, format!("http://gazette.example:{port}/c")),
            "/c" => Reply::moved(308, format!("http://inner.example:{port}/d")).after(Duration::from_millis(5)),
            _ => Reply::status(404),
        }
    });
    let inner = Inner::beside(&outlet);
    let (fetcher, _) = fetcher(|name, _| vec![if name == "inner.example" { "127.0.0.3" } else { "127.0.0.2" }]);
    let problem = get(&fetcher, &outlet.url_as("herald.example", "/a")).await.expect_err("inward");
    assert!(problem.to_string().contains("inner.example leads to 127.0.0.3"), "{problem}");
    let asked: Vec<String> = outlet.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(asked, ["/a", "/b", "/c"]);
    assert!(inner.was_left_alone());
}
