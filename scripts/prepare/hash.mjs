import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/**
 * A hash of names and contents of `paths` (files, or folders with all below them; relative to the project; absent ones
 * count as absent). `skip` is asked with each path relative to the project.
 */
export function hashOf(paths, skip = () => false) {
	const hash = createHash('sha256');
	for (const path of paths) add(hash, path, skip);
	return hash.digest('hex');
}

function add(hash, path, skip) {
	if (skip(path)) return;
	const full = join(root, path);
	const stat = statSync(full, { throwIfNoEntry: false });
	if (stat === undefined) return;
	if (stat.isDirectory()) {
		for (const name of readdirSync(full).sort()) add(hash, `${path}/${name}`, skip);
		return;
	}
	hash.update(`${path}\0${stat.size}\0`).update(readFileSync(full));
}
