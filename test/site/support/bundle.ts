import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { projectRoot } from '../../../app/_lib/project-root.ts';
import { nodeBundle } from '../../../scripts/prepare/bundle.mjs';

/** Bundles a file of test/site/support for a thread or process of its own; returns the bundle's path. */
export async function bundleSupport(name: string): Promise<string> {
	const outfile = join(projectRoot(), 'dist/test', `${name}-${process.pid}.mjs`);
	const options = nodeBundle() as BuildOptions;
	await build({ ...options, entryPoints: [`test/site/support/${name}.ts`], outfile, outExtension: {} });
	return outfile;
}
