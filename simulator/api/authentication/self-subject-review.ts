import { defineReview } from '../define-review.ts';

export const SELF_SUBJECT_REVIEW = defineReview({
	group: 'authentication.k8s.io',
	kind: 'SelfSubjectReview',
	plural: 'selfsubjectreviews',
	singular: 'selfsubjectreview',
	schema: 'io.k8s.api.authentication.v1.SelfSubjectReview',
});
