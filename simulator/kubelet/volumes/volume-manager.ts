import type { Pod } from '../../api/core/types/pod.ts';
import type { Volume } from '../../api/core/types/volume.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { Context } from '../../machinery/context.ts';
import type { Random } from '../../machinery/random.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { DownwardFacts } from '../pod/downward.ts';
import { CLAIMS, VOLUMES } from '../resources.ts';
import { type WrittenVolume, writeAtomically } from './atomic-writer.ts';
import type { ConfigObjects } from './config-objects.ts';
import { projectedFiles } from './projections.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { VolumeError } from './volume-error.ts';

export interface VolumeManagerOptions {
	readonly context: Context;
	readonly machine: Machine;
	readonly client: ApiClient;
	readonly objects: ConfigObjects;
	readonly tokens: ServiceAccountTokens;
	readonly random: Random;
	/** Volumes that are set up already, by Pod uid and name. */
	readonly mounted?: ReadonlyMap<string, ReadonlyMap<string, MountedVolume>> | undefined;
}

/** A volume that is set up: where it lies on the node. */
export interface MountedVolume {
	readonly hostPath: string;
	readonly written: WrittenVolume | undefined;
}

/** Which volumes did not come up, with the reason of each. */
export interface MountFailure {
	readonly volume: string;
	readonly message: string;
}

/** Sets up Pods' volumes on the node's file system, keeps projected ones up to date, takes them down. */
export class VolumeManager {
	readonly #options: VolumeManagerOptions;
	readonly #mounted = new Map<string, Map<string, MountedVolume>>();

	constructor(options: VolumeManagerOptions) {
		this.#options = options;
		for (const [uid, volumes] of options.mounted ?? []) this.#mounted.set(uid, new Map(volumes));
	}

