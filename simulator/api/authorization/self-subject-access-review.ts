import { defineReview } from '../define-review.ts';

export const SELF_SUBJECT_ACCESS_REVIEW = defineReview({
	group: 'authorization.k8s.io',
	kind: 'SelfSubjectAccessReview',
	plural: 'selfsubjectaccessreviews',
	singular: 'selfsubjectaccessreview',
	schema: 'io.k8s.api.authorization.v1.SelfSubjectAccessReview',
});
