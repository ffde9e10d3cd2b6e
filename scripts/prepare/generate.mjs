import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';

const output = 'app/_lib/generated';
const stamp = join(root, output, 'stamp');

/** Generates the database clients (SQLite and PostgreSQL) when the schema, Prisma or the output has changed. */
export async function generate() {
	const schemas = ['prisma/schema.prisma', 'prisma/postgresql/schema.prisma'];
	const hash = hashOf([...schemas, 'node_modules/prisma/package.json', 'scripts/prepare/generate.mjs']);
	if (fresh(hash)) return;
	await step('Generating the database client', async () => {
		rmSync(join(root, output), { recursive: true, force: true });
		mkdirSync(join(root, output), { recursive: true });
		// Every command of Prisma's first wants to download an engine; an existing file that is not executable
		// satisfies it, and `generate` does not run it.
		const env = { PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'package.json'), PRISMA_HIDE_UPDATE_MESSAGE: '1' };
		for (const schema of schemas) {
			await run(
				process.execPath,
				['node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', schema],
				{
					env: { ...env, CHECKPOINT_DISABLE: '1' },
				},
			);
		}
		noteContent(0);
		writeFileSync(stamp, hash);
	});
}

/** Every page depends on this module: when it changes, `npm run dev` shows the content as it is now. */
export function noteContent(version) {
	writeFileSync(join(root, output, 'content-version.ts'), `export const CONTENT_VERSION = ${version};\n`);
}

function fresh(hash) {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}
