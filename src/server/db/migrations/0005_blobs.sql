-- Files (SYNC.md section 5, "Blobs"). Bytes are addressed by the SHA-256 of their content, 64 hex digits.

alter table ticket_attachment add column complete boolean not null default false;
alter table ticket_attachment alter column complete drop default;

-- One row per content that is here or that a row names. Its lock orders referencing, completing and collecting.
create table blob (
	hash text collate "C" primary key,
	-- Where the bytes lie; null while they are only expected.
	store uuid unique,
	size bigint,
	-- When it was last named, unnamed or completed: unreferenced bytes are kept for a while after it.
	touched_at timestamptz not null default now(),
	check ((store is null) = (size is null))
);
create index blob_touched on blob (touched_at);

-- One person's own upload of one content, and, once verified, the proof that this person had all of it.
create table blob_upload (
	subject text collate "C" not null,
	hash text collate "C" not null,
	size bigint not null,
	received bigint not null default 0,
	-- Null once verified: the bytes then belong to `blob`.
	store uuid unique,
	started_at timestamptz not null default now(),
	touched_at timestamptz not null default now(),
	verified_at timestamptz,
	primary key (subject, hash),
	check ((verified_at is null) = (store is not null))
);
create index blob_upload_hash on blob_upload (hash);
create index blob_upload_open on blob_upload (touched_at) where verified_at is null;

create table blob_chunk (
	store uuid not null,
	-- Offset of its first byte.
	at bigint not null,
	bytes bytea not null,
	primary key (store, at)
);
-- Photos and archives do not compress.
alter table blob_chunk alter column bytes set storage external;

-- Which rows name which content, and on whose word.
create table blob_reference (
	tbl text collate "C" not null,
	id text collate "C" not null,
	hash text collate "C" not null,
	subject text collate "C" not null,
	primary key (tbl, id, hash)
);
create index blob_reference_hash on blob_reference (hash, subject);

-- Erasure keeps the digest of what it takes, so that an entry's facts can still be proven by its leaf.
alter table audit_entry add column body text;
create or replace function audit_entry_is_immutable() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' then
		if old.payload is not null and new.payload is null and new.salt is null
			and to_jsonb(new) - 'payload' - 'salt' = to_jsonb(old) - 'payload' - 'salt' then
			new.body := encode(sha256(convert_to(old.salt || ':' || old.payload, 'UTF8')), 'hex');
			return new;
		end if;
	end if;
	raise exception 'audit_entry is append-only' using errcode = 'integrity_constraint_violation';
end $$;

-- Effects that a restored backup held as still to be done; handed to the job queue at the next start.
create table restored_effect (
	key text collate "C" primary key,
	queue text not null,
	payload jsonb not null
);
