import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { Draft } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { quantityOf } from '../../machinery/quantity.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { CLAIMS, Sidecar, VOLUMES, WorkError, withFinalizer, withoutFinalizer } from '../csi/sidecar.ts';
import {
	BEING_DELETED,
	CONTENT_FINALIZER,
	CONTENTS,
	DEFAULT_CLASS,
	SNAPSHOT_CLASSES,
	SNAPSHOT_GROUP,
	SNAPSHOTS,
	type VolumeSnapshot,
	type VolumeSnapshotClass,
	type VolumeSnapshotContent,
} from '../csi/snapshot-kinds.ts';
import type { ObjectCache } from '../serving/object-cache.ts';

const BOUND = 'snapshot.storage.kubernetes.io/volumesnapshot-bound-protection';
const AS_SOURCE = 'snapshot.storage.kubernetes.io/volumesnapshot-as-source-protection';
const CLAIM_AS_SOURCE = 'snapshot.storage.kubernetes.io/pvc-as-source-protection';

/** Binds snapshots to contents. Models kubernetes-csi/external-snapshotter pkg/common-controller. */
export function* snapshotController(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 14 * 1024 ** 2 });
	const sidecar = new Sidecar(process, 'snapshot-controller');
	new SnapshotController(sidecar).start();
	return yield* sidecar.run();
}

class SnapshotController {
	readonly #sidecar: Sidecar;
	#snapshots: ObjectCache<VolumeSnapshot> | undefined;
	#contents: ObjectCache<VolumeSnapshotContent> | undefined;

	constructor(sidecar: Sidecar) {
		this.#sidecar = sidecar;
	}

