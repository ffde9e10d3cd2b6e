import type { ProxyMode } from '../../kernel/packet-filter.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { type ClientConfig, plainClient, readClientConfig } from './client-config.ts';
import { PROXY_FLAGS } from './known-flags.ts';
import { unreadable } from './named-files.ts';
import { isFault, parseCommandLine } from './parse-command-line.ts';
import { textsOf } from './prepare-api-server.ts';

/** How kube-proxy works. */
export interface PreparedProxy {
	readonly mode: ProxyMode;
	/** Where its kubeconfig leads to, and who it is there. */
	readonly apiServer: ClientConfig;
	/** On which Node it takes itself to be. */
	readonly nodeName: string;
}

/** What its files and flags say, or why it ends at once. Models cmd/kube-proxy/app Options.Complete and newProxyServer. */
export function* prepareProxy(process: Process, args: readonly string[]): Task<PreparedProxy | ComponentFault> {
	const parsed = parseCommandLine(PROXY_FLAGS, args);
	if (isFault(parsed)) return parsed;
	const text = textsOf(parsed);
	const path = text('config');
	const problem = unreadable(process, path);
	if (problem !== undefined) return commandFailed('options', [`failed complete: ${problem}`]);
	const config = path === '' ? {} : yield* readConfig(process, path);
	if (typeof config === 'string') return commandFailed('options', [`failed complete: ${config}`]);
	const mode = (config.mode ?? '') || text('proxy-mode') || 'iptables';
	if (mode !== 'iptables' && mode !== 'ipvs' && mode !== 'nftables') {
		const known =
			'must be iptables, ipvs, nftables or blank (blank means the best-available proxy [currently iptables])';
		const why = `KubeProxyConfiguration.Mode: Invalid value: ${JSON.stringify(mode)}: ${known}`;
		return commandFailed('options', [`failed validate: ${why}`]);
	}
	const nodeName = (text('hostname-override') || config.hostnameOverride || process.hostname).trim().toLowerCase();
	const kubeconfig = config.clientConnection?.kubeconfig ?? text('kubeconfig');
	// Without one it would be its Pod's service account.
	const client =
		kubeconfig === '' ? plainClient(text('master') || SERVICE) : yield* readClientConfig(process, kubeconfig);
	return typeof client === 'string' ? commandFailed('options', [client]) : { mode, apiServer: client, nodeName };
}

const SERVICE = 'https://10.96.0.1:443';

interface ProxyConfig {
	readonly mode?: string;
	readonly hostnameOverride?: string;
	readonly clientConnection?: { readonly kubeconfig?: string };
}

function* readConfig(process: Process, path: string): Task<ProxyConfig | string> {
	const text = decodeUtf8(yield* readWholeFile(process, path));
	try {
		const read = (): string => JSON.stringify(parseYamlDocument(text));
		const config = JSON.parse(process.port<Memo>('memo')?.of('yaml.json', text, read) ?? read());
		if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config as ProxyConfig;
		return 'no kind "" is registered for the internal version of group "" in scheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme/scheme.go:30"';
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		return error.message;
	}
}
