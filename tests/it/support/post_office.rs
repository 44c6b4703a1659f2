//! A server of mail on loopback: in the clear, by TLS from the first byte, after STARTTLS, with a login.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it, and it is used by all")]

use super::secure::{Authority, Certificate};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Error, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The one login that is let in: `ann`, `open sesame`.
const LOGIN: &str = "AUTH PLAIN AGFubgBvcGVuIHNlc2FtZQ==";

/// What a server of mail does with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Says that it is too busy, before it has read anything.
    Refuses,
    /// Hangs up when the message is in, without a word.
    HangsUp,
}

/// What it was sent, and what it heard.
#[derive(Clone)]
pub struct PostOffice {
    port: u16,
    secure_port: Option<u16>,
    tls: Option<Arc<ServerConfig>>,
    mood: Arc<Mutex<Mood>>,
    got: Arc<Mutex<Vec<(String, String)>>>,
    clear: Arc<Mutex<Vec<String>>>,
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl PostOffice {
    /// One that speaks in the clear and lets everybody in.
    pub fn open(mood: Mood) -> Self {
        Self::start(mood, None)
    }

    /// One that takes mail by TLS alone, from whoever logs in: at one port from the first byte, at the other after
    /// STARTTLS.
    pub fn with_tls(authority: &Authority, certificate: Certificate) -> Self {
        Self::start(Mood::Takes, Some(Arc::new(authority.sign(certificate))))
    }

    fn start(mood: Mood, tls: Option<Arc<ServerConfig>>) -> Self {
        let bind = || TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = |listener: &TcpListener| listener.local_addr().expect("an address").port();
        let open = bind();
        let secure = tls.is_some().then(bind);
        let office = Self {
            port: port(&open),
            secure_port: secure.as_ref().map(port),
            tls,
            mood: Arc::new(Mutex::new(mood)),
            got: Arc::default(),
            clear: Arc::default(),
        };
        for (listener, implicit) in [(Some(open), false), (secure, true)] {
            let Some(listener) = listener else { continue };
            let inside = office.clone();
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    // Whoever hangs up in the middle is no concern of the server's.
                    let _ = inside.receive(stream, implicit);
                }
            });
        }
        office
    }

    fn receive(&self, stream: TcpStream, implicit: bool) -> Result<()> {
        if implicit {
            return self.secure(stream, true);
        }
        let mut first = stream.try_clone()?;
        if self.converse(&mut first, false, true)? { self.secure(stream, false) } else { Ok(()) }
    }

    fn secure(&self, stream: TcpStream, greets: bool) -> Result<()> {
        let config = self.tls.clone().expect("a certificate");
        let connection = ServerConnection::new(config).map_err(Error::other)?;
        let mut stream = StreamOwned::new(connection, stream);
        let done = self.converse(&mut stream, true, greets).map(drop);
        stream.conn.send_close_notify();
        let _ = stream.flush();
        done
    }

    /// Says what a server says; `true` when the client wants to go on by TLS.
    fn converse(&self, stream: &mut dyn Line, secure: bool, greets: bool) -> Result<bool> {
        let mut to = String::new();
        let mut known = self.tls.is_none();
        if greets {
            stream.write_all(b"220 post.example\r\n")?;
        }
        while let Some(line) = line(stream)? {
            if !secure {
                self.clear.lock().expect("lines").push(line.clone());
            }
            let mood = *self.mood.lock().expect("a mood");
            let answer = match line.split(' ').next().unwrap_or_default() {
                "EHLO" if secure => "250-post.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN\r\n",
                "EHLO" if self.tls.is_some() => "250-post.example\r\n250-8BITMIME\r\n250 STARTTLS\r\n",
                "EHLO" => "250-post.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                "STARTTLS" if !secure && self.tls.is_some() => {
                    stream.write_all(b"220 go ahead\r\n")?;
                    return Ok(true);
                }
                "AUTH" if secure && line == LOGIN => {
                    known = true;
                    "235 welcome\r\n"
                }
                "AUTH" => "535 wrong\r\n",
                "MAIL" if !known => "530 who are you?\r\n",
                "MAIL" if mood == Mood::Refuses => "451 too busy\r\n",
                "RCPT" => {
                    to.clone_from(&line);
                    "250 fine\r\n"
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n")?;
                    let mut message = String::new();
                    while let Some(text) = self::line(stream)?.filter(|text| text != ".") {
                        message += &text;
                        message += "\r\n";
                    }
                    self.got.lock().expect("letters").push((to.clone(), message));
                    if mood == Mood::HangsUp {
                        return Ok(false);
                    }
                    "250 taken\r\n"
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n")?;
                    return Ok(false);
                }
                _ => "250 fine\r\n",
            };
            stream.write_all(answer.as_bytes())?;
        }
        Ok(false)
    }

    /// From now on it does this with messages.
    pub fn is(&self, mood: Mood) {
        *self.mood.lock().expect("a mood") = mood;
    }

    /// Where it listens, in the clear at first.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it listens by TLS from the first byte.
    pub fn secure_port(&self) -> u16 {
        self.secure_port.expect("a certificate")
    }

    /// What it was sent, as recipient and message.
    pub fn got(&self) -> Vec<(String, String)> {
        self.got.lock().expect("letters").clone()
    }

    /// What anybody on the way could have read.
    pub fn in_the_clear(&self) -> Vec<String> {
        self.clear.lock().expect("lines").clone()
    }

    /// `[mail]` that sends to these readers in the clear.
    pub fn table(&self, to: &str) -> String {
        format!(
            "[mail]\nfrom = \"Town <brief@town.example>\"\nto = [{to}]\nvia = \"smtp\"\nserver = \"smtp://127.0.0.1:{}\"",
            self.port
        )
    }
}

/// The next line, without its end; none when the other side has hung up. Byte by byte: what follows STARTTLS is TLS's.
fn line(stream: &mut dyn Line) -> Result<Option<String>> {
    let mut line = Vec::new();
    let mut byte = [0];
    while !line.ends_with(b"\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        line.extend(byte);
    }
    line.truncate(line.len() - 2);
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}
