-- Knowledge, and the forms of the catalogue with their history (`npm run ddl`).

create table "article" (
	"id" text collate "C" primary key,
	"number" text,
	"languages" jsonb not null,
	"titles" jsonb not null,
	"summaries" jsonb not null,
	"audience" text not null,
	"category" text not null,
	"tags" jsonb not null,
	"state" text not null,
	"state_since" bigint not null,
	"version" bigint not null,
	"author" text not null,
	"author_name" text not null,
	"review_at" bigint,
	"published_at" bigint,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "article_page" on "article" (sync_order desc, id desc);
create index "article_scopes" on "article" using gin (sync_scopes);

create table "article_text" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"language" text not null,
	"title" text not null,
	"summary" text not null,
	"body" text not null,
	"version" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "article_text_root" on "article_text" (root);

create table "article_draft" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"language" text not null,
	"title" text not null,
	"summary" text not null,
	"body" text not null,
	"by" text not null,
	"by_name" text not null,
	"updated_at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "article_draft_root" on "article_draft" (root);

create table "article_version" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"language" text not null,
	"title" text not null,
	"summary" text not null,
	"body" text not null,
	"version" bigint not null,
	"note" text not null,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "article_version_root" on "article_version" (root);

create table "article_image" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"audience" text not null,
	"name" text not null,
	"mime" text not null,
	"size" bigint not null,
	"blob" text not null,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"complete" boolean not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "article_image_root" on "article_image" (root);

create table "article_event" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"what" text not null,
	"from_state" text,
	"to_state" text,
	"note" text,
	"fields" jsonb not null,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "article_event_root" on "article_event" (root);

create table "article_use" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"ticket" text not null,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "article_use_root" on "article_use" (root);

create table "article_feedback" (
	"id" text collate "C" primary key,
	"article" text not null,
	"version" bigint not null,
	"language" text not null,
	"audience" text not null,
	"helpful" boolean not null,
	"words" text not null,
	"person" text not null,
	"person_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_cv" bigint not null default 0,
	"sync_touched_at" bigint not null,
	"sync_order" double precision not null,
	"sync_open" boolean not null,
	"sync_scopes" text[] not null
) with (fillfactor = 80);
create index "article_feedback_page" on "article_feedback" (sync_order desc, id desc);
create index "article_feedback_scopes" on "article_feedback" using gin (sync_scopes);

create table "catalog_form_draft" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"form" jsonb not null,
	"by" text not null,
	"by_name" text not null,
	"updated_at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "catalog_form_draft_root" on "catalog_form_draft" (root);

create table "catalog_form_version" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"version" bigint not null,
	"form" jsonb not null,
	"revert_of" bigint,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "catalog_form_version_root" on "catalog_form_version" (root);

create table "catalog_form_note" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"version" bigint not null,
	"note" text not null,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "catalog_form_note_root" on "catalog_form_note" (root);

create table "ticket_article" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"article" text not null,
	"by" text not null,
	"by_name" text not null,
	"at" bigint not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "ticket_article_root" on "ticket_article" (root);

-- Forms of before are version 1 of theirs; their history begins when they are first replaced.
alter table catalog_item add column form_version bigint not null default 1;
alter table catalog_item alter column form_version drop default;
alter table catalog_item add column popularity bigint not null default 0;
alter table catalog_item alter column popularity drop default;
-- Those who build the catalogue hold its items by a scope of their own.
update catalog_item set sync_scopes = array['catalog', 'builders'];
