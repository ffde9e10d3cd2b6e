import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, Volume } from '../../api/core/types/volume.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { Context } from '../../machinery/context.ts';
import type { Random } from '../../machinery/random.ts';
import { rest } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import type { CsiMount, CsiVolumes } from '../csi/csi-volumes.ts';
import type { DownwardFacts } from '../pod/downward.ts';
import type { PodEvents } from '../pod/pod-events.ts';
import { type WrittenVolume, writeAtomically } from './atomic-writer.ts';
import { localDevice, mapDevice } from './block-volume.ts';
import { checkNodeAffinity, checkVolumeMode, volumeOfClaim } from './claimed-volume.ts';
import type { ConfigObjects } from './config-objects.ts';
import { checkHostPath } from './host-path.ts';
import { MemoryVolumes, memoryVolumeBytes } from './memory-volumes.ts';
import { mountNfs } from './nfs-volume.ts';
import { projectedFiles } from './projections.ts';
import { whyOutOfReach } from './remote-volumes.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { describeFailure, isMapStep, VolumeError } from './volume-error.ts';

export interface VolumeManagerOptions {
	readonly context: Context;
	readonly machine: Machine;
	readonly client: ApiClient;
	readonly objects: ConfigObjects;
	readonly tokens: ServiceAccountTokens;
	readonly random: Random;
	readonly csi: CsiVolumes;
	readonly events: PodEvents;
	/** Volumes that are set up already, by Pod uid and name. */
	readonly mounted?: ReadonlyMap<string, ReadonlyMap<string, MountedVolume>> | undefined;
}

/** A volume that is set up: where it lies on the node. */
export interface MountedVolume {
	readonly hostPath: string;
	readonly written: WrittenVolume | undefined;
	/** A tmpfs. Differs: those of tokens, Secrets and the downward API are folders of the node's disk. */
	readonly inMemory?: boolean;
	/** It is the content of an image: the runtime has it, the node has no folder of it. */
	readonly image?: string;
	/** Its claim is used to be read only. */
	readonly readOnly?: boolean;
	/** It is mounted there, and has to be unmounted. */
	readonly isMount?: boolean;
	/** It is no folder but a block device of the node. */
	readonly isDevice?: boolean;
	/** It is a storage driver's. */
	readonly csi?: CsiMount;
}

/** What it is called in what the kubelet says: a claim's volume has the name of its PersistentVolume. */
interface SpecName {
	name: string;
}

interface MountInput {
	readonly present: MountedVolume | undefined;
	readonly facts: DownwardFacts;
	readonly spec: SpecName;
}

/** Which volumes did not come up, with the reason of each. */
export interface MountFailure {
	readonly volume: string;
	/** Undefined where there is nothing to be said of it yet. */
	readonly message: string | undefined;
	/** Of the event. */
	readonly reason: 'FailedMount' | 'FailedMapVolume';
}

/** Sets up Pods' volumes on the node's file system, keeps projected ones up to date, takes them down. */
export class VolumeManager {
	readonly #options: VolumeManagerOptions;
	readonly #mounted = new Map<string, Map<string, MountedVolume>>();
	readonly #memory: MemoryVolumes;

