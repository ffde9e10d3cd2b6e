import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { ImageVolumeSource } from '../../api/core/types/volume-source.ts';
import type { Context } from '../../machinery/context.ts';
import { formatDuration } from '../../machinery/duration.ts';
import { Lock } from '../../machinery/lock.ts';
import type { Task } from '../../machinery/task.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import { ImageReferenceError, parseImageReference } from '../runtime/image-reference.ts';
import type { ImageStore } from '../runtime/image-store.ts';
import type { Credential } from '../runtime/registry-access.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { ConfigObjects } from '../volumes/config-objects.ts';
import { Backoff, type BackoffMemory } from './backoff.ts';
import type { StartFailure } from './container-statuses.ts';
import type { PodEvents } from './pod-events.ts';
import { credentialsFor, type PullSecrets, pullSecretsOf } from './pull-secrets.ts';

/** What pulls have come to. */
export interface PullMemory {
	readonly backoff: BackoffMemory;
	readonly lastErrors: ReadonlyMap<string, string>;
	readonly pulledAs: ReadonlyMap<string, ReadonlySet<string>>;
}

type Say = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

/**
 * Sees that a container's image is on the node before it is made. Pulls go one after the other unless the
 * kubelet is configured otherwise. Models pkg/kubelet/images imageManager.
 */
export class ImagePuller {
	readonly #context: Context;
	readonly #images: ImageStore;
	readonly #backoff: Backoff;
	readonly #lastErrors: Map<string, string>;
	readonly #objects: ConfigObjects;
	/** Images that were pulled by those who may, and by whom. */
	readonly #pulledAs: Map<string, ReadonlySet<string>>;
	readonly #turn: Lock;

	constructor(
		context: Context,
		images: ImageStore,
		objects: ConfigObjects,
		configuration: PullSettings,
		memory?: PullMemory,
	) {
		this.#objects = objects;
		this.#backoff = new Backoff(undefined, undefined, memory?.backoff);
		this.#lastErrors = new Map(memory?.lastErrors);
		this.#pulledAs = new Map(memory?.pulledAs);
		this.#context = context;
		this.#images = images;
		this.#turn = new Lock(context.loop.post, pullsAtOnce(configuration));
	}

