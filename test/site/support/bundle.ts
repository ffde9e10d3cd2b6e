import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type BuildOptions, build } from 'esbuild';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { nodeBundle } from '../../../scripts/prepare/bundle.mjs';

let bundles = 0;

/** Bundles a file of test/site/support for a thread or process of its own; returns the bundle's path. */
export async function bundleSupport(name: string): Promise<string> {
	// Other threads have bundles of the same, and remove theirs when they are done.
	const own = `${process.pid}-${threadId}-${++bundles}`;
	const outfile = join(projectRoot(), 'dist/test', `${name}-${own}.mjs`);
	const options = nodeBundle() as BuildOptions;
	await build({ ...options, entryPoints: [`test/site/support/${name}.ts`], outfile, outExtension: {} });
	return outfile;
}
