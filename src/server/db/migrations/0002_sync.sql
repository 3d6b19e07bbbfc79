-- What the sync authority keeps beside the domain's own tables (SYNC.md sections 4 and 5).
-- Ids, names and scopes compare byte by byte (collate "C"), as they do on every device.

-- The identity of this history: one row. A client that knows another one starts anew.
create table sync_epoch (
	only_one boolean primary key default true check (only_one),
	epoch uuid not null default gen_random_uuid(),
	since timestamptz not null default now()
);
insert into sync_epoch default values;

-- Where each space stands. Its row lock, held from the version to the commit, makes the order of versions the order of commits.
create table sync_clock (
	space text collate "C" primary key check (space in ('main', 'telemetry')),
	v bigint not null,
	digest text not null,
	-- Oldest version whose log is kept.
	min_v bigint not null default 0
) with (fillfactor = 10);
insert into sync_clock (space, v, digest)
select space, 0, encode(sha256(convert_to(epoch || ':' || space, 'UTF8')), 'hex')
from sync_epoch, unnest(array['main', 'telemetry']) as space;

-- The chain's value at every version, for ever: what a cookie is compared with after a restore.
create table sync_chain (
	space text collate "C" not null,
	v bigint not null,
	digest text not null,
	primary key (space, v)
);
insert into sync_chain (space, v, digest) select space, v, digest from sync_clock;

-- One row per row and transaction. Read forward from a cookie by version, or, where a reader's scopes are few, by scope.
create table sync_log (
	space text collate "C" not null,
	v bigint not null,
	tbl text collate "C" not null,
	id text collate "C" not null,
	root text collate "C",
	audience text check (audience in ('public', 'internal')),
	op text not null check (op in ('put', 'del')),
	scopes_in text[] not null,
	scopes_out text[] not null,
	primary key (space, v, tbl, id)
);
-- Its list of pending entries is kept short: the write that empties it holds the clock.
create index sync_log_scopes on sync_log using gin ((scopes_in || scopes_out)) with (gin_pending_list_limit = 128);

-- One row per group (browser profile of one person). Locked first by every push.
create table sync_client (
	grp text collate "C" primary key,
	subject text collate "C" not null,
	last bigint not null,
	last_now bigint not null,
	acked bigint not null
);

-- Quarantine: how often the mutation now being tried one by one has failed. Beside the client row, because a try is
-- counted before the mutator runs and must outlive its transaction, also for a group that is not known yet.
create table sync_try (
	grp text collate "C" primary key,
	id bigint not null,
	tries integer not null
);

-- What became of each mutation, under its counter and under its name for ever.
create table sync_outcome (
	grp text collate "C" not null,
	id bigint not null,
	mid text collate "C" not null,
	subject text collate "C" not null,
	kind text not null check (kind in ('applied', 'merged', 'rejected', 'discarded', 'dead')),
	fields jsonb,
	failure jsonb,
	v bigint not null,
	primary key (grp, id),
	unique (subject, mid)
);

-- Every effect that was ever handed to the job queue, in the transaction that caused it; the key makes it once.
create table sync_effect (
	key text collate "C" primary key,
	queue text not null,
	saved_at timestamptz not null default now(),
	delivered_at timestamptz
);

create table number_series (
	series text collate "C" primary key,
	last bigint not null
);

-- Who did what. The digests of a version's leaves, in the order of `n`, make the root that the chain steps over.
create table audit_entry (
	v bigint not null,
	n integer not null,
	mid text collate "C" not null,
	subject text collate "C" not null,
	verb text not null,
	verdict text not null,
	at bigint not null,
	received_at bigint not null,
	grp text collate "C" not null,
	payload text,
	salt text,
	leaf text not null,
	primary key (v, n)
);
create index audit_entry_subject on audit_entry (subject, v);
create index audit_entry_mid on audit_entry (mid);

-- Append-only: nothing may change but erasure, which takes payload and salt together and leaves the digest.
create function audit_entry_is_immutable() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' then
		if new.payload is null and new.salt is null
			and to_jsonb(new) - 'payload' - 'salt' = to_jsonb(old) - 'payload' - 'salt' then
			return new;
		end if;
	end if;
	raise exception 'audit_entry is append-only' using errcode = 'integrity_constraint_violation';
end $$;
create trigger audit_entry_immutable before update or delete on audit_entry
	for each row execute function audit_entry_is_immutable();
create trigger audit_entry_not_truncated before truncate on audit_entry
	for each statement execute function audit_entry_is_immutable();
