import type { Process } from '../../kernel/process-api.ts';
import type { TakenSnapshot } from '../../kubelet/csi/csi-driver.ts';
import { CsiError } from '../../kubelet/csi/csi-driver.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { ObjectCache } from '../serving/object-cache.ts';
import { Sidecar, withoutFinalizer } from './sidecar.ts';
import { BEING_DELETED, CONTENT_FINALIZER, CONTENTS, type VolumeSnapshotContent } from './snapshot-kinds.ts';

const NANOSECONDS = 1_000_000;

/** Takes the snapshots that contents ask for. Models kubernetes-csi/external-snapshotter pkg/sidecar-controller. */
export function* csiSnapshotter(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 11 * 1024 ** 2 });
	const sidecar = new Sidecar(process, 'csi-snapshotter');
	sidecar.group.add(new Snapshotter(sidecar).start());
	return yield* sidecar.run();
}

class Snapshotter {
	readonly #sidecar: Sidecar;
	#contents: ObjectCache<VolumeSnapshotContent> | undefined;

	constructor(sidecar: Sidecar) {
		this.#sidecar = sidecar;
	}

	*start(): Task<void> {
		const sidecar = this.#sidecar;
		const { name } = yield* sidecar.connect((driver) => `csi-snapshotter ${driver}`);
		this.#contents = sidecar.follow(CONTENTS, ({ metadata, spec }) => {
			if (spec.driver === name) sidecar.work(metadata.name, () => this.#sync(metadata.name));
		});
	}

	*#sync(name: string): Task<void> {
		const content = this.#contents?.get('', name);
		if (content === undefined) return;
		if (content.metadata.deletionTimestamp !== undefined) yield* this.#delete(content);
		else if (content.status?.readyToUse !== true) yield* this.#take(content);
	}

	*#take(content: VolumeSnapshotContent): Task<void> {
		const { driver, process, client } = this.#sidecar;
		const { source, volumeSnapshotRef } = content.spec;
		try {
			let taken: TakenSnapshot | undefined;
			if (source.volumeHandle !== undefined) {
				const { volumeHandle } = source;
				const name = `snapshot-${volumeSnapshotRef.uid ?? ''}`;
				taken = yield* driver.call((each) => each.takeSnapshot(name, volumeHandle));
			} else {
				const id = source.snapshotHandle ?? '';
				taken = yield* driver.call((each) => each.findSnapshot(id));
				if (taken === undefined) throw new CsiError('NotFound', `snapshot ${id} not found`);
			}
			const { id, sizeBytes, takenAtMs } = taken;
			const status = {
				snapshotHandle: id,
				creationTime: takenAtMs * NANOSECONDS,
				readyToUse: true,
				restoreSize: sizeBytes,
			};
			yield* client.update(CONTENTS, { ...content, status }, 'status');
		} catch (error) {
			if (!(error instanceof CsiError)) throw error;
			const message = `Failed to check and update snapshot content: failed to take snapshot of the volume ${source.volumeHandle ?? source.snapshotHandle}: "${error.message}"`;
			const status = { readyToUse: false, error: { message, time: formatTime(process.now()) } };
			yield* client.update(CONTENTS, { ...content, status }, 'status');
			yield* this.#sidecar.event(content, 'Warning', 'SnapshotContentCheckandUpdateFailed', message);
			throw error;
		}
	}

	/** Models shouldDelete and deleteCSISnapshotOperation. */
	*#delete(content: VolumeSnapshotContent): Task<void> {
		const { driver, client } = this.#sidecar;
		const { metadata, spec, status } = content;
		if (metadata.finalizers?.includes(CONTENT_FINALIZER) !== true) return;
		const bound = spec.volumeSnapshotRef.uid !== undefined && spec.volumeSnapshotRef.uid !== '';
		if (bound && metadata.annotations?.[BEING_DELETED] === undefined) return;
		const id = status?.snapshotHandle;
		if (spec.deletionPolicy === 'Delete' && id !== undefined) {
			yield* driver.call((each) => each.deleteSnapshot(id));
		}
		yield* client.update(CONTENTS, withoutFinalizer(content, CONTENT_FINALIZER));
	}
}
