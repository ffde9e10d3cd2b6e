import type { Pod } from '../../api/core/types/pod.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import { StacklessError } from '../../machinery/stackless-error.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** The cluster's DNS as kubelets are configured. */
export interface ClusterDns {
	readonly address: string;
	/** "cluster.local". */
	readonly domain: string;
}

const SEARCH_MAX = 32;
const NAMESERVERS_MAX = 3;

/** What the sandbox is to be like cannot be worked out. */
export class SandboxConfigError extends StacklessError {
	constructor(message: string) {
		super('SandboxConfigError', message);
	}
}

/**
 * What /etc/resolv.conf of the Pod's containers says. Throws SandboxConfigError. Models pkg/kubelet/network/dns GetPodDNS.
 * @param path of the node's own; '': there is none.
 */
export function podResolvConf(pod: Pod, dns: ClusterDns, root: FileTree, path: string): string {
	const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = pod.spec;
	const host = readResolvConf(root, path);
	let { nameservers, searches, options } = host;
	const clusterFirst = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
	if (dnsPolicy === 'None') {
		nameservers = [];
		searches = [];
		options = [];
	} else if (clusterFirst) {
		const namespace = pod.metadata.namespace ?? 'default';
		nameservers = [dns.address];
		searches = [`${namespace}.svc.${dns.domain}`, `svc.${dns.domain}`, dns.domain, ...host.searches];
		options = ['ndots:5'];
	}
	nameservers = [...new Set([...nameservers, ...(dnsConfig?.nameservers ?? [])])].slice(0, NAMESERVERS_MAX);
	searches = [...new Set([...searches, ...(dnsConfig?.searches ?? [])])].slice(0, SEARCH_MAX);
	for (const option of dnsConfig?.options ?? []) {
		const text =
			option.value === undefined || option.value === '' ? `${option.name}` : `${option.name}:${option.value}`;
		options = [...options.filter((each) => each.split(':')[0] !== option.name), text];
	}
	const lines: string[] = [];
	if (searches.length > 0) lines.push(`search ${searches.join(' ')}`);
	for (const nameserver of nameservers) lines.push(`nameserver ${nameserver}`);
	if (options.length > 0) lines.push(`options ${options.join(' ')}`);
	return lines.map((line) => `${line}\n`).join('');
}

function readResolvConf(
	root: FileTree,
	path: string,
): { nameservers: string[]; searches: string[]; options: string[] } {
	const data = path === '' ? undefined : root.readFile(path);
	if (path !== '' && data === undefined) {
		const isDirectory = root.typeOf(path) === 'directory';
		throw new SandboxConfigError(
			isDirectory ? `read ${path}: is a directory` : `open ${path}: no such file or directory`,
		);
	}
	const nameservers: string[] = [];
	let searches: string[] = [];
	let options: string[] = [];
	for (const line of data === undefined ? [] : decodeUtf8(data).split('\n')) {
		const [keyword, ...values] = line.trim().split(/\s+/);
		if (keyword === 'nameserver') nameservers.push(...values.slice(0, 1));
		else if (keyword === 'search') searches = values.filter((value) => value !== '.');
		else if (keyword === 'options') options = values;
	}
	return { nameservers, searches, options };
}

/** What /etc/hosts of the Pod's containers says. Models pkg/kubelet/kubelet_pods.go managedHostsFileContent. */
export function podHostsFile(pod: Pod, podIP: string, nodeName: string, dns: ClusterDns, root: FileTree): string {
	const { spec, metadata } = pod;
	const hostname = shortHostname(pod, nodeName);
	const aliases = (spec.hostAliases ?? [])
		.map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}\n`)
		.join('');
	const added = aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`;
	if (spec.hostNetwork) {
		const own = root.readFile('/etc/hosts');
		return `# Kubernetes-managed hosts file (host network).\n${own === undefined ? '' : decodeUtf8(own)}${added}`;
	}
	const domain =
		spec.subdomain === undefined || spec.subdomain === ''
			? ''
			: `${spec.subdomain}.${metadata.namespace}.svc.${dns.domain}`;
	const own = domain === '' ? `${podIP}\t${hostname}\n` : `${podIP}\t${hostname}.${domain}\t${hostname}\n`;
	return `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${own}${added}`;
}

/** The Pod's host name: its own wish, or its name; with its domain when it wants that. Models GetNodenameForKernel. Differs: more than 64 letters are taken. */
export function podHostname(pod: Pod, nodeName: string, dns: ClusterDns): string {
	const name = shortHostname(pod, nodeName);
	const { subdomain, setHostnameAsFQDN, hostnameOverride, hostNetwork } = pod.spec;
	const own = hostnameOverride === undefined && hostNetwork !== true;
	if (!own || setHostnameAsFQDN !== true || subdomain === undefined || subdomain === '') return name;
	return `${name}.${subdomain}.${pod.metadata.namespace}.svc.${dns.domain}`;
}

/** As /etc/hosts has it beside the full name. */
function shortHostname(pod: Pod, nodeName: string): string {
	if (pod.spec.hostnameOverride !== undefined) return pod.spec.hostnameOverride;
	if (pod.spec.hostNetwork) return nodeName;
	return pod.spec.hostname ?? pod.metadata.name.slice(0, 63).replace(/[-.]+$/, '');
}
