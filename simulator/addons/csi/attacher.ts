import type { PersistentVolume } from '../../api/core/types/volume.ts';
import type { VolumeAttachment } from '../../api/storage/types.ts';
import type { Process } from '../../kernel/process-api.ts';
import { CsiError } from '../../kubelet/csi/csi-driver.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { ObjectCache } from '../serving/object-cache.ts';
import { ATTACHMENTS, Sidecar, VOLUMES, withFinalizer, withoutFinalizer } from './sidecar.ts';

/** Does what VolumeAttachments ask. Models kubernetes-csi/external-attacher. */
export function* csiAttacher(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 11 * 1024 ** 2 });
	const sidecar = new Sidecar(process, 'csi-attacher');
	sidecar.group.add(new Attacher(sidecar).start());
	return yield* sidecar.run();
}

class Attacher {
	readonly #sidecar: Sidecar;
	#attachments: ObjectCache<VolumeAttachment> | undefined;
	#volumes: ObjectCache<PersistentVolume> | undefined;

	constructor(sidecar: Sidecar) {
		this.#sidecar = sidecar;
	}

	*start(): Task<void> {
		const sidecar = this.#sidecar;
		const { name } = yield* sidecar.connect((driver) => `csi-attacher ${driver}`);
		this.#attachments = sidecar.follow(
			ATTACHMENTS,
			({ metadata, spec }) => {
				if (spec.attacher === name) sidecar.work(metadata.name, () => this.#sync(metadata.name));
			},
			({ spec }) => {
				const volume = spec.source.persistentVolumeName ?? '';
				if (spec.attacher === name) sidecar.work(volume, () => this.#release(volume));
			},
		);
		this.#volumes = sidecar.follow(VOLUMES, ({ metadata, spec }) => {
			if (spec.csi?.driver !== name || metadata.deletionTimestamp === undefined) return;
			sidecar.work(metadata.name, () => this.#release(metadata.name));
		});
	}

	get #finalizer(): string {
		return `external-attacher/${this.#sidecar.driver.name.replaceAll('.', '-')}`;
	}

	*#sync(name: string): Task<void> {
		const attachment = this.#attachments?.get('', name);
		if (attachment === undefined) return;
		if (attachment.metadata.deletionTimestamp !== undefined) yield* this.#detach(attachment);
		else if (attachment.status?.attached !== true) yield* this.#attach(attachment);
	}

	*#attach(attachment: VolumeAttachment): Task<void> {
		const { client, driver, process } = this.#sidecar;
		const { spec } = attachment;
		const volume = yield* client.get(VOLUMES, '', spec.source.persistentVolumeName ?? '');
		const guarded = withFinalizer(volume, this.#finalizer);
		if (guarded !== volume) yield* client.update(VOLUMES, guarded);
		let held = withFinalizer(attachment, this.#finalizer);
		if (held !== attachment) {
			const annotations = { ...held.metadata.annotations, 'csi.alpha.kubernetes.io/node-id': spec.nodeName };
			held = yield* client.update(ATTACHMENTS, { ...held, metadata: { ...held.metadata, annotations } });
		}
		try {
			yield* driver.call((each) => each.attach(volume.spec.csi?.volumeHandle ?? '', spec.nodeName));
			yield* client.update(ATTACHMENTS, { ...held, status: { attached: true } }, 'status');
		} catch (error) {
			if (!(error instanceof CsiError)) throw error;
			const attachError = { message: error.message, time: formatTime(process.now()) };
			yield* client.update(ATTACHMENTS, { ...held, status: { attached: false, attachError } }, 'status');
			throw error;
		}
	}

	*#detach(attachment: VolumeAttachment): Task<void> {
		const { client, driver } = this.#sidecar;
		const { metadata, spec } = attachment;
		if (metadata.finalizers?.includes(this.#finalizer) !== true) return;
		const handle = this.#volumes?.get('', spec.source.persistentVolumeName ?? '')?.spec.csi?.volumeHandle;
		if (handle !== undefined) yield* driver.call((each) => each.detach(handle, spec.nodeName));
		const detached =
			attachment.status?.attached === true
				? yield* client.update(ATTACHMENTS, { ...attachment, status: { attached: false } }, 'status')
				: attachment;
		yield* client.update(ATTACHMENTS, withoutFinalizer(detached, this.#finalizer));
	}

	/** A volume may go once it is attached nowhere. */
	*#release(name: string): Task<void> {
		const volume = this.#volumes?.get('', name);
		const isAttached = this.#attachments?.list().some(({ spec }) => spec.source.persistentVolumeName === name);
		if (volume?.metadata.deletionTimestamp === undefined || isAttached === true) return;
		const free = withoutFinalizer(volume, this.#finalizer);
		if (free !== volume) yield* this.#sidecar.client.update(VOLUMES, free);
	}
}
