/**
 * The PostgreSQL twin of prisma/schema.prisma: the same models, another provider and another output folder.
 * Pure: takes the source's text and returns the twin's.
 */
export function twinOf(source) {
	return source
		.replace('provider = "sqlite"', 'provider = "postgresql"')
		.replace('"../app/_lib/generated/sqlite"', '"../../app/_lib/generated/postgresql"')
		.replace(/^(\/\/.*\n)+/, '// Generated from ../schema.prisma by `npm run db:migration`: do not edit.\n');
}

/** The way back, but for the opening comment: the SQLite schema that a twin was made from. */
export function sourceOf(twin) {
	return twin
		.replace('provider = "postgresql"', 'provider = "sqlite"')
		.replace('"../../app/_lib/generated/postgresql"', '"../app/_lib/generated/sqlite"');
}
