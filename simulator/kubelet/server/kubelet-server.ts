import type { ContainerStatus } from '../../api/core/types/container.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import type { KubeletParts } from '../parts.ts';
import type { PodState } from '../pod/pod-state.ts';
import type { LiveContainer } from '../runtime/live-container.ts';
import { attachSession } from './attach-session.ts';
import { execSession } from './exec-session.ts';
import { openLog } from './log-stream.ts';
import { portForwarder } from './port-forwarder.ts';

// Shapes that the API server's KubeletPort has too: sandbox puts the two together.

export interface ServerTarget {
	readonly namespace: string;
	readonly pod: string;
	readonly uid: string;
	readonly container: string;
}

export interface LogRequest {
	readonly follow: boolean;
	readonly previous: boolean;
	readonly timestamps: boolean;
	readonly sinceSeconds: number | undefined;
	readonly sinceTime: string | undefined;
	readonly tailLines: number | undefined;
	readonly limitBytes: number | undefined;
}

export interface AttachRequest {
	readonly stdin: boolean;
	readonly stdout: boolean;
	readonly stderr: boolean;
	readonly tty: boolean;
}

export interface ExecRequest extends AttachRequest {
	readonly command: readonly string[];
}

export interface ByteStream {
	next(): Uint8Array | undefined | 'end';
	readonly readable: Wait;
	close(): void;
}

export interface ChannelSession {
	send(channel: number, data: Uint8Array): void;
	closeChannel(channel: number): void;
	/** No more is to be sent now; `readable` wakes when it may be. */
	full(): boolean;
	receive(): { channel: number; data: Uint8Array } | undefined | 'end';
	readonly readable: Wait;
	close(): void;
}

export interface PortForwarder {
	/** Channel 0 of the session is data, 1 what went wrong. */
	open(port: number): ChannelSession;
	close(): void;
}

export type ServerAnswer<T> =
	| { readonly kind: 'open'; readonly value: T }
	| { readonly kind: 'refused'; readonly status: number; readonly message: string };

/** What a kubelet serves to the API server: logs, exec, attach, port-forward. */
export interface KubeletServer {
	logs(target: ServerTarget, options: LogRequest): Task<ServerAnswer<ByteStream>>;
	exec(target: ServerTarget, options: ExecRequest): Task<ServerAnswer<ChannelSession>>;
	attach(target: ServerTarget, options: AttachRequest): Task<ServerAnswer<ChannelSession>>;
	portForward(target: Omit<ServerTarget, 'container'>): Task<ServerAnswer<PortForwarder>>;
}

/** @param stateOf a Pod by the uid that the API knows. */
export function kubeletServer(parts: KubeletParts, stateOf: (uid: string) => PodState | undefined): KubeletServer {
	return new Server(parts, stateOf);
}

class Server implements KubeletServer {
	readonly #parts: KubeletParts;
	readonly #stateOf: (uid: string) => PodState | undefined;

	constructor(parts: KubeletParts, stateOf: (uid: string) => PodState | undefined) {
		this.#parts = parts;
		this.#stateOf = stateOf;
	}

	*logs(target: ServerTarget, options: LogRequest): Task<ServerAnswer<ByteStream>> {
		const state = this.#stateOf(target.uid);
		if (state === undefined)
			return refused(404, `pod ${JSON.stringify(target.pod)} cannot be found - no logs available`);
		const chosen = chooseInstance(state, target, options.previous);
		if (typeof chosen !== 'object') return refused(400, chosen);
		const live = this.#parts.runtime.find(chosen.id);
		if (live === undefined) {
			return refused(400, `unable to retrieve container logs for containerd://${chosen.id}`);
		}
		return { kind: 'open', value: openLog(this.#parts, live, options) };
	}

	*exec(target: ServerTarget, options: ExecRequest): Task<ServerAnswer<ChannelSession>> {
		const live = this.#running(target);
		if (live === undefined) return refused(500, `container not found (${JSON.stringify(target.container)})`);
		return { kind: 'open', value: execSession(this.#parts, live, options) };
	}

	*attach(target: ServerTarget, options: AttachRequest): Task<ServerAnswer<ChannelSession>> {
		const live = this.#running(target);
		if (live === undefined) {
			return refused(500, `container ${target.container} not found in pod ${target.pod}_${target.namespace}`);
		}
		return { kind: 'open', value: attachSession(this.#parts, live, options) };
	}

	*portForward(target: Omit<ServerTarget, 'container'>): Task<ServerAnswer<PortForwarder>> {
		const state = this.#stateOf(target.uid);
		if (state === undefined) return refused(404, 'pod does not exist');
		const [sandbox] = this.#parts.runtime.sandboxesOf(state.pod.metadata.uid);
		if (sandbox === undefined || sandbox.state !== 'ready')
			return refused(500, `pod not found (${JSON.stringify(`${target.pod}_${target.namespace}`)})`);
		return { kind: 'open', value: portForwarder(this.#parts, sandbox) };
	}

	#running(target: ServerTarget): LiveContainer | undefined {
		const { runtime } = this.#parts;
		const uid = this.#stateOf(target.uid)?.pod.metadata.uid;
		const record = runtime
			.containersOf(uid ?? '')
			.find((each) => each.config.name === target.container && each.state === 'running');
		return record === undefined ? undefined : runtime.find(record.id);
	}
}

function refused(status: number, message: string): ServerAnswer<never> {
	return { kind: 'refused', status, message };
}

/** Which instance's log is meant, or why there is none. Models pkg/kubelet validateContainerLogStatus. */
function chooseInstance(state: PodState, target: ServerTarget, previous: boolean): { readonly id: string } | string {
	const { status } = state;
	const all: ContainerStatus[] = [
		...(status.containerStatuses ?? []),
		...(status.initContainerStatuses ?? []),
		...(status.ephemeralContainerStatuses ?? []),
	];
	const found = all.find((each) => each.name === target.container);
	const name = `container ${JSON.stringify(target.container)} in pod ${JSON.stringify(target.pod)}`;
	if (found === undefined) return `${name} is not available`;
	const last = idOf(found.lastState?.terminated?.containerID);
	if (previous) {
		return last === undefined
			? `previous terminated container ${JSON.stringify(target.container)} in pod ${JSON.stringify(target.pod)} not found`
			: { id: last };
	}
	const { running, terminated, waiting } = found.state ?? {};
	const current = running === undefined ? idOf(terminated?.containerID) : idOf(found.containerID);
	if (current !== undefined) return { id: current };
	if (last !== undefined) return { id: last };
	if (terminated !== undefined || found.lastState?.terminated !== undefined) return `${name} is terminated`;
	switch (waiting?.reason) {
		case undefined:
			return `${name} is waiting to start - no logs yet`;
		case 'ErrImagePull':
			return `${name} is waiting to start: image can't be pulled`;
		case 'ImagePullBackOff':
			return `${name} is waiting to start: trying and failing to pull image`;
		default:
			return `${name} is waiting to start: ${waiting?.reason}`;
	}
}

function idOf(containerID: string | undefined): string | undefined {
	return containerID === undefined || containerID === '' ? undefined : containerID.replace('containerd://', '');
}
