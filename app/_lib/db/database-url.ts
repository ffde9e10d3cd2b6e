import { isAbsolute, join } from 'node:path';
import { projectRoot } from '../project-root.ts';

export type DatabaseAddress =
	| { readonly provider: 'sqlite'; readonly path: string }
	| { readonly provider: 'postgresql'; readonly url: string };

/**
 * What `DATABASE_URL` says: `file:<path>` (relative to the project; default `file:.data/kubedrill.db`) is SQLite,
 * `postgres://…` and `postgresql://…` are PostgreSQL. Throws on anything else.
 */
export function databaseAddress(url: string | undefined): DatabaseAddress {
	const address = url === undefined || url === '' ? 'file:.data/kubedrill.db' : url;
	if (/^postgres(ql)?:\/\//.test(address)) return { provider: 'postgresql', url: address };
	const file = /^file:(\/\/)?(?<path>.+)$/.exec(address)?.groups?.path;
	if (file === undefined) {
		throw new Error(`DATABASE_URL must begin with "file:", "postgres://" or "postgresql://": ${address}`);
	}
	return { provider: 'sqlite', path: isAbsolute(file) ? file : join(projectRoot(), file) };
}
