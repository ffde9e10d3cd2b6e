import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { KubeletConfiguration } from '../../kubelet/configuration.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { fnv32a } from '../../machinery/fnv.ts';
import { milliValue } from '../../machinery/quantity.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

const FILE = '/var/lib/kubelet/cpu_manager_state';
/** Of the state that a policy of none writes. */
const CHECKSUM_OF_NONE = 1_353_318_690;

/** Models pkg/kubelet/cm/cpumanager NewManager. Differs: no CPUs are kept for a container alone. */
export function cpuPolicyComplaint({
	cpuManagerPolicy: policy,
	kubeReserved,
	systemReserved,
	reservedSystemCPUs,
}: KubeletConfiguration): string | undefined {
	if (policy === 'none') return undefined;
	if (policy !== 'static') return `unknown policy: "${policy}"`;
	if (reservedSystemCPUs !== '') return undefined;
	const reserved = [kubeReserved.cpu, systemReserved.cpu].filter((each) => each !== undefined);
	if (reserved.length === 0) return '[cpumanager] unable to determine reserved CPU resources for static policy';
	if (reserved.some((each) => milliValue(each) > 0)) return undefined;
	return '[cpumanager] the static policy requires systemreserved.cpu + kubereserved.cpu to be greater than zero';
}

/**
 * Takes up what the last kubelet has written down, or says why that cannot be: it had another policy.
 * Models pkg/kubelet/cm/cpumanager/state NewCheckpointState.
 */
export function* resumeCpuState(
	process: Process,
	{ cpuManagerPolicy: policy }: KubeletConfiguration,
): Task<string | undefined> {
	const failed = 'start cpu manager error: could not restore state from checkpoint:';
	const advice = `please drain this node and delete the CPU manager checkpoint file ${JSON.stringify(FILE)} before restarting Kubelet`;
	try {
		const state = JSON.parse(decodeUtf8(yield* readWholeFile(process, FILE))) as { readonly policyName?: unknown };
		if (state.policyName === policy) return undefined;
		const other = JSON.stringify(String(state.policyName ?? ''));
		return `${failed} configured policy ${JSON.stringify(policy)} differs from state checkpoint policy ${other}, ${advice}`;
	} catch (error) {
		if (error instanceof SyntaxError) return `${failed} checkpoint is corrupted, ${advice}`;
		if (!(error instanceof SystemError)) throw error;
	}
	const cpus = process.machine.cpus;
	const set = policy === 'none' ? '' : cpus === 1 ? '0' : `0-${cpus - 1}`;
	const checksum = policy === 'none' ? CHECKSUM_OF_NONE : fnv32a(`${policy} ${set}`);
	yield* write(process, JSON.stringify({ policyName: policy, defaultCpuSet: set, checksum }));
	return undefined;
}

function* write(process: Process, text: string): Task<void> {
	try {
		const fd = yield* process.open(FILE, { write: true, create: true, truncate: true }, 0o600);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	} catch (error) {
		// A disk that is full.
		if (!(error instanceof SystemError)) throw error;
	}
}