	start(): void {
		this.#snapshots = this.#sidecar.follow(SNAPSHOTS, ({ metadata }) => this.#look(metadata.namespace, metadata.name));
		this.#contents = this.#sidecar.follow(CONTENTS, ({ spec }) => {
			this.#look(spec.volumeSnapshotRef.namespace, spec.volumeSnapshotRef.name ?? '');
		});
	}

	#look(namespace = '', name = ''): void {
		this.#sidecar.work(`${namespace}/${name}`, () => this.#sync(namespace, name));
	}

	*#sync(namespace: string, name: string): Task<void> {
		const snapshot = this.#snapshots?.get(namespace, name);
		if (snapshot === undefined) return;
		if (snapshot.metadata.deletionTimestamp !== undefined) yield* this.#delete(snapshot);
		else if (snapshot.status?.readyToUse !== true) yield* this.#bind(snapshot);
	}

	*#bind(snapshot: VolumeSnapshot): Task<void> {
		const { client } = this.#sidecar;
		const guarded = withFinalizer(withFinalizer(snapshot, AS_SOURCE), BOUND);
		if (guarded !== snapshot) {
			// The change brings it here again.
			yield* client.update(SNAPSHOTS, guarded);
			return;
		}
		const content = this.#contentOf(snapshot);
		if (content !== undefined) yield* this.#tell(snapshot, content);
		else if (snapshot.spec.source.volumeSnapshotContentName !== undefined) {
			yield* this.#fail(snapshot, 'SnapshotContentMissing', 'VolumeSnapshotContent is missing');
		} else yield* this.#create(snapshot);
	}

	#contentOf({ metadata, spec }: VolumeSnapshot): VolumeSnapshotContent | undefined {
		const name = spec.source.volumeSnapshotContentName ?? `snapcontent-${metadata.uid}`;
		return this.#contents?.get('', name);
	}

	/** Models createSnapshotContent. */
	*#create(snapshot: VolumeSnapshot): Task<void> {
		const { client } = this.#sidecar;
		const { name, namespace = '', uid, resourceVersion } = snapshot.metadata;
		try {
			const chosen = yield* this.#classOf(snapshot);
			if (snapshot.spec.volumeSnapshotClassName === undefined) {
				const spec = { ...snapshot.spec, volumeSnapshotClassName: chosen.metadata.name };
				yield* client.update(SNAPSHOTS, { ...snapshot, spec });
				return;
			}
			const claim = yield* client.get(CLAIMS, namespace, snapshot.spec.source.persistentVolumeClaimName ?? '');
			if (claim.status.phase !== 'Bound') {
				throw new WorkError(
					`the PVC ${claim.metadata.name} is not yet bound to a PV, will not attempt to take a snapshot`,
				);
			}
			const volume = yield* client.get(VOLUMES, '', claim.spec.volumeName ?? '');
			const { csi } = volume.spec;
			if (csi === undefined || csi.driver !== chosen.driver) {
				throw new WorkError(`cannot find CSI PersistentVolumeSource for volume ${volume.metadata.name}`);
			}
			yield* this.#guard(claim, true);
			yield* client.create(CONTENTS, {
				metadata: { name: `snapcontent-${uid}`, finalizers: [CONTENT_FINALIZER] },
				spec: {
					deletionPolicy: chosen.deletionPolicy,
					driver: chosen.driver,
					source: { volumeHandle: csi.volumeHandle },
					sourceVolumeMode: volume.spec.volumeMode ?? 'Filesystem',
					volumeSnapshotClassName: chosen.metadata.name,
					volumeSnapshotRef: {
						apiVersion: `${SNAPSHOT_GROUP}/v1`,
						kind: 'VolumeSnapshot',
						name,
						namespace,
						resourceVersion,
						uid,
					},
				},
			} as Draft<VolumeSnapshotContent>);
			const text = `Waiting for a snapshot ${namespace}/${name} to be created by the CSI driver.`;
			yield* this.#sidecar.event(snapshot, 'Normal', 'CreatingSnapshot', text);
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof WorkError)) throw error;
			const message = `Failed to create snapshot content with error ${error.message}`;
			yield* this.#fail(snapshot, 'SnapshotContentCreationFailed', message);
			throw error;
		}
	}

	*#classOf({ spec, metadata }: VolumeSnapshot): Task<VolumeSnapshotClass> {
		const { client } = this.#sidecar;
		const name = spec.volumeSnapshotClassName;
		const failed = `failed to get input parameters to create snapshot ${metadata.name}: `;
		if (name !== undefined) {
			try {
				return yield* client.get(SNAPSHOT_CLASSES, '', name);
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				const why = `failed to retrieve snapshot class ${name} from the informer: ${JSON.stringify(error.message)}`;
				throw new WorkError(failed + JSON.stringify(why));
			}
		}
		const defaults = (yield* client.list(SNAPSHOT_CLASSES, '')).filter(
			(each) => each.metadata.annotations?.[DEFAULT_CLASS] === 'true',
		);
		const [only] = defaults;
		if (only === undefined) throw new WorkError('cannot find default snapshot class');
		if (defaults.length > 1) throw new WorkError(`${defaults.length} default snapshot classes were found`);
		return only;
	}

	/** What the content says is the snapshot's, too. */
	*#tell(snapshot: VolumeSnapshot, content: VolumeSnapshotContent): Task<void> {
		const { client } = this.#sidecar;
		const { name, namespace = '', uid } = snapshot.metadata;
		const reference = content.spec.volumeSnapshotRef;
		if (reference.name !== name || reference.namespace !== namespace) {
			const message = `VolumeSnapshotContent ${content.metadata.name} is not bound to VolumeSnapshot ${namespace}/${name}`;
			yield* this.#fail(snapshot, 'SnapshotContentMisbound', message);
			return;
		}
		if ((reference.uid ?? '') === '') {
			const volumeSnapshotRef = { ...reference, uid };
			const bound = withFinalizer({ ...content, spec: { ...content.spec, volumeSnapshotRef } }, CONTENT_FINALIZER);
			yield* client.update(CONTENTS, bound);
			return;
		}
		const { status } = content;
		if (status?.error?.message !== undefined && status.readyToUse !== true) {
			yield* this.#fail(snapshot, 'SnapshotCreationFailed', status.error.message);
			return;
		}
		if (status?.readyToUse !== true) return;
		const made = {
			boundVolumeSnapshotContentName: content.metadata.name,
			creationTime: formatTime(Math.floor((status.creationTime ?? 0) / 1_000_000)),
			readyToUse: true,
			restoreSize: quantityOf(status.restoreSize ?? 0, 'BinarySI'),
		};
		yield* client.update(SNAPSHOTS, { ...snapshot, status: made }, 'status');
		const source = snapshot.spec.source.persistentVolumeClaimName;
		if (source !== undefined) {
			const text = `Snapshot ${namespace}/${name} was successfully created by the CSI driver.`;
			yield* this.#sidecar.event(snapshot, 'Normal', 'SnapshotCreated', text);
			const [claim] = (yield* client.list(CLAIMS, namespace)).filter(({ metadata }) => metadata.name === source);
			if (claim !== undefined) yield* this.#guard(claim, false);
		}
		yield* this.#sidecar.event(snapshot, 'Normal', 'SnapshotReady', `Snapshot ${namespace}/${name} is ready to use.`);
	}

	/** A claim stays while a snapshot is taken of it. */
	*#guard(claim: PersistentVolumeClaim, on: boolean): Task<void> {
		const changed = on ? withFinalizer(claim, CLAIM_AS_SOURCE) : withoutFinalizer(claim, CLAIM_AS_SOURCE);
		if (changed !== claim) yield* this.#sidecar.client.update(CLAIMS, changed);
	}

	*#fail(snapshot: VolumeSnapshot, reason: string, message: string): Task<void> {
		const { client, process } = this.#sidecar;
		if (snapshot.status?.error?.message !== message) {
			const error = { message, time: formatTime(process.now()) };
			yield* client.update(
				SNAPSHOTS,
				{ ...snapshot, status: { ...snapshot.status, readyToUse: false, error } },
				'status',
			);
		}
		yield* this.#sidecar.event(snapshot, 'Warning', reason, message);
	}

	/** Models processSnapshotWithDeletionTimestamp. */
	*#delete(snapshot: VolumeSnapshot): Task<void> {
		const { client } = this.#sidecar;
		const { metadata } = snapshot;
		if (metadata.finalizers?.includes(BOUND) !== true && metadata.finalizers?.includes(AS_SOURCE) !== true) return;
		const restoring = (yield* client.list(CLAIMS, metadata.namespace ?? '')).some(
			({ spec, status }) =>
				status.phase === 'Pending' &&
				spec.dataSource?.kind === 'VolumeSnapshot' &&
				spec.dataSource.name === metadata.name,
		);
		if (restoring) throw new WorkError(`snapshot ${metadata.name} is being used to restore a PVC`);
		const content = this.#contentOf(snapshot);
		if (content !== undefined && content.metadata.annotations?.[BEING_DELETED] === undefined) {
			const annotations = { ...content.metadata.annotations, [BEING_DELETED]: 'yes' };
			yield* client.update(CONTENTS, { ...content, metadata: { ...content.metadata, annotations } });
			if (content.spec.deletionPolicy === 'Delete') yield* client.delete(CONTENTS, { name: content.metadata.name });
		}
		yield* client.update(SNAPSHOTS, withoutFinalizer(withoutFinalizer(snapshot, AS_SOURCE), BOUND));
	}
}
