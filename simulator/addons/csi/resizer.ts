import type { PersistentVolumeClaim, PersistentVolumeClaimCondition } from '../../api/core/types/volume.ts';
import type { Process } from '../../kernel/process-api.ts';
import { CsiError } from '../../kubelet/csi/csi-driver.ts';
import { compareQuantities, wholeValue } from '../../machinery/quantity.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { ObjectCache } from '../serving/object-cache.ts';
import { CLAIMS, Sidecar, VOLUMES } from './sidecar.ts';

/** Lets volumes grow as their claims ask. Models kubernetes-csi/external-resizer. */
export function* csiResizer(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 11 * 1024 ** 2 });
	const sidecar = new Sidecar(process, 'csi-resizer');
	sidecar.group.add(new Resizer(sidecar).start());
	return yield* sidecar.run();
}

class Resizer {
	readonly #sidecar: Sidecar;
	#claims: ObjectCache<PersistentVolumeClaim> | undefined;

	constructor(sidecar: Sidecar) {
		this.#sidecar = sidecar;
	}

	*start(): Task<void> {
		const sidecar = this.#sidecar;
		yield* sidecar.connect((driver) => `external-resizer ${driver}`);
		this.#claims = sidecar.follow(CLAIMS, (claim) => {
			const { namespace = '', name } = claim.metadata;
			if (wantsMore(claim)) sidecar.work(`${namespace}/${name}`, () => this.#resize(namespace, name));
		});
	}

	*#resize(namespace: string, name: string): Task<void> {
		const { client, driver } = this.#sidecar;
		const claim = this.#claims?.get(namespace, name);
		if (claim === undefined || !wantsMore(claim)) return;
		const wanted = claim.spec.resources?.requests?.storage ?? '0';
		const volume = yield* client.get(VOLUMES, '', claim.spec.volumeName ?? '');
		const { csi } = volume.spec;
		if (csi?.driver !== driver.name) return;
		const event = (reason: string, text: string): Task<void> => this.#sidecar.event(claim, 'Normal', reason, text);
		yield* event('Resizing', `External resizer is resizing volume ${volume.metadata.name}`);
		const begun = yield* this.#write(claim, wanted, 'ControllerResizeInProgress', [this.#condition('Resizing')]);
		try {
			const onNode = yield* driver.call((each) => each.expandVolume(csi.volumeHandle, wholeValue(wanted)));
			yield* client.update(VOLUMES, {
				...volume,
				spec: { ...volume.spec, capacity: { ...volume.spec.capacity, storage: wanted } },
			});
			if (onNode) {
				const text = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';
				yield* this.#write(begun, wanted, 'NodeResizePending', [this.#condition('FileSystemResizePending', text)]);
				yield* event('FileSystemResizeRequired', 'Require file system resize of volume on node');
				return;
			}
			yield* this.#write(begun, wanted, undefined, []);
			yield* event('VolumeResizeSuccessful', 'Resize volume succeeded');
		} catch (error) {
			if (!(error instanceof CsiError)) throw error;
			const message = `resize volume ${JSON.stringify(volume.metadata.name)} by resizer ${JSON.stringify(driver.name)} failed: ${error.message}`;
			yield* this.#sidecar.event(claim, 'Warning', 'VolumeResizeFailed', message);
			throw error;
		}
	}

	#condition(type: string, message?: string): PersistentVolumeClaimCondition {
		const lastTransitionTime = formatTime(this.#sidecar.process.now());
		return { type, status: 'True', lastTransitionTime, ...(message === undefined ? {} : { message }) };
	}

	/** @param state of the growing; undefined: it has grown. */
	#write(
		claim: PersistentVolumeClaim,
		storage: string,
		state: string | undefined,
		conditions: PersistentVolumeClaimCondition[],
	): Task<PersistentVolumeClaim> {
		const { allocatedResourceStatuses, ...rest } = claim.status;
		const status = {
			...rest,
			conditions,
			allocatedResources: { ...claim.status.allocatedResources, storage },
			...(state === undefined
				? { capacity: { ...claim.status.capacity, storage } }
				: { allocatedResourceStatuses: { ...allocatedResourceStatuses, storage: state } }),
		};
		return this.#sidecar.client.update(CLAIMS, { ...claim, status }, 'status');
	}
}

function wantsMore({ spec, status }: PersistentVolumeClaim): boolean {
	if (status.phase !== 'Bound') return false;
	const wanted = spec.resources?.requests?.storage ?? '0';
	if (compareQuantities(wanted, status.capacity?.storage ?? '0') <= 0) return false;
	const done = status.allocatedResourceStatuses?.storage === 'NodeResizePending';
	return !(done && compareQuantities(status.allocatedResources?.storage ?? '0', wanted) === 0);
}
