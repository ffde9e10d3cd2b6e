import type { KubeletConfiguration } from '../../kubelet/configuration.ts';
import { formatDuration } from '../../machinery/duration.ts';

/** What of a configuration's names and numbers cannot be. Models pkg/kubelet/apis/config/validation ValidateKubeletConfiguration. */
export function choiceComplaints(c: KubeletConfiguration): string[] {
	return [...numberComplaints(c), ...nameComplaints(c), ...enforcementComplaints(c)];
}

const NEVER_NEGATIVE = [
	['eventBurst', 'event-burst'],
	['eventRecordQPS', 'event-qps'],
	['kubeAPIBurst', 'kube-api-burst'],
	['kubeAPIQPS', 'kube-api-qps'],
	['maxOpenFiles', 'max-open-files'],
	['registryBurst', 'registry-burst'],
	['registryPullQPS', 'registry-qps'],
] as const;

function numberComplaints(c: KubeletConfiguration): string[] {
	const found: string[] = [];
	for (const [name, flag] of NEVER_NEGATIVE) {
		if (c[name] < 0) found.push(`${name} (--${flag}) ${c[name]} must not be a negative number`);
	}
	if (c.nodeStatusMaxImages < -1) {
		found.push(`nodeStatusMaxImages (--node-status-max-images) ${c.nodeStatusMaxImages} must be -1 or greater`);
	}
	if (c.oomScoreAdj < -1000 || c.oomScoreAdj > 1000) {
		found.push(`oomScoreAdj (--oom-score-adj) ${c.oomScoreAdj} must be between -1000 and 1000, inclusive`);
	}
	for (const name of ['shutdownGracePeriod', 'shutdownGracePeriodCriticalPods'] as const) {
		const ms = c[name];
		if (ms < 0 || (ms > 0 && ms < 1_000))
			found.push(`${name} {${formatDuration(ms)}} must be either zero or otherwise >= 1 sec`);
	}
	if (c.containerLogMaxWorkers < 1) found.push('containerLogMaxWorkers must be greater than or equal to 1');
	if (c.containerLogMonitorInterval < 3_000) {
		found.push('containerLogMonitorInterval must be a positive time duration greater than or equal to 3s');
	}
	return found;
}

const TOPOLOGY_POLICIES = ['none', 'best-effort', 'restricted', 'single-numa-node'];

function nameComplaints(c: KubeletConfiguration): string[] {
	const found: string[] = [];
	const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(' ');
	if (!TOPOLOGY_POLICIES.includes(c.topologyManagerPolicy)) {
		found.push(
			`topologyManagerPolicy (--topology-manager-policy) "${c.topologyManagerPolicy}" must be one of: [${quoted(TOPOLOGY_POLICIES)}]`,
		);
	}
	if (!['container', 'pod'].includes(c.topologyManagerScope)) {
		found.push(
			`topologyManagerScope (--topology-manager-scope) "${c.topologyManagerScope}" must be one of: "container", or "pod"`,
		);
	}
	if (!['', 'NoSwap', 'LimitedSwap'].includes(c.swapBehavior)) {
		found.push(`memorySwap.swapBehavior "${c.swapBehavior}" must be one of: "", "LimitedSwap" or "NoSwap"`);
	}
	if (!['none', 'hairpin-veth', 'promiscuous-bridge'].includes(c.hairpinMode)) {
		found.push(
			`option "${c.hairpinMode}" specified for hairpinMode (--hairpin-mode). Valid options are "none", "hairpin-veth" or "promiscuous-bridge"`,
		);
	}
	return found;
}

const ENFORCED = [
	'pods',
	'system-reserved',
	'system-reserved-compressible',
	'kube-reserved',
	'kube-reserved-compressible',
	'none',
];

function enforcementComplaints(c: KubeletConfiguration): string[] {
	const found: string[] = [];
	const option = 'enforceNodeAllocatable (--enforce-node-allocatable)';
	const asked = c.enforceNodeAllocatable;
	for (const part of ['system', 'kube']) {
		const [all, some] = [`${part}-reserved`, `${part}-reserved-compressible`];
		if (asked.includes(all) && asked.includes(some))
			found.push(`both "${all}" and "${some}" cannot be specified together in ${option}`);
	}
	asked.forEach((each, index) => {
		const part = /^(system|kube)-reserved(?:-compressible)?$/.exec(each)?.[1];
		if (asked.indexOf(each) < index) found.push(`duplicated enforcements "${each}" in ${option}`);
		else if (!ENFORCED.includes(each)) {
			const [last, ...others] = ENFORCED.map((name) => `"${name}"`).reverse();
			found.push(
				`option "${each}" specified for ${option}. Valid options are ${others.reverse().join(', ')} or ${last}`,
			);
		} else if (each === 'none' && asked.length > 1) {
			found.push(`${option} may not contain additional enforcements when "none" is specified`);
		} else if (part !== undefined && (part === 'system' ? c.systemReservedCgroup : c.kubeReservedCgroup) === '') {
			found.push(
				`${part}ReservedCgroup (--${part}-reserved-cgroup) must be specified when "${part}-reserved" or "${part}-reserved-compressible" included in ${option}`,
			);
		}
	});
	return found;
}