	/** What is set up now. */
	all(): ReadonlyMap<string, ReadonlyMap<string, MountedVolume>> {
		return new Map([...this.#mounted].map(([uid, volumes]) => [uid, new Map(volumes)]));
	}

	/** Where a Pod's volume lies; undefined when it is not set up. */
	find(podUid: string, volume: string): MountedVolume | undefined {
		return this.#mounted.get(podUid)?.get(volume);
	}

	/** Sets up what is missing and brings projected volumes to the objects' state. Returns what failed. */
	*mountAll(pod: Pod, facts: DownwardFacts): Task<readonly MountFailure[]> {
		const { uid } = pod.metadata;
		let mounted = this.#mounted.get(uid);
		if (mounted === undefined) {
			mounted = new Map();
			this.#mounted.set(uid, mounted);
		}
		const failures: MountFailure[] = [];
		for (const volume of pod.spec.volumes ?? []) {
			const present = mounted.get(volume.name);
			if (present !== undefined && present.written === undefined) continue;
			try {
				mounted.set(volume.name, yield* this.#mount(pod, volume, present, facts));
			} catch (error) {
				if (!(error instanceof VolumeError)) throw error;
				failures.push({ volume: volume.name, message: error.message });
			}
		}
		return failures;
	}

	/** Whether changes of objects can change a volume of the Pod. */
	hasProjected(podUid: string): boolean {
		for (const volume of this.#mounted.get(podUid)?.values() ?? []) if (volume.written !== undefined) return true;
		return false;
	}

	/** Takes the Pod's folder away, with all that lies in it. */
	unmountAll(podUid: string): void {
		this.#mounted.delete(podUid);
		const folder = `/var/lib/kubelet/pods/${podUid}`;
		if (this.#options.machine.root.list(folder) !== undefined) this.#options.machine.root.remove(folder);
	}

	*#mount(pod: Pod, volume: Volume, present: MountedVolume | undefined, facts: DownwardFacts): Task<MountedVolume> {
		const { machine } = this.#options;
		const folder = (plugin: string): string =>
			`/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~${plugin}/${volume.name}`;
		const fsGroup = pod.spec.securityContext?.fsGroup;
		if (volume.emptyDir !== undefined) {
			const hostPath = folder('empty-dir');
			machine.root.mkdir(hostPath, {
				mode: fsGroup === undefined ? 0o777 : 0o2777,
				...(fsGroup === undefined ? {} : { gid: fsGroup }),
			});
			return { hostPath, written: undefined };
		}
		if (volume.hostPath !== undefined) {
			return { hostPath: this.#hostPath(volume.hostPath.path, volume.hostPath.type ?? ''), written: undefined };
		}
		if (volume.persistentVolumeClaim !== undefined) {
			return yield* this.#claim(pod, volume.persistentVolumeClaim.claimName);
		}
		const plugin = projectedPlugin(volume);
		if (plugin === undefined) {
			throw new VolumeError('no volume plugin matched');
		}
		const hostPath = folder(plugin);
		const files = yield* projectedFiles(
			{ pod, facts, objects: this.#options.objects, tokens: this.#options.tokens },
			volume,
		);
		if (fsGroup !== undefined)
			for (const [path, file] of files) files.set(path, { ...file, gid: fsGroup, mode: file.mode | 0o040 });
		const written = writeAtomically(machine.root, hostPath, files, {
			nowMs: this.#options.context.loop.now(),
			noise: this.#options.random.uint32(),
			previous: present?.written,
			// Models the wrapped volumes of pkg/volume/{secret,projected,downwardapi}: ConfigMaps alone lie on the disk.
			inMemory: plugin !== 'configmap',
		});
		return { hostPath, written };
	}

	/** Models pkg/volume/hostpath checkType. */
	#hostPath(path: string, type: string): string {
		const { root } = this.#options.machine;
		const isDirectory = root.list(path) !== undefined;
		const isFile = root.readFile(path) !== undefined;
		switch (type) {
			case 'DirectoryOrCreate':
				if (!isDirectory && !isFile) root.mkdir(path, { mode: 0o755 });
				else if (!isDirectory) throw new VolumeError(`hostPath type check failed: ${path} is not a directory`);
				break;
			case 'Directory':
				if (!isDirectory) throw new VolumeError(`hostPath type check failed: ${path} is not a directory`);
				break;
			case 'FileOrCreate':
				if (!isDirectory && !isFile) root.writeFile(path, '', { mode: 0o644 });
				else if (!isFile) throw new VolumeError(`hostPath type check failed: ${path} is not a file`);
				break;
			case 'File':
				if (!isFile) throw new VolumeError(`hostPath type check failed: ${path} is not a file`);
				break;
			case '':
				// The container runtime makes a directory of what is not there.
				if (!isDirectory && !isFile) root.mkdir(path, { mode: 0o755 });
				break;
			default:
				throw new VolumeError(`hostPath type check failed: ${path} is not a ${hostPathTypeName(type)}`);
		}
		return path;
	}

	/** A claim's volume, of the kinds that lie on the node. Models pkg/kubelet/volumemanager getPVCExtractPV. */
	*#claim(pod: Pod, claimName: string): Task<MountedVolume> {
		const namespace = pod.metadata.namespace ?? '';
		const { client } = this.#options;
		try {
			const claim = yield* client.get(CLAIMS, namespace, claimName);
			if (claim.status?.phase !== 'Bound' || claim.spec?.volumeName === undefined) {
				throw new VolumeError(`error processing PVC ${namespace}/${claimName}: PVC is not bound`);
			}
			const volume = yield* client.get(VOLUMES, '', claim.spec.volumeName);
			const { hostPath, local } = volume.spec ?? {};
			if (hostPath !== undefined)
				return { hostPath: this.#hostPath(hostPath.path, hostPath.type ?? ''), written: undefined };
			if (local !== undefined) return { hostPath: this.#hostPath(local.path, 'Directory'), written: undefined };
			throw new VolumeError('no volume plugin matched');
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			throw new VolumeError(
				`error processing PVC ${namespace}/${claimName}: failed to fetch PVC from API server: ${error.message}`,
			);
		}
	}
}

function hostPathTypeName(type: string): string {
	return type === 'CharDevice' ? 'character device' : type === 'BlockDevice' ? 'block device' : 'socket file';
}

function projectedPlugin(volume: Volume): string | undefined {
	if (volume.configMap !== undefined) return 'configmap';
	if (volume.secret !== undefined) return 'secret';
	if (volume.downwardAPI !== undefined) return 'downward-api';
	return volume.projected === undefined ? undefined : 'projected';
}
