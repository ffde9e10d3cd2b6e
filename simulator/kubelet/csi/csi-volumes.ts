import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { CSIVolumeSource } from '../../api/core/types/volume-source.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { DirectoryTree } from '../../kernel/process-api.ts';
import { wholeValue } from '../../machinery/quantity.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { PodEvents } from '../pod/pod-events.ts';
import { CLAIMS, CSI_DRIVERS, VOLUME_ATTACHMENTS } from '../resources.ts';
import { VolumeError } from '../volumes/volume-error.ts';
import { attachmentName } from './attachment.ts';
import { CsiError } from './csi-driver.ts';
import type { NodeDrivers } from './node-drivers.ts';

export interface CsiVolumesOptions {
	readonly client: ApiClient;
	readonly machine: Machine;
	readonly drivers: NodeDrivers;
	readonly nodeName: string;
	readonly events: PodEvents;
}

/** A volume of a driver's that is mounted for a Pod. Plain data. */
export interface CsiMount {
	readonly driver: string;
	readonly volumeId: string;
	/** The PersistentVolume's name, and the claim's; absent of a volume that only its Pod has. */
	readonly claimed?: { readonly volume: string; readonly claim: string };
}

interface InUse {
	readonly pod: Pod;
	readonly mount: CsiMount;
}

/** Volumes of storage drivers on one node. Models pkg/volume/csi. Differs: nothing is staged, it is published at once. */
export class CsiVolumes {
	readonly #options: CsiVolumesOptions;
	/** Of claims, by Pod uid and the volume's name: they may grow. */
	readonly #inUse = new Map<string, InUse>();

	constructor(options: CsiVolumesOptions) {
		this.#options = options;
	}

	/** Throws VolumeError. Models attacher MountDevice and mounter SetUpAt. */
	*mountClaimed(pod: Pod, claim: string, volume: PersistentVolume, hostPath: string): Task<CsiMount> {
		const { csi } = volume.spec;
		if (csi === undefined) throw new Error('assertion failed: not a volume of a driver');
		yield* this.#requireAttached(csi.driver, csi.volumeHandle);
		const socket = this.#options.drivers.find(csi.driver);
		if (socket === undefined) {
			const why = `kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: ${unknownDriver(csi.driver)}`;
			throw new VolumeError(why, 'MountDevice');
		}
		const tree = yield* tellingVolumeErrors(socket.call((driver) => driver.publish(csi.volumeHandle, undefined)));
		this.#mount(pod, hostPath, tree, csi.readOnly === true);
		const mount = { driver: csi.driver, volumeId: csi.volumeHandle, claimed: { volume: volume.metadata.name, claim } };
		this.#inUse.set(`${pod.metadata.uid}/${hostPath}`, { pod, mount });
		yield* this.#expand({ pod, mount });
		return mount;
	}

	/** The node's device of a claimed volume. Throws VolumeError. Models csi_block.go. */
	*mapClaimed(
		pod: Pod,
		claim: string,
		volume: PersistentVolume,
	): Task<{ readonly device: string; readonly csi: CsiMount }> {
		const { csi } = volume.spec;
		if (csi === undefined) throw new Error('assertion failed: not a volume of a driver');
		yield* this.#requireAttached(csi.driver, csi.volumeHandle);
		const socket = this.#options.drivers.find(csi.driver);
		if (socket === undefined) {
			const why = `kubernetes.io/csi: blockMapper.SetUpDevice failed to get CSI client: ${unknownDriver(csi.driver)}`;
			throw new VolumeError(why, 'SetUpDevice');
		}
		const device = yield* tellingVolumeErrors(socket.call((driver) => driver.publishDevice(csi.volumeHandle)));
		const claimed = { volume: volume.metadata.name, claim };
		const mount = { driver: csi.driver, volumeId: csi.volumeHandle, claimed };
		this.#inUse.set(`${pod.metadata.uid}/${device}`, { pod, mount });
		return { device, csi: mount };
	}

	/** A volume that the driver makes for the Pod alone. */
	*mountInline(pod: Pod, name: string, source: CSIVolumeSource, hostPath: string): Task<CsiMount> {
		const socket = this.#options.drivers.find(source.driver);
		if (socket === undefined) {
			throw new VolumeError(
				`kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: ${unknownDriver(source.driver)}`,
			);
		}
		const driver = yield* this.#driverObject(source.driver);
		if (driver?.spec.volumeLifecycleModes?.includes('Ephemeral') !== true) {
			throw new VolumeError(
				`kubernetes.io/csi: mounter.SetUpAt failed to check volume lifecycle mode: volume mode "Ephemeral" not supported by driver ${source.driver} (no CSIDriver object)`,
			);
		}
		const volumeId = inlineHandle(pod, name);
		const capacityBytes = wholeValue(source.volumeAttributes?.size ?? '1Gi');
		const tree = yield* tellingVolumeErrors(socket.call((each) => each.publish(volumeId, { capacityBytes })));
		this.#mount(pod, hostPath, tree, source.readOnly === true);
		return { driver: source.driver, volumeId };
	}

	/** What the kubelet before this one, or that of which this one is a copy, has mounted. */
	adopt(pod: Pod, hostPath: string, mount: CsiMount): void {
		if (mount.claimed !== undefined) this.#inUse.set(`${pod.metadata.uid}/${hostPath}`, { pod, mount });
	}

