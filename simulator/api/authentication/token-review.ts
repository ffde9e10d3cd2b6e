import { defineReview } from '../define-review.ts';

export const TOKEN_REVIEW = defineReview({
	group: 'authentication.k8s.io',
	kind: 'TokenReview',
	plural: 'tokenreviews',
	singular: 'tokenreview',
	schema: 'io.k8s.api.authentication.v1.TokenReview',
});
