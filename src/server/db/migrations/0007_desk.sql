-- The desk: views, macros, checklists, time, merges, major incidents, announcements (`npm run ddl` for the new tables).

alter table ticket add column merged_into text;
alter table ticket add column major boolean not null default false;
alter table ticket alter column major drop default;

alter table ticket_comment add column purpose text not null default 'message';
alter table ticket_comment alter column purpose drop default;
alter table ticket_comment add column mentions jsonb not null default '[]';
alter table ticket_comment alter column mentions drop default;
alter table ticket_comment add column copied_from text;

-- What concerns a site is read by who works there; the person's row has it already.
alter table access add column site text;
update access set site = person.site from person where person.id = access.id;

create table "announcement" (
	"id" text collate "C" primary key,
	"title" text not null,
	"words" text not null,
	"severity" text not null,
	"state" text not null,
	"concerns" text not null,
	"site" text,
	"team" text,
	"from" bigint not null,
	"until" bigint,
	"by" text not null,
	"by_name" text not null,
	"updated_at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "announcement_page" on "announcement" (sync_order desc, id desc);
create index "announcement_scopes" on "announcement" using gin (sync_scopes);

create table "ticket_check" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"text" text not null,
	"position" bigint not null,
	"done_at" bigint,
	"done_by" text,
	"done_by_name" text,
	"by" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_check_root" on "ticket_check" (root);

create table "ticket_time" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"person" text not null,
	"person_name" text not null,
	"started_at" bigint not null,
	"minutes" bigint,
	"note" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_time_root" on "ticket_time" (root);

create table "ticket_merge" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"source" text not null,
	"started_at" bigint not null,
	"pauses" jsonb not null,
	"at" bigint not null,
	"undone_at" bigint,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_merge_root" on "ticket_merge" (root);

create table "ticket_major" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"lead" text not null,
	"lead_name" text not null,
	"cadence" bigint not null,
	"declared_at" bigint not null,
	"last_update_at" bigint,
	"next_update_due" bigint,
	"reviewed_at" bigint,
	"is_over" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_major_root" on "ticket_major" (root);

create table "macro" (
	"id" text collate "C" primary key,
	"share" text not null,
	"owner" text not null,
	"owner_name" text not null,
	"team" text,
	"title" text not null,
	"audience" text not null,
	"body" text not null,
	"deeds" jsonb not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "macro_page" on "macro" (sync_order desc, id desc);
create index "macro_scopes" on "macro" using gin (sync_scopes);

create table "saved_view" (
	"id" text collate "C" primary key,
	"share" text not null,
	"owner" text not null,
	"owner_name" text not null,
	"team" text,
	"name" text not null,
	"of" text not null,
	"filter" jsonb not null,
	"columns" jsonb not null,
	"group" text,
	"sort" text not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "saved_view_page" on "saved_view" (sync_order desc, id desc);
create index "saved_view_scopes" on "saved_view" using gin (sync_scopes);

create table "view_default" (
	"id" text collate "C" primary key,
	"holder" text not null,
	"holder_id" text not null,
	"of" text not null,
	"view" text,
	"by" text not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "view_default_page" on "view_default" (sync_order desc, id desc);
create index "view_default_scopes" on "view_default" using gin (sync_scopes);
