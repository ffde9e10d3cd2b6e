/**
 * `node scripts/run-ts.mjs FILE.ts ARGS…`: bundles a TypeScript program and runs it in this process. The bundle is kept
 * until one of the files in it changes (by content), so that the next run starts without esbuild.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeBundle } from './prepare/bundle.mjs';
import { install } from './prepare/install.mjs';
import { requireNode } from './prepare/node-version.mjs';
import { root } from './prepare/root.mjs';
import { say } from './prepare/say.mjs';

requireNode();
const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
	say('usage: node scripts/run-ts.mjs FILE.ts [ARGUMENTS…]');
	process.exit(2);
}
process.env.KUBEDRILL_ROOT = root;
const bundle = join(root, 'dist/run', `${entry.replace(/\.ts$/, '').replaceAll('/', '-')}.mjs`);
if (!fresh(bundle)) await build(bundle);
process.argv = [process.execPath, resolve(root, entry), ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(bundle).href);

function fresh(path) {
	if (!existsSync(path) || !existsSync(`${path}.inputs.json`)) return false;
	const inputs = JSON.parse(readFileSync(`${path}.inputs.json`, 'utf8'));
	return Object.entries(inputs).every(([file, hash]) => hashOfFile(file) === hash);
}

async function build(path) {
	await install();
	if (!existsSync(join(root, entry))) {
		say(`${entry}: there is no such file`);
		process.exit(2);
	}
	mkdirSync(dirname(path), { recursive: true });
	const esbuild = await import('esbuild');
	const begunMs = Date.now();
	const options = { ...nodeBundle(), entryPoints: [entry], outfile: path, outExtension: {}, metafile: true };
	// esbuild has said on stderr what is wrong.
	const result = await esbuild.build(options).catch(() => process.exit(1));
	const inputs = Object.keys(result.metafile.inputs).filter((file) => !file.includes(':'));
	// A file that was written meanwhile may be in the bundle as it was before.
	const hash = (file) => (statSync(join(root, file)).mtimeMs >= begunMs ? '' : hashOfFile(file));
	writeFileSync(
		`${path}.inputs.json`,
		JSON.stringify(Object.fromEntries([...inputs, 'package-lock.json'].map((file) => [file, hash(file)]))),
	);
	await esbuild.stop();
}

function hashOfFile(file) {
	try {
		return createHash('sha1')
			.update(readFileSync(join(root, file)))
			.digest('base64');
	} catch {
		return undefined;
	}
}
