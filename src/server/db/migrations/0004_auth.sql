-- Credentials and sessions, in the form that better-auth 1.7 expects: its column names, hence the quotes. The id of a
-- user is the subject of the person (`person`, `access`); what a person may do lies there and only there.
create schema auth;

create table auth."user" (
	id text primary key,
	name text not null,
	email text not null unique,
	"emailVerified" boolean not null,
	image text,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now()
);

create table auth.session (
	id text primary key,
	"expiresAt" timestamptz not null,
	token text not null unique,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null,
	"ipAddress" text,
	"userAgent" text,
	"userId" text not null references auth."user" (id) on delete cascade
);
create index session_of_user on auth.session ("userId");

create table auth.account (
	id text primary key,
	"accountId" text not null,
	"providerId" text not null,
	"userId" text not null references auth."user" (id) on delete cascade,
	"accessToken" text,
	"refreshToken" text,
	"idToken" text,
	"accessTokenExpiresAt" timestamptz,
	"refreshTokenExpiresAt" timestamptz,
	scope text,
	password text,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null
);
create index account_of_user on auth.account ("userId");

create table auth.verification (
	id text primary key,
	identifier text not null,
	value text not null,
	"expiresAt" timestamptz not null,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);

-- The key that signs session cookies, shared by every process: one row, written by the first that needs it.
create table auth.secret (
	only_one boolean primary key default true check (only_one),
	value text not null
);

-- Failed sign-ins, counted for all processes together (rate-limiter-flexible's columns).
create table auth.attempt (
	key text primary key,
	points integer not null default 0,
	expire bigint
);
