import type { Pod } from '../../api/core/types/pod.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';
import type { ImagePolicySettings } from './settings/image-policy-settings.ts';
import { statusProblem } from './webhooks/status-problem.ts';

const TIMEOUT_SECONDS = 30;
const API_VERSION = 'imagepolicy.k8s.io/v1alpha1';
const ANSWERS_MAX = 1_024;

/** Somebody outside says which images may run. Models plugin/pkg/admission/imagepolicy. */
export function imagePolicyWebhook(settings: ImagePolicySettings | undefined): AdmissionPlugin {
	const answers = new Answers();
	return {
		name: 'ImagePolicyWebhook',
		validate: (attributes, core) => {
			const { kind, operation, subresource } = attributes;
			if (kind.group !== '' || kind.plural !== 'pods' || settings === undefined) return undefined;
			if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
			if (subresource !== '' && subresource !== 'ephemeralcontainers') return undefined;
			return review(settings, answers, attributes, core);
		},
	};
}

interface Verdict {
	readonly allowed: boolean;
	readonly reason: string;
}

/** What was answered, as long as it is good. */
class Answers {
	readonly #known = new Map<string, { readonly verdict: Verdict; readonly untilMs: number }>();

	find(question: string, nowMs: number): Verdict | undefined {
		const known = this.#known.get(question);
		return known === undefined || known.untilMs <= nowMs ? undefined : known.verdict;
	}

	keep(question: string, verdict: Verdict, untilMs: number): void {
		this.#known.delete(question);
		this.#known.set(question, { verdict, untilMs });
		const [oldest] = this.#known.keys();
		if (this.#known.size > ANSWERS_MAX && oldest !== undefined) this.#known.delete(oldest);
	}
}

function* review(
	settings: ImagePolicySettings,
	answers: Answers,
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<void> {
	const spec = reviewSpec(attributes);
	const question = JSON.stringify(spec);
	const { loop } = core.world;
	let verdict = answers.find(question, loop.now());
	if (verdict === undefined) {
		const answer = yield* ask(settings, spec, core);
		if (typeof answer === 'string') {
			if (!settings.defaultAllow) throw refusal(attributes, answer);
			markFailedOpen(attributes.object as KubeObject);
			return;
		}
		verdict = answer;
		answers.keep(question, verdict, loop.now() + (verdict.allowed ? settings.allowMs : settings.denyMs));
	}
	if (verdict.allowed) return;
	throw refusal(
		attributes,
		verdict.reason === ''
			? 'one or more images rejected by webhook backend'
			: `image policy webhook backend denied one or more images: ${verdict.reason}`,
	);
}

const FAILED_OPEN = 'alpha.image-policy.k8s.io/failed-open';

/** Says of an object that nobody was asked. Differs: the audit log does not say it. */
function markFailedOpen({ metadata }: KubeObject): void {
	metadata.annotations = { ...metadata.annotations, [FAILED_OPEN]: 'true' };
}

function reviewSpec({ object, namespace, subresource }: AdmissionAttributes): object {
	const { metadata, spec } = object as unknown as Pod;
	const containers =
		subresource === ''
			? [...spec.containers, ...(spec.initContainers ?? [])]
			: ((spec.ephemeralContainers ?? []) as { readonly image?: string }[]);
	const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) =>
		key.includes('.image-policy.k8s.io/'),
	);
	return {
		containers: containers.map(({ image }) => ({ image })),
		...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
		namespace,
	};
}

/** The verdict, or why there is none. */
function* ask({ backend }: ImagePolicySettings, spec: object, core: ServerCore): Task<Verdict | string> {
	// The base of a client's URLs ends with a slash, and loses it when something stands before it.
	const [, origin = backend.server, path = '/'] = /^(https?:\/\/[^/]*)(\/.*)?$/.exec(backend.server) ?? [];
	const query = [['timeout', `${TIMEOUT_SECONDS}s`]] as const;
	const failed = (problem: string): string =>
		`Post ${JSON.stringify(`${origin}${path}?timeout=${TIMEOUT_SECONDS}s`)}: ${problem}`;
	if (core.webhooks === undefined) return failed('dial tcp: network is unreachable');
	const { server: _, ...connection } = backend;
	const answer = yield* core.webhooks.post({
		...connection,
		server: origin,
		path,
		query,
		body: { kind: 'ImageReview', apiVersion: API_VERSION, metadata: {}, spec, status: { allowed: false } },
		timeoutMs: TIMEOUT_SECONDS * 1_000,
	});
	if (answer.kind === 'failed') return failed(answer.detail);
	if (answer.status < 200 || answer.status >= 300) return statusProblem(answer.status, answer.body);
	return verdictOf(answer.body);
}

function verdictOf(body: unknown): Verdict | string {
	const review = (typeof body === 'object' && body !== null ? body : {}) as { [field: string]: unknown };
	const shown = typeof body === 'string' ? body : JSON.stringify(body);
	if (review.kind === undefined) return `Object 'Kind' is missing in '${shown}'`;
	if (review.kind !== 'ImageReview' || review.apiVersion !== API_VERSION) {
		const [kind, version] = [review.kind, review.apiVersion ?? ''].map((each) => JSON.stringify(each));
		return `no kind ${kind} is registered for version ${version} in scheme "pkg/api/legacyscheme/scheme.go:30"`;
	}
	const { allowed, reason } = (review.status ?? {}) as { allowed?: unknown; reason?: unknown };
	return { allowed: allowed === true, reason: typeof reason === 'string' ? reason : '' };
}
