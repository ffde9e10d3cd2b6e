import type { ApiServer } from '../api-server.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { objectResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';
import {
	localSubjectAccessReview,
	selfSubjectAccessReview,
	selfSubjectRulesReview,
	subjectAccessReview,
} from './access-reviews.ts';
import { selfSubjectReview, tokenReview } from './authentication-reviews.ts';
import type { Review, ReviewHandler } from './review.ts';

/** What answers each kind of review, by "group/resource". */
const REVIEWS: ReadonlyMap<string, ReviewHandler> = new Map<string, ReviewHandler>([
	['authorization.k8s.io/selfsubjectaccessreviews', selfSubjectAccessReview],
	['authorization.k8s.io/subjectaccessreviews', subjectAccessReview],
	['authorization.k8s.io/localsubjectaccessreviews', localSubjectAccessReview],
	['authorization.k8s.io/selfsubjectrulesreviews', selfSubjectRulesReview],
	['authentication.k8s.io/selfsubjectreviews', selfSubjectReview],
	['authentication.k8s.io/tokenreviews', tokenReview],
]);

/** The answer of a POST that asks instead of storing; undefined when the kind is an ordinary one. Throws ApiError. */
export function handleReview(scope: RequestScope, server: ApiServer): ApiResponse | undefined {
	const { kind, request } = scope;
	const handler = REVIEWS.get(`${kind.group}/${kind.plural}`);
	if (handler === undefined) return undefined;
	const context = writeOptions(request, scope.user, 'CreateOptions', '');
	const review = decodeObject(request, kind, context.validation, context.warnings) as Review;
	const metadata = { ...review.metadata };
	if (kind.plural === 'selfsubjectreviews') metadata.creationTimestamp = server.world.timestamp();
	const answer = { ...review, metadata, status: handler(review, scope, server) };
	return objectResponse(201, answer, context.warnings);
}