	constructor(options: VolumeManagerOptions) {
		this.#options = options;
		for (const [uid, volumes] of options.mounted ?? []) this.#mounted.set(uid, new Map(volumes));
		const inMemory = [...this.#mounted.values()].flatMap((volumes) => [...volumes.values()]);
		this.#memory = new MemoryVolumes(
			options.machine,
			inMemory.filter((volume) => volume.inMemory === true).map(({ hostPath }) => hostPath),
		);
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
			if (present?.csi !== undefined) this.#options.csi.adopt(pod, present.hostPath, present.csi);
			if (present !== undefined && present.written === undefined) continue;
			const spec: SpecName = { name: volume.name };
			try {
				mounted.set(volume.name, yield* this.#mount(pod, volume, { present, facts, spec }));
			} catch (error) {
				if (!(error instanceof VolumeError)) throw error;
				const silent = error.step === 'unattached';
				const message = silent ? undefined : describeFailure(error, volume.name, spec.name);
				failures.push({
					volume: volume.name,
					message,
					reason: isMapStep(error.step) ? 'FailedMapVolume' : 'FailedMount',
				});
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
		const { machine } = this.#options;
		for (const { hostPath, csi, isMount } of this.#mounted.get(podUid)?.values() ?? []) {
			if (csi !== undefined) this.#options.csi.unmount(podUid, hostPath, csi);
			if (isMount === true && machine.root.isMounted(hostPath)) machine.root.unmount(hostPath);
		}
		this.#mounted.delete(podUid);
		const folder = `/var/lib/kubelet/pods/${podUid}`;
		this.#memory.unmountBelow(folder);
		if (machine.root.list(folder) !== undefined) machine.root.remove(folder);
	}

	*#mount(pod: Pod, volume: Volume, { present, facts, spec }: MountInput): Task<MountedVolume> {
		const { machine } = this.#options;
		const folder = (plugin: string): string => volumeFolder(pod, plugin, volume.name);
		const fsGroup = pod.spec.securityContext?.fsGroup;
		if (volume.emptyDir !== undefined) {
			const hostPath = folder('empty-dir');
			machine.root.mkdir(hostPath, {
				mode: fsGroup === undefined ? 0o777 : 0o2777,
				...(fsGroup === undefined ? {} : { gid: fsGroup }),
			});
			if (volume.emptyDir.medium !== 'Memory') return { hostPath, written: undefined };
			this.#memory.mount(hostPath, memoryVolumeBytes(pod, volume.emptyDir.sizeLimit, facts.allocatable), fsGroup);
			return { hostPath, written: undefined, inMemory: true };
		}
		if (volume.hostPath !== undefined) {
			checkHostPath(machine.root, volume.hostPath.path, volume.hostPath.type ?? '');
			return { hostPath: volume.hostPath.path, written: undefined };
		}
		if (volume.image !== undefined) return { hostPath: '', written: undefined, image: volume.image.reference ?? '' };
		if (volume.nfs !== undefined) {
			const hostPath = folder('nfs');
			yield* mountNfs(machine, this.#options.context.loop, volume.nfs, [], hostPath);
			return { hostPath, written: undefined, isMount: true };
		}
		if (volume.csi !== undefined) {
			const hostPath = `${folder('csi')}/mount`;
			const csi = yield* this.#options.csi.mountInline(pod, volume.name, volume.csi, hostPath);
			return { hostPath, written: undefined, csi };
		}
		if (volume.persistentVolumeClaim !== undefined) {
			const { claimName, readOnly } = volume.persistentVolumeClaim;
			const claimed = yield* this.#claim(pod, claimName, { volume: volume.name, owned: false, spec });
			return readOnly === true ? { ...claimed, readOnly } : claimed;
		}
		if (volume.ephemeral !== undefined) {
			const claimName = `${pod.metadata.name}-${volume.name}`;
			return yield* this.#claim(pod, claimName, { volume: volume.name, owned: true, spec });
		}
		const plugin = projectedPlugin(volume);
		if (plugin === undefined) throw whyOutOfReach(volume) ?? new VolumeError('no volume plugin matched');
		const hostPath = folder(plugin);
		const files = yield* projectedFiles(
			{ pod, facts, objects: this.#options.objects, tokens: this.#options.tokens },
			volume,
		);
		if (fsGroup !== undefined)
			for (const [path, file] of files) files.set(path, { ...file, gid: fsGroup, mode: file.mode | 0o040 });
		// Models the wrapped volumes of pkg/volume/{secret,projected,downwardapi}: ConfigMaps alone lie on the disk.
		const inMemory = plugin !== 'configmap';
		const written = yield* writeAtomically(machine.root, hostPath, files, {
			nowMs: this.#options.context.loop.now(),
			noise: () => this.#noise(pod, volume.name, present?.written),
			previous: present?.written,
			inMemory,
			rest: rest(this.#options.context.loop),
		});
		return { hostPath, written, inMemory };
	}

	/** Depends on the time, not on what else was written in the meantime. */
	#noise({ metadata }: Pod, volume: string, previous: WrittenVolume | undefined): number {
		const { context, random } = this.#options;
		const noise = random.stream(`${metadata.uid}/${volume}/${context.loop.now()}`).uint32();
		return previous?.stamp.endsWith(`.${noise}`) === true ? noise ^ 1 : noise;
	}

	/** A claim's volume, of the kinds that lie on the node. */
	*#claim(
		pod: Pod,
		claimName: string,
		as: { readonly volume: string; readonly owned: boolean; readonly spec: SpecName },
	): Task<MountedVolume> {
		const { client, machine } = this.#options;
		const { owned, spec } = as;
		const volume = yield* volumeOfClaim(client, pod, claimName, owned);
		checkVolumeMode(pod, as.volume, volume);
		spec.name = volume.metadata.name;
		const { hostPath, local } = volume.spec;
		const folder = (plugin: string): string => volumeFolder(pod, plugin, volume.metadata.name);
		yield* checkNodeAffinity(client, pod, volume);
		if (volume.spec.volumeMode === 'Block') return yield* this.#device(pod, claimName, volume);
		if (hostPath !== undefined) {
			checkHostPath(machine.root, hostPath.path, hostPath.type ?? '');
			return { hostPath: hostPath.path, written: undefined };
		}
		if (local !== undefined) {
			if (machine.root.list(local.path) === undefined) {
				throw new VolumeError(`path "${local.path}" does not exist`, 'NewMounter');
			}
			return { hostPath: local.path, written: undefined };
		}
		if (volume.spec.nfs !== undefined) {
			const path = folder('nfs');
			const { loop } = this.#options.context;
			yield* mountNfs(machine, loop, volume.spec.nfs, volume.spec.mountOptions ?? [], path);
			return { hostPath: path, written: undefined, isMount: true };
		}
		if (volume.spec.csi !== undefined) {
			const path = `${folder('csi')}/mount`;
			const csi = yield* this.#options.csi.mountClaimed(pod, claimName, volume, path);
			return { hostPath: path, written: undefined, csi };
		}
		throw whyOutOfReach(volume.spec) ?? new VolumeError('no volume plugin matched');
	}

	/** The device of a claim, of the kinds that have one. The others are waited for without a word. */
	*#device(pod: Pod, claimName: string, volume: PersistentVolume): Task<MountedVolume> {
		const { machine, events } = this.#options;
		const { local, csi } = volume.spec;
		if (local === undefined && csi === undefined) throw new VolumeError('no block volume plugin', 'unattached');
		const mount = csi && (yield* this.#options.csi.mapClaimed(pod, claimName, volume));
		const device = mount?.device ?? localDevice(machine.root, pod, local?.path ?? '', volume);
		mapDevice({ root: machine.root, events }, pod, volume, device);
		return { hostPath: device, written: undefined, isDevice: true, ...(mount && { csi: mount.csi }) };
	}
}

function volumeFolder({ metadata }: Pod, plugin: string, name: string): string {
	return `/var/lib/kubelet/pods/${metadata.uid}/volumes/kubernetes.io~${plugin}/${name}`;
}

function projectedPlugin(volume: Volume): string | undefined {
	if (volume.configMap !== undefined) return 'configmap';
	if (volume.secret !== undefined) return 'secret';
	if (volume.downwardAPI !== undefined) return 'downward-api';
	return volume.projected === undefined ? undefined : 'projected';
}