	/** Undefined when the image is there; else why the container has to wait. */
	ensure(pod: Pod, container: Container | EphemeralContainer, events: PodEvents): Task<StartFailure | undefined> {
		const { image = '', imagePullPolicy } = container;
		return this.#ensure(pod, image, imagePullPolicy, (type, reason, message) =>
			events.ofContainer(pod, container.name, type, reason, message),
		);
	}

	/** As `ensure`, of an image that is a volume. Models kuberuntime getImageVolumes. */
	ensureVolume(pod: Pod, source: ImageVolumeSource, events: PodEvents): Task<StartFailure | undefined> {
		return this.#ensure(pod, source.reference ?? '', source.pullPolicy, (type, reason, message) =>
			events.ofPod(pod, type, reason, message),
		);
	}

	*#ensure(pod: Pod, image: string, policy: string | undefined, say: Say): Task<StartFailure | undefined> {
		const quoted = JSON.stringify(image);
		try {
			parseImageReference(image);
		} catch (error) {
			if (!(error instanceof ImageReferenceError)) throw error;
			const message = `Failed to apply default image tag ${quoted}: couldn't parse image name ${quoted}: ${error.message}`;
			say('Warning', 'InspectFailed', message);
			return { reason: 'InvalidImageName', message };
		}
		const credentials = credentialsFor(image, (yield* this.#secrets(pod)).entries);
		const present = this.#images.find(image) !== undefined;
		const allowed = present && this.#mayUse(image, credentials);
		if (allowed && policy !== 'Always') {
			say('Normal', 'Pulled', `Container image ${quoted} already present on machine and can be accessed by the pod`);
			return undefined;
		}
		if (policy === 'Never') {
			const message = present
				? `Container image ${quoted} is present with pull policy of Never but does not have the proper credentials to access the image`
				: `Container image ${quoted} is not present with pull policy of Never`;
			say('Warning', 'ErrImageNeverPull', message);
			return { reason: 'ErrImageNeverPull', message };
		}
		const key = `${pod.metadata.uid}_${image}`;
		if (this.#backoff.isInBackoff(key, this.#context.loop.now())) {
			const message = `Back-off pulling image ${quoted}`;
			say('Normal', 'BackOff', message);
			const last = this.#lastErrors.get(key);
			return { reason: 'ImagePullBackOff', message: last === undefined ? message : `${message}: ${last}` };
		}
		return yield* this.#pull(key, image, credentials, say);
	}

	/** Says which Secrets are not there. Models SyncPod's getPullSecretsForPod. */
	*tellMissingSecrets(pod: Pod, events: PodEvents): Task<void> {
		if ((pod.spec.imagePullSecrets ?? []).length === 0) return;
		const { missing } = yield* this.#secrets(pod);
		if (missing.length === 0) return;
		const text = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
		events.ofPod(pod, 'Warning', 'FailedToRetrieveImagePullSecret', text);
	}

	memory(): PullMemory {
		return {
			backoff: this.#backoff.memory(),
			lastErrors: new Map(this.#lastErrors),
			pulledAs: new Map(this.#pulledAs),
		};
	}

	forget(podUid: string): void {
		this.#backoff.forget(`${podUid}_`);
		for (const key of this.#lastErrors.keys()) if (key.startsWith(`${podUid}_`)) this.#lastErrors.delete(key);
	}

	*#secrets(pod: Pod): Task<PullSecrets> {
		return (pod.spec.imagePullSecrets ?? []).length === 0 ? NO_SECRETS : yield* pullSecretsOf(pod, this.#objects);
	}

	/** What one Pod's credentials have fetched is not there for another's. Models pkg/kubelet/images/pullmanager MustAttemptImagePull. */
	#mayUse(image: string, credentials: readonly Credential[]): boolean {
		const pulledAs = this.#pulledAs.get(image);
		return pulledAs === undefined || credentials.some((each) => pulledAs.has(keyOf(each)));
	}

	/** With each of the credentials that fit, or with none when there is none. Models kuberuntime PullImage. */
	*#pullAsSomebody(image: string, credentials: readonly Credential[]): Task<void> {
		const errors: RuntimeError[] = [];
		for (const credential of credentials.length === 0 ? [undefined] : credentials) {
			try {
				yield* this.#images.pull(image, credential);
				if (credential === undefined) this.#pulledAs.delete(image);
				else this.#pulledAs.set(image, new Set([...(this.#pulledAs.get(image) ?? []), keyOf(credential)]));
				return;
			} catch (error) {
				if (!(error instanceof RuntimeError)) throw error;
				errors.push(error);
			}
		}
		const [first] = errors as [RuntimeError];
		if (errors.length === 1) throw first;
		throw new RuntimeError(`[${errors.map(String).join(', ')}]`, 'Unknown');
	}

	*#pull(key: string, image: string, credentials: readonly Credential[], say: Say): Task<StartFailure | undefined> {
		const { loop } = this.#context;
		const quoted = JSON.stringify(image);
		say('Normal', 'Pulling', `Pulling image ${quoted}`);
		const askedMs = loop.now();
		yield* this.#turn.acquire();
		const startedMs = loop.now();
		try {
			yield* this.#pullAsSomebody(image, credentials);
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
			const text = error.toString();
			say('Warning', 'Failed', `Failed to pull image ${quoted}: ${text}`);
			this.#backoff.next(key, loop.now());
			this.#lastErrors.set(key, `ErrImagePull: ${text}`);
			return { reason: 'ErrImagePull', message: text };
		} finally {
			this.#turn.release();
		}
		const took = formatDuration(loop.now() - startedMs);
		const waited = formatDuration(loop.now() - askedMs);
		const bytes = this.#images.find(image)?.version.sizeBytes ?? 0;
		say(
			'Normal',
			'Pulled',
			`Successfully pulled image ${quoted} in ${took} (${waited} including waiting). Image size: ${bytes} bytes.`,
		);
		this.#lastErrors.delete(key);
		return undefined;
	}
}

type PullSettings = Pick<KubeletConfiguration, 'serializeImagePulls' | 'maxParallelImagePulls'>;

/** Models pkg/kubelet/images newParallelImagePuller. */
function pullsAtOnce({ serializeImagePulls, maxParallelImagePulls }: PullSettings): number {
	return serializeImagePulls ? 1 : (maxParallelImagePulls ?? Number.POSITIVE_INFINITY);
}

const NO_SECRETS: PullSecrets = { entries: [], missing: [] };

function keyOf({ username, password }: Credential): string {
	return `${username}:${password}`;
}
