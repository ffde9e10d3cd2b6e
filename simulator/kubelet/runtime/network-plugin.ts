import type { Machine } from '../../kernel/machine-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { RuntimeError } from './runtime-error.ts';

const CONFIGURATIONS = '/etc/cni/net.d';
const BINARIES = '/opt/cni/bin';

interface Plugin {
	readonly type: string;
	readonly kubernetes?: { readonly kubeconfig?: string };
}

/** The plugins of the first configuration, in order; undefined while there is none that can be read. Models go-cni. */
export function networkPlugins({ root }: Machine): readonly Plugin[] | undefined {
	for (const name of [...(root.list(CONFIGURATIONS) ?? [])].sort()) {
		if (!/\.(?:conflist|conf|json)$/.test(name)) continue;
		return pluginsOf(decodeUtf8(root.readFile(`${CONFIGURATIONS}/${name}`) ?? new Uint8Array()));
	}
	return undefined;
}

function pluginsOf(text: string): readonly Plugin[] | undefined {
	let read: unknown;
	try {
		read = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof read !== 'object' || read === null) return undefined;
	const { plugins, type } = read as { readonly plugins?: unknown; readonly type?: unknown };
	const found: readonly unknown[] = Array.isArray(plugins) ? plugins : [{ ...read, type }];
	return found.length > 0 && found.every(isPlugin) ? found : undefined;
}

function isPlugin(value: unknown): value is Plugin {
	if (typeof value !== 'object' || value === null || typeof (value as Plugin).type !== 'string') return false;
	const { kubernetes } = value as { readonly kubernetes?: { readonly kubeconfig?: unknown } | null };
	return typeof (kubernetes?.kubeconfig ?? '') === 'string';
}

/** What a plugin that cannot be run says of a new sandbox. Throws RuntimeError. Models containernetworking invoke. */
export function requireNetworkPlugins(machine: Machine, sandboxId: string): void {
	const plugins = networkPlugins(machine) ?? [];
	for (const { type, kubernetes } of [{ type: 'loopback' } as Plugin, ...plugins]) {
		const path = `${BINARIES}/${type}`;
		const kubeconfig = kubernetes?.kubeconfig;
		let why: string | undefined;
		if (machine.root.readFile(path) === undefined) why = `failed to find plugin "${type}" in path [${BINARIES}]`;
		else if (kubeconfig !== undefined && machine.root.readFile(kubeconfig) === undefined) {
			why = `stat ${kubeconfig}: no such file or directory`;
		} else if (type === 'flannel') why = flannelProblem(machine);
		if (why !== undefined) throw setupError(sandboxId, type, why);
	}
}

/** Models flannel-io/cni-plugin: it reads what flanneld has written, and has two other plugins do the work. */
function flannelProblem({ root }: Machine): string | undefined {
	if (root.readFile('/run/flannel/subnet.env') === undefined) {
		return 'loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory';
	}
	const missing = ['bridge', 'host-local'].find((name) => root.readFile(`${BINARIES}/${name}`) === undefined);
	return missing && `failed to delegate add: failed to find plugin "${missing}" in path [${BINARIES}]`;
}

/** A sandbox is left without a network. */
export function setupError(sandboxId: string, plugin: string, why: string): RuntimeError {
	return new RuntimeError(
		`failed to setup network for sandbox "${sandboxId}": plugin type="${plugin}" failed (add): ${why}`,
		'Unknown',
	);
}
