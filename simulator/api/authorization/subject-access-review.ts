import { defineReview } from '../define-review.ts';

export const SUBJECT_ACCESS_REVIEW = defineReview({
	group: 'authorization.k8s.io',
	kind: 'SubjectAccessReview',
	plural: 'subjectaccessreviews',
	singular: 'subjectaccessreview',
	schema: 'io.k8s.api.authorization.v1.SubjectAccessReview',
});
