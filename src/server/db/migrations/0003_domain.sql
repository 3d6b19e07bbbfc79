-- The tables that the domain declares (`npm run ddl`), as of this file.

create table "person" (
	"id" text collate "C" primary key,
	"name" text not null,
	"email" text not null,
	"locale" text not null,
	"time_zone" text not null,
	"site" text,
	"teams" jsonb not null,
	"staff" boolean not null,
	"vip" boolean not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "person_page" on "person" (sync_order desc, id desc);
create index "person_scopes" on "person" using gin (sync_scopes);

create table "access" (
	"id" text collate "C" primary key,
	"name" text not null,
	"roles" jsonb not null,
	"teams" jsonb not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "access_page" on "access" (sync_order desc, id desc);
create index "access_scopes" on "access" using gin (sync_scopes);

create table "team" (
	"id" text collate "C" primary key,
	"name" text not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "team_page" on "team" (sync_order desc, id desc);
create index "team_scopes" on "team" using gin (sync_scopes);

create table "site" (
	"id" text collate "C" primary key,
	"name" text not null,
	"address" text not null,
	"time_zone" text not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "site_page" on "site" (sync_order desc, id desc);
create index "site_scopes" on "site" using gin (sync_scopes);

create table "catalog_item" (
	"id" text collate "C" primary key,
	"title" text not null,
	"description" text not null,
	"category" text not null,
	"icon" text not null,
	"kind" text not null,
	"form" jsonb not null,
	"team" text,
	"needs_approval" boolean not null,
	"position" bigint not null,
	"active" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "catalog_item_page" on "catalog_item" (sync_order desc, id desc);
create index "catalog_item_scopes" on "catalog_item" using gin (sync_scopes);

create table "ticket" (
	"id" text collate "C" primary key,
	"kind" text not null,
	"number" text,
	"title" text not null,
	"requester" text not null,
	"requester_name" text not null,
	"vip" boolean not null,
	"opened_by" text not null,
	"state" text not null,
	"state_since" bigint not null,
	"resolution" text,
	"pending_reason" text,
	"cancel_reason" text,
	"needs_approval" boolean not null,
	"impact" bigint not null,
	"urgency" bigint not null,
	"priority" bigint not null,
	"priority_override" boolean not null,
	"team" text,
	"assignee" text,
	"assignee_name" text,
	"catalog_item" text,
	"site" text,
	"tags" jsonb not null,
	"opened_at" bigint not null,
	"updated_at" bigint not null,
	"resolved_at" bigint,
	"closed_at" bigint,
	"reopen_count" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "ticket_page" on "ticket" (sync_order desc, id desc);
create index "ticket_scopes" on "ticket" using gin (sync_scopes);

create table "ticket_detail" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"description" text not null,
	"answers" jsonb not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_detail_root" on "ticket_detail" (root);

create table "ticket_comment" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"audience" text not null,
	"body" text not null,
	"author" text not null,
	"author_name" text not null,
	"at" bigint not null,
	"claimed_at" bigint not null,
	"tz" text not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_comment_root" on "ticket_comment" (root);

create table "ticket_attachment" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"audience" text not null,
	"name" text not null,
	"mime" text not null,
	"size" bigint not null,
	"blob" text not null,
	"comment" text,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_attachment_root" on "ticket_attachment" (root);

create table "ticket_event" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"audience" text not null,
	"what" text not null,
	"from_state" text,
	"to_state" text,
	"code" text,
	"note" text,
	"fields" jsonb not null,
	"before" jsonb,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"claimed_at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_event_root" on "ticket_event" (root);

create table "ticket_link" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"other" text not null,
	"type" text not null,
	"by" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_link_root" on "ticket_link" (root);

create table "ticket_watcher" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"person" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_watcher_root" on "ticket_watcher" (root);
