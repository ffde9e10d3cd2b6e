import { defineReview } from '../define-review.ts';

/** Says on which node a Pod runs; the Pod keeps it. */
export const BINDING = defineReview({
	group: '',
	kind: 'Binding',
	plural: 'bindings',
	singular: 'binding',
	namespaced: true,
	schema: 'io.k8s.api.core.v1.Binding',
});
