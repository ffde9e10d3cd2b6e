-- Not as Prisma would write it (a new table, and the old one dropped): in a transaction SQLite cannot turn foreign keys
-- off, and dropping "user" would delete everything of everyone with it.
ALTER TABLE "user" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'student';
