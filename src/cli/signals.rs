//! The signals that ask to stop.

/// The signals that ask to stop. Kept open while there is work, so that none is missed in between.
pub(super) struct Signals {
    #[cfg(unix)]
    streams: Option<[(tokio::signal::unix::Signal, i32); 2]>,
}

impl Signals {
    pub(super) fn listen() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let open = |kind: SignalKind| Some((signal(kind).ok()?, kind.as_raw_value()));
            let streams = open(SignalKind::interrupt()).zip(open(SignalKind::terminate()));
            Self { streams: streams.map(|(interrupt, terminate)| [interrupt, terminate]) }
        }
        #[cfg(not(unix))]
        Self {}
    }

    /// Waits for one; gives its number.
    pub(super) async fn next(&mut self) -> i32 {
        #[cfg(unix)]
        {
            let Some([(first, first_number), (second, second_number)]) = &mut self.streams else {
                return std::future::pending().await;
            };
            tokio::select! {
                _ = first.recv() => *first_number,
                _ = second.recv() => *second_number,
            }
        }
        #[cfg(not(unix))]
        {
            match tokio::signal::ctrl_c().await {
                Ok(()) => 2,
                Err(_) => std::future::pending().await,
            }
        }
    }
}

pub(super) async fn interrupted() -> i32 {
    Signals::listen().next().await
}
