import { defineReview } from '../define-review.ts';

export const SELF_SUBJECT_RULES_REVIEW = defineReview({
	group: 'authorization.k8s.io',
	kind: 'SelfSubjectRulesReview',
	plural: 'selfsubjectrulesreviews',
	singular: 'selfsubjectrulesreview',
	schema: 'io.k8s.api.authorization.v1.SelfSubjectRulesReview',
});
