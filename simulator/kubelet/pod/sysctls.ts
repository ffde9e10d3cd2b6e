import type { Pod } from '../../api/core/types/pod.ts';
import type { KubeletConfiguration } from '../configuration.ts';

/** Models pkg/kubelet/sysctl safe_sysctls.go. */
const SAFE: ReadonlySet<string> = new Set([
	'kernel.shm_rmid_forced',
	'net.ipv4.ip_local_port_range',
	'net.ipv4.tcp_syncookies',
	'net.ipv4.ping_group_range',
	'net.ipv4.ip_unprivileged_port_start',
	'net.ipv4.ip_local_reserved_ports',
	'net.ipv4.tcp_keepalive_time',
	'net.ipv4.tcp_fin_timeout',
	'net.ipv4.tcp_keepalive_intvl',
	'net.ipv4.tcp_keepalive_probes',
	'net.ipv4.tcp_rmem',
	'net.ipv4.tcp_wmem',
]);

const OF_IPC = /^(?:kernel\.(?:shm|msg|sem)|fs\.mqueue\.)/;

/** Why a Pod's sysctls are not set here; undefined when they are. Models pkg/kubelet/sysctl patternAllowlist. */
export function sysctlRefusal(
	{ spec }: Pod,
	{ allowedUnsafeSysctls }: Pick<KubeletConfiguration, 'allowedUnsafeSysctls'>,
): { readonly reason: string; readonly message: string } | undefined {
	for (const { name: given } of spec.securityContext?.sysctls ?? []) {
		const name = dotted(given);
		const refuse = (why: string): { reason: string; message: string } => ({
			reason: 'SysctlForbidden',
			message: `forbidden sysctl: ${JSON.stringify(name)} ${why}`,
		});
		if (!SAFE.has(name) && !allowedUnsafeSysctls.some((pattern) => matches(pattern, name))) {
			return refuse('not allowlisted');
		}
		if (spec.hostIPC === true && OF_IPC.test(name)) return refuse('not allowed with host ipc enabled');
		if (spec.hostNetwork === true && name.startsWith('net.')) return refuse('not allowed with host net enabled');
	}
	return undefined;
}

/** What the runtime sets in a Pod's namespaces. */
export function sysctlsOf({ spec }: Pod): readonly (readonly [string, string])[] {
	return (spec.securityContext?.sysctls ?? []).map(({ name, value }) => [dotted(name), value.replace(/\s+/g, '\t')]);
}

/** Slashes are as good as dots. Models component-helpers node/util/sysctl NormalizeName. */
function dotted(name: string): string {
	const separator = /[./]/.exec(name)?.[0];
	return separator === '/' ? name.replace(/[./]/g, (each) => (each === '/' ? '.' : '/')) : name;
}

function matches(pattern: string, name: string): boolean {
	return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
