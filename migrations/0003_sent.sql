-- Who was sent which edition. A row is written before anything leaves; `sending` that stays behind after a crash is
-- never tried again, since the message may have arrived.
create table sent (
    edition   text not null,
    recipient text not null,            -- an address of mail, or a print of an address that is posted to
    state     text not null,            -- sending, sent, or failed: refused before it was accepted, to be tried again
    primary key (edition, recipient)
) strict;
