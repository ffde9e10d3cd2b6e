import { goQuote } from '../../machinery/go-format.ts';
import type {
	Container,
	ContainerPort,
	ContainerState,
	ContainerStatus,
	VolumeMount,
} from '../core/types/container.ts';
import type { Pod } from '../core/types/pod.ts';
import type { Description } from './description.ts';
import { describeEnvironment } from './environment.ts';
import { probeText } from './probe-text.ts';
import { describeResources } from './resource-lists.ts';
import { timeText } from './times.ts';

export interface ContainerList {
	/** "Containers", "Init Containers". */
	readonly title: string;
	readonly containers: readonly Container[];
	readonly statuses?: readonly ContainerStatus[];
	/** The Pod that they run in; in a template there is none. */
	readonly pod?: Pod;
	/** Before the title, in templates. */
	readonly indent?: string;
}

/** Models describeContainers. */
export function describeContainers(description: Description, list: ContainerList): void {
	const { title, containers, statuses = [], pod, indent = '' } = list;
	description.write(0, `${indent}${title}:${containers.length === 0 ? ' <none>' : ''}\n`);
	for (const container of containers) {
		const status = statuses.find((each) => each.name === container.name);
		description.row(1, `${indent === '' ? '' : ' '}${container.name}:`);
		describeImage(description, container, status);
		describePorts(description, container.ports ?? []);
		const profile = container.securityContext?.seccompProfile;
		if (profile !== undefined) {
			description.field('SeccompProfile', profile.type, 2);
			if (profile.type === 'Localhost') description.field('LocalhostProfile', profile.localhostProfile ?? '', 3);
		}
		describeWords(description, 'Command', container.command);
		describeWords(description, 'Args', container.args);
		if (status !== undefined) describeStatus(description, status);
		describeResources(description, container.resources, 2);
		describeProbes(description, container);
		describeEnvironment(description, container, pod);
		describeMounts(description, container);
	}
}

function describeImage(description: Description, container: Container, status: ContainerStatus | undefined): void {
	if (status !== undefined) description.field('Container ID', status.containerID ?? '', 2);
	description.field('Image', container.image ?? '', 2);
	if (status !== undefined) description.field('Image ID', status.imageID, 2);
}

function describePorts(description: Description, ports: readonly ContainerPort[]): void {
	describeNumbers(description, 'Port', ports, (port) => port.containerPort);
	describeNumbers(description, 'Host Port', ports, (port) => port.hostPort ?? 0);
}

/** "Port:  80/TCP (http)", "Ports:  80/TCP (http), 443/TCP". */
function describeNumbers(
	description: Description,
	label: string,
	ports: readonly ContainerPort[],
	number: (port: ContainerPort) => number,
): void {
	const text = ports
		.map((port) => `${number(port)}/${port.protocol ?? ''}${port.name === undefined ? '' : ` (${port.name})`}`)
		.join(', ');
	description.field(ports.length > 1 ? `${label}s` : label, text || '<none>', 2);
}

function describeWords(description: Description, title: string, words: readonly string[] | undefined): void {
	if (words === undefined || words.length === 0) return;
	description.row(2, `${title}:`);
	for (const word of words) for (const line of word.split('\n')) description.row(3, line);
}

function describeStatus(description: Description, status: ContainerStatus): void {
	describeState(description, 'State', status.state);
	if (status.lastState?.terminated !== undefined) describeState(description, 'Last State', status.lastState);
	description.field('Ready', status.ready ? 'True' : 'False', 2);
	description.field('Restart Count', status.restartCount, 2);
}

function describeState(description: Description, label: string, state: ContainerState | undefined): void {
	const { running, waiting, terminated } = state ?? {};
	if (running !== undefined) {
		description.field(label, 'Running', 2);
		description.field('Started', timeText(running.startedAt), 3);
	} else if (waiting !== undefined || terminated === undefined) {
		description.field(label, 'Waiting', 2);
		if (waiting?.reason !== undefined) description.field('Reason', waiting.reason, 3);
	} else {
		description.field(label, 'Terminated', 2);
		if (terminated.reason !== undefined) description.field('Reason', terminated.reason, 3);
		if (terminated.message !== undefined) description.field('Message', terminated.message, 3);
		description.field('Exit Code', terminated.exitCode, 3);
		if ((terminated.signal ?? 0) > 0) description.field('Signal', terminated.signal ?? 0, 3);
		description.field('Started', timeText(terminated.startedAt), 3);
		description.field('Finished', timeText(terminated.finishedAt), 3);
	}
}

function describeProbes(description: Description, container: Container): void {
	const { livenessProbe, readinessProbe, startupProbe } = container;
	if (livenessProbe !== undefined) description.field('Liveness', probeText(livenessProbe), 2);
	if (readinessProbe !== undefined) description.field('Readiness', probeText(readinessProbe), 2);
	if (startupProbe !== undefined) description.field('Startup', probeText(startupProbe), 2);
}

function describeMounts(description: Description, { volumeMounts = [], volumeDevices = [] }: Container): void {
	const none = volumeMounts.length === 0 ? '\t<none>' : '';
	description.write(2, `Mounts:${none}\n`);
	for (const mount of sortedBy(volumeMounts, (each) => each.mountPath)) {
		description.row(3, `${mount.mountPath} from ${mount.name} (${mountFlags(mount)})`);
	}
	if (volumeDevices.length === 0) return;
	// Without mounts the devices' title says "<none>" too, above the devices: so does kubectl.
	description.write(2, `Devices:${none}\n`);
	for (const device of sortedBy(volumeDevices, (each) => each.devicePath)) {
		description.row(3, `${device.devicePath} from ${device.name}`);
	}
}

function mountFlags({ readOnly, subPath }: VolumeMount): string {
	const mode = readOnly === true ? 'ro' : 'rw';
	return subPath === undefined || subPath === '' ? mode : `${mode},path=${goQuote(subPath)}`;
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
	return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
