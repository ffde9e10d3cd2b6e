import { type DirectoryTree, type Process, SystemError } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import {
	type CreatedVolume,
	type CsiDriver,
	CsiError,
	type TakenSnapshot,
	type VolumeRequest,
} from '../../kubelet/csi/csi-driver.ts';
import { DRIVER_SOCKETS, DriverSocket, type DriverSockets } from '../../kubelet/csi/driver-sockets.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { copyBelow, removeTree } from '../csi/directory-trees.ts';
import { uuidOf } from '../csi/sidecar.ts';

const DATA = '/csi-data-dir';
const STATE = `${DATA}/state.json`;
/** How often a driver looks whether there is somebody to listen for. */
const KUBELET_WAIT_MS = 100;
const TOPOLOGY = 'topology.hostpath.csi/node';
const CAPACITY_MAX = 1024 ** 4;

interface State {
	volumes: StoredVolume[];
	snapshots: StoredSnapshot[];
}

interface StoredVolume {
	readonly VolID: string;
	readonly VolName: string;
	VolSize: number;
	readonly Ephemeral: boolean;
	/** 1: a device, which is a file that passes for one. */
	readonly VolAccessType?: 1;
}

interface StoredSnapshot {
	readonly Id: string;
	readonly Name: string;
	readonly VolID: string;
	readonly SizeBytes: number;
	readonly CreationMs: number;
}

/** Volumes that are directories of one node, snapshots that are copies of them. Models kubernetes-csi/csi-driver-host-path. */
export function* hostPathPlugin(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 12 * 1024 ** 2 });
	const args = process.argv.slice(1);
	const driver = new HostPathDriver(
		process,
		goFlag(args, 'drivername') ?? 'hostpath.csi.k8s.io',
		goFlag(args, 'nodeid') ?? '',
		Number(goFlag(args, 'maxvolumespernode') ?? '0'),
	);
	yield* driver.load();
	const group = new TaskGroup();
	const socket = new DriverSocket(driver, group, (callback) => {
		process.timer(process.now()).arm(callback);
	});
	const endpoint = goFlag(args, 'endpoint') ?? 'unix:///tmp/csi.sock';
	// A container that runs from the start may be there before its node's kubelet.
	for (;;) {
		const sockets = process.port<DriverSockets>(DRIVER_SOCKETS);
		sockets?.listen(process, endpoint, socket);
		if (sockets !== undefined) break;
		yield* process.sleep(KUBELET_WAIT_MS);
	}
	yield* process.write(
		2,
		encodeUtf8(
			`I0101 00:00:00.000000       1 server.go:119] "Listening for connections" address="${endpoint.replace('unix://', '')}"\n`,
		),
	);
	process.onSignal('TERM', 'catch');
	return yield* group.run(process, () => 0);
}

class HostPathDriver implements CsiDriver {
	readonly name: string;
	readonly node: CsiDriver['node'];
	readonly #process: Process;
	#state: State = { volumes: [], snapshots: [] };

	/** @param maxVolumes how many the node may have; 0: any number. */
	constructor(process: Process, name: string, nodeId: string, maxVolumes: number) {
		this.#process = process;
		this.name = name;
		this.node = { id: nodeId, topology: { [TOPOLOGY]: nodeId }, ...(maxVolumes > 0 && { maxVolumes }) };
	}

