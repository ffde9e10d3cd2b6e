import { type JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { OTHER_NODES } from './manifest.ts';

/** Where volumes lie: by node, the paths of it. */
export type NodePaths = ReadonlyMap<string, readonly string[]>;

/** A configuration that cannot be used. */
export class ConfigurationError extends Error {}

interface WrittenConfiguration {
	readonly nodePathMap?: readonly { readonly node?: string; readonly paths?: readonly string[] }[];
}

/** Throws ConfigurationError. Models rancher/local-path-provisioner loadConfigFile, canonicalizeConfig. */
export function readNodePaths(file: string, text: string): NodePaths {
	let written: WrittenConfiguration;
	try {
		written = parseJson(text) as WrittenConfiguration;
	} catch (error) {
		const problem = (error as JsonSyntaxError).message;
		throw new ConfigurationError(`fail to load config file ${file}: ${problem}`);
	}
	const refuse = (problem: string): never => {
		throw new ConfigurationError(`config canonicalization failed: ${problem}`);
	};
	const paths = new Map<string, string[]>();
	for (const { node = '', paths: wanted = [] } of written.nodePathMap ?? []) {
		if (paths.has(node)) refuse(`duplicate node ${node}`);
		const own: string[] = [];
		for (const path of wanted) {
			if (!path.startsWith('/')) refuse(`path must start with / for path ${path} on node ${node}`);
			const clean = path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
			if (clean === '/') refuse(`cannot use root ('/') as path on node ${node}`);
			if (own.includes(clean)) refuse(`duplicate path ${path} on node ${node}`);
			own.push(clean);
		}
		paths.set(node, own);
	}
	return paths;
}

/** Throws ConfigurationError. Models getPathOnNode. */
export function pathsOnNode(paths: NodePaths, node: string): readonly string[] {
	const own = paths.get(node) ?? paths.get(OTHER_NODES);
	if (own === undefined) {
		throw new ConfigurationError(`config doesn't contain node ${node}, and no ${OTHER_NODES} available`);
	}
	if (own.length === 0) throw new ConfigurationError(`no local path available on node ${node}`);
	return own;
}
