import { defineReview } from '../define-review.ts';

export const LOCAL_SUBJECT_ACCESS_REVIEW = defineReview({
	group: 'authorization.k8s.io',
	kind: 'LocalSubjectAccessReview',
	plural: 'localsubjectaccessreviews',
	singular: 'localsubjectaccessreview',
	schema: 'io.k8s.api.authorization.v1.LocalSubjectAccessReview',
	namespaced: true,
});
