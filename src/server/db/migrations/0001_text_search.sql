-- Trigram similarity and accent folding for search beyond a device's working set.
-- Both are trusted extensions: the owner of the database may create them without being a superuser.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
