import type { RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { complain, exists, namesIn, textAt } from './host-files.ts';
import { KubeadmError } from './kubeadm-error.ts';

export interface Finding {
	/** "Port-6443". */
	readonly name: string;
	readonly errors?: readonly string[];
	readonly warnings?: readonly string[];
}

export type Check = (run: CobraRun) => Task<Finding>;

/** Runs checks and tells what they find. Throws KubeadmError. Models cmd/kubeadm/app/preflight RunChecks. */
export function* runChecks(run: CobraRun, checks: readonly Check[], ignored: readonly string[]): Task<void> {
	const ignores = new Set(ignored.flatMap((each) => each.split(',')).map((each) => each.toLowerCase()));
	const failures: string[] = [];
	const told = new Set<string>();
	for (const check of checks) {
		const { name, errors = [], warnings = [] } = yield* check(run);
		if (told.has(name)) continue;
		told.add(name);
		const isIgnored = ignores.has('all') || ignores.has(name.toLowerCase());
		for (const warning of [...warnings, ...(isIgnored ? errors : [])]) {
			yield* complain(run, `\t[WARNING ${name}]: ${warning}\n`);
		}
		if (!isIgnored) failures.push(...errors.map((error) => `\t[ERROR ${name}]: ${error}\n`));
	}
	if (failures.length > 0) {
		throw new KubeadmError(
			`[preflight] Some fatal errors occurred:\n${failures.join('')}[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``,
		);
	}
}

/** Models RunRootCheckOnly. */
export function* isRoot({ process }: CobraRun): Task<Finding> {
	const isUser = process.credentials.uid !== 0;
	return { name: 'IsPrivilegedUser', errors: isUser ? ['user is not running as root'] : [] };
}

export const INIT_CHECKS: readonly Check[] = [numCpu, memory];

const CPUS_MIN = 2;
const MEMORY_MIN_MB = 1700;

function* numCpu({ process }: CobraRun): Task<Finding> {
	const { cpus } = process.machine;
	const text = `the number of available CPUs ${cpus} is less than the required ${CPUS_MIN}`;
	return { name: 'NumCPU', errors: cpus < CPUS_MIN ? [text] : [] };
}

function* memory({ process }: CobraRun): Task<Finding> {
	const megabytes = Math.floor(process.machine.memoryBytes / 1024 / 1024);
	const text = `the system RAM (${megabytes} MB) is less than the minimum ${MEMORY_MIN_MB} MB`;
	return { name: 'Mem', errors: megabytes < MEMORY_MIN_MB ? [text] : [] };
}

/** Models KubernetesVersionCheck. @param own kubeadm's. */
export function notNewer(version: string, own: string): Check {
	return () => versionFinding(version, own);
}

function* versionFinding(version: string, own: string): Task<Finding> {
	const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(own) ?? [];
	const isNewer = Number(version.split('.')[1]) > Number(minor);
	const text = `Kubernetes version is greater than kubeadm version. Please consider to upgrade kubeadm. Kubernetes version: ${version.slice(1)}. Kubeadm version: ${major}.${minor}.x`;
	return { name: 'KubernetesVersion', warnings: isNewer ? [text] : [] };
}

/** Models PortOpenCheck. */
export function portOpen(port: number): Check {
	return (run) => portFinding(run, port);
}

function* portFinding({ process }: CobraRun, port: number): Task<Finding> {
	const isTaken = process.machine
		.sockets()
		.some(({ protocol, state, local }) => protocol === 'tcp' && state === 'LISTEN' && local.endsWith(`:${port}`));
	return { name: `Port-${port}`, errors: isTaken ? [`Port ${port} is in use`] : [] };
}

/** Models FileAvailableCheck. */
export function fileAvailable(path: string): Check {
	return (run) => fileFinding(run, path);
}

function* fileFinding({ process }: CobraRun, path: string): Task<Finding> {
	const name = `FileAvailable-${path.replaceAll('/', '-')}`;
	return { name, errors: exists(process, path) ? [`${path} already exists`] : [] };
}

/** Models DirAvailableCheck. */
export function folderEmpty(path: string): Check {
	return (run) => folderFinding(run, path);
}

function* folderFinding({ process }: CobraRun, path: string): Task<Finding> {
	const name = `DirAvailable-${path.replaceAll('/', '-')}`;
	return { name, errors: namesIn(process, path).length > 0 ? [`${path} is not empty`] : [] };
}

/** What both init and join look at. Models addCommonChecks. */
export function commonChecks(criSocket: string, nodeName: string): readonly Check[] {
	return [
		(run) => runtimeFinding(run, criSocket),
		forwarding,
		swap,
		...EXECUTABLES.map(
			(name): Check =>
				(run) =>
					executableFinding(run, name),
		),
		(run) => hostnameFinding(run, nodeName),
		kubeletService,
		portOpen(10_250),
	];
}

/** Without these nothing goes. */
const EXECUTABLES = ['mount', 'cp'] as const;

function* executableFinding({ process }: CobraRun, name: string): Task<Finding> {
	const path = (process.env.get('PATH') ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':');
	const found = path.some((folder) => process.access(`${folder}/${name}`, { execute: true }));
	const text = `${name} not found in system path`;
	return { name: `FileExisting-${name}`, errors: found ? [] : [text] };
}

function* runtimeFinding({ process }: CobraRun, criSocket: string): Task<Finding> {
	const problem = runtimeProblem(process, criSocket);
	const text = `could not connect to the container runtime: failed to create new CRI runtime service: ${problem}`;
	return { name: 'CRI', errors: problem === undefined ? [] : [text] };
}

/** Why containerd does not answer. Models cri-client/pkg NewRemoteRuntimeService. */
export function runtimeProblem(process: Process, criSocket: string): string | undefined {
	const path = criSocket.replace(/^unix:\/\//, '');
	const known = ['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'].includes(path);
	const state = process.port<RuntimeService>('cri')?.state;
	if (known && state === 'up') return undefined;
	const asked = `validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(criSocket)}: rpc error: code =`;
	if (known && state === 'without-cri')
		return `${asked} Unimplemented desc = unknown service runtime.v1.RuntimeService`;
	const reason = known ? 'connection refused' : 'no such file or directory';
	const dialled = `"transport: Error while dialing: dial unix ${path}: connect: ${reason}"`;
	return `${asked} Unavailable desc = connection error: desc = ${dialled}`;
}

/** Models FileContentCheck. */
function* forwarding(run: CobraRun): Task<Finding> {
	const path = '/proc/sys/net/ipv4/ip_forward';
	const name = `FileContent-${path.replaceAll('/', '-')}`;
	const text = yield* textAt(run, path);
	if (text === undefined) return { name, errors: [`${path} does not exist`] };
	return { name, errors: text.startsWith('1') ? [] : [`${path} contents are not set to 1`] };
}

/** Models SwapCheck. */
function* swap(run: CobraRun): Task<Finding> {
	const lines = ((yield* textAt(run, '/proc/swaps')) ?? '').trimEnd().split('\n');
	const text =
		'swap is supported for cgroup v2 only. The kubelet must be properly configured to use swap. Please refer to https://kubernetes.io/docs/concepts/architecture/nodes/#swap-memory, or disable swap on the node';
	return { name: 'Swap', warnings: lines.length > 1 ? [text] : [] };
}

function* hostnameFinding(run: CobraRun, nodeName: string): Task<Finding> {
	const hosts = (yield* textAt(run, '/etc/hosts')) ?? '';
	const isKnown = hosts
		.split('\n')
		.some((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1).includes(nodeName));
	const invalid = !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(nodeName);
	const errors = invalid
		? [
				`invalid node name format ${JSON.stringify(nodeName)}: [a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')]`,
			]
		: [];
	const lookup = `hostname ${JSON.stringify(nodeName)}: lookup ${nodeName} on 127.0.0.53:53: no such host`;
	const warnings = isKnown ? [] : [`hostname ${JSON.stringify(nodeName)} could not be reached`, lookup];
	return { name: 'Hostname', errors, warnings };
}

/** Models ServiceCheck. */
function* kubeletService({ process }: CobraRun): Task<Finding> {
	const services = process.port<ServiceManager>('systemd');
	const isEnabled = services?.isEnabled('kubelet') ?? false;
	const text = "kubelet service is not enabled, please run 'systemctl enable kubelet.service'";
	return { name: 'Service-Kubelet', warnings: isEnabled ? [] : [text] };
}
