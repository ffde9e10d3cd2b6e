import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
	/** Of an empty database. */
	readonly url: string;
	stop(): void;
}

/** Where `initdb` is; undefined when PostgreSQL is not installed. */
export function findInitdb(): string | undefined {
	const folders = [
		...(process.env.PATH ?? '').split(':'),
		...[18, 17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin`),
	];
	return folders.map((folder) => join(folder, 'initdb')).find((path) => existsSync(path));
}

/** A PostgreSQL of our own in a temporary folder, on a Unix socket only. It refuses to be root, so root becomes "postgres". */
export function startPostgres(initdb: string): Postgres {
	const folder = mkdtempSync(join(tmpdir(), 'kubedrill-pg-'));
	const asRoot = process.getuid?.() === 0;
	const uid = asRoot ? Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })) : undefined;
	const gid = asRoot ? Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' })) : undefined;
	if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
	const run = (program: string, args: string[]) =>
		execFileSync(join(initdb, '..', program), args, {
			stdio: 'ignore',
			cwd: folder,
			...(uid !== undefined && gid !== undefined && { uid, gid }),
		});
	const data = join(folder, 'data');
	run('initdb', ['-D', data, '-U', 'kubedrill', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
	const options = `-c listen_addresses='' -k ${folder} -c fsync=off`;
	run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
	return {
		url: `postgresql://kubedrill@localhost/postgres?host=${encodeURIComponent(folder)}`,
		stop() {
			run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
