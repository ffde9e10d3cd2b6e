import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** What signs the cookies: `BETTER_AUTH_SECRET`, or one made at the first start and kept in .data/secret. */
export function authSecret(): string {
	const given = process.env.BETTER_AUTH_SECRET;
	if (given !== undefined && given !== '') return given;
	const path = join(projectRoot(), '.data/secret');
	if (existsSync(path)) return readFileSync(path, 'utf8').trim();
	mkdirSync(join(projectRoot(), '.data'), { recursive: true });
	const secret = randomBytes(32).toString('base64url');
	writeFileSync(path, `${secret}\n`, { mode: 0o600 });
	return secret;
}
