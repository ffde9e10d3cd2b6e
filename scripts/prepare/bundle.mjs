import { join } from 'node:path';
import { root } from './root.mjs';

/** The esbuild options that all our Node bundles share: our sources in one file, packages left in node_modules. */
export function nodeBundle() {
	return {
		absWorkingDir: root,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		packages: 'external',
		sourcemap: true,
		outExtension: { '.js': '.mjs' },
		logLevel: 'warning',
		plugins: [serverOnly],
	};
}

/** `import 'server-only'` is Next's guard against a client component; outside Next there is nothing to guard. */
const serverOnly = {
	name: 'server-only',
	setup(build) {
		build.onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: 'server-only' }));
		build.onLoad({ filter: /.*/, namespace: 'server-only' }, () => ({ contents: '' }));
	},
};

/** The server and its worker, into `dist/<folder>/`. */
export function serverBundle(folder) {
	return {
		...nodeBundle(),
		entryPoints: { main: 'app/_server/main.ts', worker: 'app/_server/worker/main.ts' },
		outdir: join('dist', folder),
	};
}

/** Builds the server into dist/<folder>; returns the path of its entry. esbuild is imported late: it may just have been installed. */
export async function bundleServer(folder) {
	const { build, stop } = await import('esbuild');
	await build(serverBundle(folder));
	// Its service process would stay as long as we do.
	await stop();
	return join(root, 'dist', folder, 'main.mjs');
}