	/** What an earlier run has left. */
	*load(): Task<void> {
		try {
			this.#state = JSON.parse(decodeUtf8(yield* readWholeFile(this.#process, STATE))) as State;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}

	*#save(): Task<void> {
		const fd = yield* this.#process.open(STATE, { write: true, create: true, truncate: true }, 0o600);
		yield* this.#process.write(fd, encodeUtf8(JSON.stringify(this.#state)));
		this.#process.close(fd);
	}

	*createVolume({ name, capacityBytes, source, isDevice = false }: VolumeRequest): Task<CreatedVolume> {
		if (capacityBytes > CAPACITY_MAX) {
			throw new CsiError('OutOfRange', `Requested capacity ${capacityBytes} exceeds maximum allowed ${CAPACITY_MAX}`);
		}
		let volume = this.#state.volumes.find(({ VolName }) => VolName === name);
		if (volume === undefined) {
			const id = uuidOf(this.#process);
			if (isDevice) yield* this.#makeFile(id, capacityBytes);
			else {
				this.#process.mkdir(this.#path(id), 0o777);
				this.#process.chmod(this.#path(id), 0o777);
			}
			if (source !== undefined) yield* this.#fill(id, source);
			const access = isDevice ? { VolAccessType: 1 as const } : {};
			volume = { VolID: id, VolName: name, VolSize: capacityBytes, Ephemeral: false, ...access };
			this.#state.volumes.push(volume);
			yield* this.#save();
		}
		return { id: volume.VolID, capacityBytes: volume.VolSize, context: {}, topology: { [TOPOLOGY]: this.node.id } };
	}

	*#fill(id: string, source: { readonly kind: 'snapshot' | 'volume'; readonly id: string }): Task<void> {
		const known =
			source.kind === 'snapshot'
				? this.#state.snapshots.some(({ Id }) => Id === source.id)
				: this.#state.volumes.some(({ VolID }) => VolID === source.id);
		if (!known) throw new CsiError('NotFound', `cannot find ${source.kind} ${source.id}`);
		const from = source.kind === 'snapshot' ? this.#snapshotPath(source.id) : this.#path(source.id);
		yield* copyBelow(this.#process, from, this.#path(id));
	}

	*deleteVolume(id: string): Task<void> {
		if (!this.#state.volumes.some(({ VolID }) => VolID === id)) return;
		if (this.#volume(id).VolAccessType === 1) this.#removeDevice(id);
		else yield* removeTree(this.#process, this.#path(id));
		this.#state.volumes = this.#state.volumes.filter(({ VolID }) => VolID !== id);
		yield* this.#save();
	}

	*attach(id: string, nodeId: string): Task<void> {
		this.#volume(id);
		if (nodeId !== this.node.id) {
			throw new CsiError('NotFound', `Not matching Node ID ${nodeId} to hostpath Node ID ${this.node.id}`);
		}
	}

	*detach(): Task<void> {}

	*takeSnapshot(name: string, volumeId: string): Task<TakenSnapshot> {
		let snapshot = this.#state.snapshots.find(({ Name }) => Name === name);
		if (snapshot === undefined) {
			const { VolSize } = this.#volume(volumeId);
			const id = uuidOf(this.#process);
			this.#process.mkdir(this.#snapshotPath(id), 0o700);
			yield* copyBelow(this.#process, this.#path(volumeId), this.#snapshotPath(id));
			const CreationMs = this.#process.now();
			snapshot = { Id: id, Name: name, VolID: volumeId, SizeBytes: VolSize, CreationMs };
			this.#state.snapshots.push(snapshot);
			yield* this.#save();
		}
		return taken(snapshot);
	}

	*deleteSnapshot(id: string): Task<void> {
		if (!this.#state.snapshots.some(({ Id }) => Id === id)) return;
		yield* removeTree(this.#process, this.#snapshotPath(id));
		this.#state.snapshots = this.#state.snapshots.filter(({ Id }) => Id !== id);
		yield* this.#save();
	}

	*findSnapshot(id: string): Task<TakenSnapshot | undefined> {
		const snapshot = this.#state.snapshots.find(({ Id }) => Id === id);
		return snapshot && taken(snapshot);
	}

	*expandVolume(id: string, capacityBytes: number): Task<boolean> {
		const volume = this.#volume(id);
		if (capacityBytes > CAPACITY_MAX) {
			throw new CsiError('OutOfRange', `Requested capacity ${capacityBytes} exceeds maximum allowed ${CAPACITY_MAX}`);
		}
		volume.VolSize = Math.max(volume.VolSize, capacityBytes);
		if (volume.VolAccessType === 1) yield* this.#makeFile(id, volume.VolSize);
		yield* this.#save();
		return true;
	}

	*expandOnNode(id: string): Task<void> {
		this.#volume(id);
	}

	*publish(id: string, ephemeral: { readonly capacityBytes: number } | undefined): Task<DirectoryTree> {
		const known = this.#state.volumes.some(({ VolID }) => VolID === id);
		if (!known && ephemeral !== undefined) {
			this.#process.mkdir(this.#path(id), 0o777);
			this.#process.chmod(this.#path(id), 0o777);
			this.#state.volumes.push({
				VolID: id,
				VolName: `ephemeral-${id}`,
				VolSize: ephemeral.capacityBytes,
				Ephemeral: true,
			});
			yield* this.#save();
		}
		this.#volume(id);
		return this.#process.openTree(this.#path(id));
	}

	/** Differs: it is not copied from anything. */
	*#makeFile(id: string, bytes: number): Task<void> {
		const fd = yield* this.#process.open(this.#path(id), { write: true, create: true }, 0o644);
		this.#process.truncate(fd, bytes);
		this.#process.close(fd);
	}

	*publishDevice(id: string): Task<string> {
		const { VolAccessType } = this.#volume(id);
		if (VolAccessType !== 1) throw new CsiError('InvalidArgument', 'cannot publish a non-block volume as block volume');
		const path = this.#process.realpath(this.#path(id));
		const known = this.#process.machine.loops().find(({ backing }) => backing === path);
		try {
			return known?.name ?? this.#process.attachLoop(path, {});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new CsiError('Internal', `failed to attach device: ${error.errno}`);
		}
	}

	#removeDevice(id: string): void {
		const path = this.#process.realpath(this.#path(id));
		const loop = this.#process.machine.loops().find(({ backing }) => backing === path);
		if (loop !== undefined) this.#process.detachLoop(loop.name);
		this.#process.unlink(path);
	}

	*unpublish(id: string): Task<void> {
		if (this.#state.volumes.some(({ VolID, Ephemeral }) => VolID === id && Ephemeral)) yield* this.deleteVolume(id);
	}

	#volume(id: string): StoredVolume {
		const volume = this.#state.volumes.find(({ VolID }) => VolID === id);
		if (volume === undefined) throw new CsiError('NotFound', `volume id ${id} does not exist in the volumes list`);
		return volume;
	}

	#path(id: string): string {
		return `${DATA}/${id}`;
	}

	#snapshotPath(id: string): string {
		return `${DATA}/${id}.snap`;
	}
}

function taken({ Id, SizeBytes, CreationMs }: StoredSnapshot): TakenSnapshot {
	return { id: Id, sizeBytes: SizeBytes, takenAtMs: CreationMs };
}
