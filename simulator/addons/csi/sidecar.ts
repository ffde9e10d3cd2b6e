import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { CSINode, StorageClass, VolumeAttachment } from '../../api/storage/types.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { CsiError } from '../../kubelet/csi/csi-driver.ts';
import { DRIVER_SOCKETS, type DriverSocket, type DriverSockets } from '../../kubelet/csi/driver-sockets.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { AccountEvents } from '../serving/account-events.ts';
import { ObjectCache } from '../serving/object-cache.ts';

function resource<T extends KubeObject>(group: string, name: string, kind: string, namespaced: boolean): Resource<T> {
	return { group, version: 'v1', resource: name, kind, namespaced };
}

export const CLAIMS = resource<PersistentVolumeClaim>('', 'persistentvolumeclaims', 'PersistentVolumeClaim', true);
export const VOLUMES = resource<PersistentVolume>('', 'persistentvolumes', 'PersistentVolume', false);
export const CLASSES = resource<StorageClass>('storage.k8s.io', 'storageclasses', 'StorageClass', false);
export const CSI_NODES = resource<CSINode>('storage.k8s.io', 'csinodes', 'CSINode', false);
export const ATTACHMENTS = resource<VolumeAttachment>('storage.k8s.io', 'volumeattachments', 'VolumeAttachment', false);

const CONNECT_MS = 1_000;
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 300_000;

/** What cannot be done now; it is tried again. */
export class WorkError extends Error {}

/**
 * What the programs beside a storage driver share: they follow objects of the cluster, ask the driver at its socket, and
 * try again what has failed. Models kubernetes-csi/csi-lib-utils.
 */
export class Sidecar {
	readonly process: Process;
	readonly client: ApiClient;
	readonly group = new TaskGroup();
	#events: AccountEvents;
	#socket: DriverSocket | undefined;
	/** By key: what is being worked on; whether it has to be looked at again. */
	readonly #busy = new Map<string, boolean>();

	/** @param program its user agent; the source of its events until it knows the driver. */
	constructor(process: Process, program: string) {
		this.process = process;
		this.client = new ApiClient(new InClusterTransport(process), program);
		this.#events = new AccountEvents(process, this.client, program);
	}

	/** Waits for the driver; then events are told in its name. */
	*connect(eventSource: (driver: string) => string): Task<DriverSocket> {
		const { process } = this;
		const endpoint = goFlag(process.argv.slice(1), 'csi-address') ?? '/run/csi/socket';
		for (let tries = 0; ; tries++) {
			const socket = socketAt(process, endpoint);
			if (socket !== undefined) {
				this.#socket = socket;
				this.#events = new AccountEvents(process, this.client, eventSource(socket.name));
				yield* this.log('I', `CSI driver name: ${JSON.stringify(socket.name)}`);
				return socket;
			}
			if (tries > 0 && tries % 10 === 0) yield* this.log('W', `Still connecting to unix://${endpoint}`);
			yield* process.sleep(CONNECT_MS);
		}
	}

	get driver(): DriverSocket {
		if (this.#socket === undefined) throw new Error('assertion failed: not connected to the driver');
		return this.#socket;
	}

	/** "hostpath.csi.k8s.io_csi-hostpathplugin-0_1c5b…". */
	identity(driver: string): string {
		return `${driver}_${this.process.env.get('HOSTNAME') ?? this.process.hostname}_${uuidOf(this.process)}`;
	}

	follow<T extends KubeObject>(
		resource: Resource<T>,
		onChange: (object: T) => void,
		onGone: (object: T) => void = () => {},
	): ObjectCache<T> {
		const cache: ObjectCache<T> = new ObjectCache<T>({
			process: this.process,
			client: this.client,
			resource,
			onError: (message) => this.log('E', message),
			onChange: (object, old) => {
				if (object === undefined && old !== undefined) onGone(old);
				if (object !== undefined) onChange(object);
				else for (const each of cache.list()) onChange(each);
			},
		});
		this.group.add(cache.follow());
		return cache;
	}

	/** Works on something until it is done, one at a time; what is asked meanwhile is done once more. */
	work(key: string, attempt: () => Task<void>): void {
		if (this.#busy.has(key)) {
			this.#busy.set(key, true);
			return;
		}
		this.#busy.set(key, false);
		this.group.add(this.#work(key, attempt));
	}

	*#work(key: string, attempt: () => Task<void>): Task<void> {
		for (let failures = 0; ; ) {
			this.#busy.set(key, false);
			try {
				yield* attempt();
				failures = 0;
				if (this.#busy.get(key) !== true) break;
			} catch (error) {
				if (!isExpected(error)) throw error;
				yield* this.log('E', `${key}: ${error.message}`);
				yield* this.process.sleep(Math.min(RETRY_MS * 2 ** failures++, RETRY_MS_MAX));
			}
		}
		this.#busy.delete(key);
	}

	event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): Task<void> {
		return this.#events.event(about, type, reason, message);
	}

	*log(level: 'I' | 'W' | 'E', message: string): Task<void> {
		const time = formatTime(this.process.now());
		const stamp = `${level}${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}.000000`;
		yield* this.process.write(
			2,
			encodeUtf8(`${stamp} ${String(this.process.pid).padStart(7)} main.go:1] ${message}\n`),
		);
	}

	/** Until it is told to end. */
	*run(): Task<number> {
		this.process.onSignal('TERM', 'catch');
		this.process.onSignal('INT', 'catch');
		return yield* this.group.run(this.process, () => 0);
	}
}

export function isExpected(error: unknown): error is Error {
	return error instanceof WorkError || error instanceof ApiError || error instanceof CsiError;
}

function socketAt(process: Process, endpoint: string): DriverSocket | undefined {
	try {
		return process.port<DriverSockets>(DRIVER_SOCKETS)?.at(process, endpoint);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

export function uuidOf(process: Process): string {
	const hex = Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0')).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function withFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
	const { finalizers = [] } = object.metadata;
	if (finalizers.includes(finalizer)) return object;
	return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
}

export function withoutFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
	const { finalizers = [] } = object.metadata;
	if (!finalizers.includes(finalizer)) return object;
	return { ...object, metadata: { ...object.metadata, finalizers: finalizers.filter((each) => each !== finalizer) } };
}