	unmount(podUid: string, hostPath: string, { driver, volumeId, claimed }: CsiMount): void {
		const { machine, drivers } = this.#options;
		this.#inUse.delete(`${podUid}/${hostPath}`);
		if (machine.root.isMounted(hostPath)) machine.root.unmount(hostPath);
		const socket = claimed === undefined ? drivers.find(driver) : undefined;
		if (socket === undefined) return;
		startTask(ignoringErrors(socket.call((each) => each.unpublish(volumeId))), () => undefined);
	}

	/** As Nodes tell it: "kubernetes.io/csi/hostpath.csi.k8s.io^7c9e…". Models pkg/volume/csi GetUniqueVolumeNameFromSpec. */
	namesInUse(): string[] {
		const names = new Set<string>();
		for (const { mount } of this.#inUse.values()) names.add(`kubernetes.io/csi/${mount.driver}^${mount.volumeId}`);
		return [...names].sort();
	}

	/** Brings what has grown to its new size. False while there are volumes that may grow: it is to be called again. */
	look(): boolean {
		for (const inUse of this.#inUse.values()) startTask(this.#expand(inUse), () => undefined);
		return this.#inUse.size === 0;
	}

	#mount(pod: Pod, hostPath: string, { tree, path }: DirectoryTree, readOnly: boolean): void {
		const { root } = this.#options.machine;
		root.mkdir(hostPath, { mode: 0o750 });
		root.mount(hostPath, tree, { subPath: path, readOnly });
		const fsGroup = pod.spec.securityContext?.fsGroup;
		if (fsGroup !== undefined && !readOnly) root.mkdir(hostPath, { mode: 0o2775, gid: fsGroup });
	}

	/** Models operationexecutor GenerateVerifyControllerAttachedVolumeFunc and csi waitForVolumeAttachment. */
	*#requireAttached(driver: string, handle: string): Task<void> {
		const found = yield* this.#driverObject(driver);
		if (found?.spec.attachRequired === false) return;
		const name = attachmentName(handle, driver, this.#options.nodeName);
		try {
			const { status } = yield* this.#options.client.get(VOLUME_ATTACHMENTS, '', name);
			if (status?.attached === true) return;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
		}
		throw new VolumeError('timed out waiting for the condition', 'unattached');
	}

	*#driverObject(name: string) {
		try {
			return yield* this.#options.client.get(CSI_DRIVERS, '', name);
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			return undefined;
		}
	}

	/** Models operationexecutor nodeExpandVolume and volume/util MarkFSResizeFinished. */
	*#expand({ pod, mount }: InUse): Task<void> {
		const { client, drivers, events, nodeName } = this.#options;
		const { driver, volumeId, claimed } = mount;
		const socket = drivers.find(driver);
		if (claimed === undefined || socket === undefined) return;
		try {
			const claim = yield* client.get(CLAIMS, pod.metadata.namespace ?? '', claimed.claim);
			const wanted = claim.status.allocatedResources?.storage;
			const pending = claim.status.allocatedResourceStatuses?.storage;
			if (wanted === undefined || pending !== 'NodeResizePending') return;
			yield* socket.call((each) => each.expandOnNode(volumeId, wholeValue(wanted)));
			yield* client.update(CLAIMS, withSize(claim, wanted), 'status');
			const text = `MountVolume.NodeExpandVolume succeeded for volume ${JSON.stringify(claimed.volume)} ${nodeName}`;
			events.ofPod(pod, 'Normal', 'FileSystemResizeSuccessful', text);
			events.ofObject(claim, 'Normal', 'FileSystemResizeSuccessful', text);
		} catch (error) {
			const known = error instanceof ApiError || error instanceof TransportError || error instanceof CsiError;
			if (!known) throw error;
		}
	}
}

function withSize(claim: PersistentVolumeClaim, storage: string): PersistentVolumeClaim {
	const { conditions = [], allocatedResourceStatuses, ...status } = claim.status;
	const others = conditions.filter(({ type }) => type !== 'Resizing' && type !== 'FileSystemResizePending');
	const { storage: done, ...rest } = allocatedResourceStatuses ?? {};
	return {
		...claim,
		status: {
			...status,
			capacity: { ...status.capacity, storage },
			...(others.length === 0 ? {} : { conditions: others }),
			...(Object.keys(rest).length === 0 ? {} : { allocatedResourceStatuses: rest }),
		},
	};
}

/** Models pkg/volume/csi makeVolumeHandle. */
function inlineHandle({ metadata }: Pod, volume: string): string {
	const digest = sha256(encodeUtf8(`${metadata.uid}${volume}`));
	return `csi-${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function unknownDriver(driver: string): string {
	return `driver name ${driver} not found in the list of registered CSI drivers`;
}

function* tellingVolumeErrors<T>(task: Task<T>): Task<T> {
	try {
		return yield* task;
	} catch (error) {
		if (error instanceof CsiError) throw new VolumeError(error.message);
		throw error;
	}
}

function* ignoringErrors(task: Task<void>): Task<void> {
	try {
		yield* task;
	} catch (error) {
		if (!(error instanceof CsiError)) throw error;
	}
}
