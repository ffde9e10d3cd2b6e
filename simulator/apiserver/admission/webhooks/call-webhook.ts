import type { MutatingWebhook } from '../../../api/admissionregistration/types.ts';
import { ApiError, internalError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes } from '../admission.ts';
import { type AdmissionAnswer, admissionReview, readAnswer } from './admission-review.ts';
import { statusProblem } from './status-problem.ts';
import { webhookAddress } from './webhook-address.ts';

const TIMEOUT_SECONDS = 10;

/**
 * Asks a webhook. Undefined when it could not be asked and its failure policy says to go on without it.
 * Throws ApiError when it denies or its failure is one of the request.
 * Models apiserver/pkg/admission/plugin/webhook/{validating,mutating}/dispatcher.go.
 */
export function* callWebhook(
	webhook: MutatingWebhook,
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<AdmissionAnswer | undefined> {
	const answer = yield* ask(webhook, attributes, core);
	if ('problem' in answer) {
		if (webhook.failurePolicy === 'Ignore') return undefined;
		throw internalError(`failed calling webhook ${JSON.stringify(webhook.name)}: ${answer.problem}`);
	}
	attributes.warnings.push(...answer.warnings);
	if (!answer.allowed) throw denial(webhook.name, answer.result);
	return answer;
}

function* ask(
	webhook: MutatingWebhook,
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<AdmissionAnswer | { readonly problem: string }> {
	const version = webhook.admissionReviewVersions.find((each) => each === 'v1' || each === 'v1beta1') ?? 'v1';
	const review = admissionReview(attributes, core, version);
	const { url, server, serverName, path, caPem } = webhookAddress(webhook.clientConfig, core);
	const seconds = webhook.timeoutSeconds ?? TIMEOUT_SECONDS;
	const failed = (problem: string): { readonly problem: string } => ({
		problem: `failed to call webhook: Post ${JSON.stringify(`${url}?timeout=${seconds}s`)}: ${problem}`,
	});
	if (typeof server !== 'string') return failed(server.problem);
	if (core.webhooks === undefined) return failed('dial tcp: network is unreachable');
	const result = yield* core.webhooks.post({
		server,
		...(serverName === undefined ? {} : { serverName }),
		...(caPem === undefined ? {} : { caPem }),
		userAgent: 'kube-apiserver-admission',
		path,
		query: [['timeout', `${seconds}s`]],
		body: review,
		timeoutMs: seconds * 1_000,
	});
	if (result.kind === 'failed') return failed(result.detail);
	if (result.status >= 200 && result.status < 300) {
		const answer = readAnswer(review, result.body);
		return 'problem' in answer ? { problem: `received invalid webhook response: ${answer.problem}` } : answer;
	}
	return { problem: `failed to call webhook: ${statusProblem(result.status, result.body)}` };
}

/** Models apiserver/pkg/admission/plugin/webhook/errors ToStatusErr. */
function denial(name: string, { message = '', reason = '', code = 0 }: AdmissionAnswer['result']): ApiError {
	const denied = `admission webhook ${JSON.stringify(name)} denied the request`;
	const why = message || reason;
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: why === '' ? `${denied} without explanation` : `${denied}: ${why}`,
		...(reason === '' ? {} : { reason }),
		code: Math.max(code, 400),
	} as ApiError['status']);
}
