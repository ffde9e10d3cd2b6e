import type { KubeObject } from '../machinery/meta.ts';
import type { Kind, Subresource, Verb } from './kind.ts';

/**
 * A kind as the registry holds it, from the literal that is typed with its own objects. The server gives a kind's
 * functions only objects of that kind: it has decoded them by the kind's schema.
 */
export function defineKind<T extends KubeObject>(kind: Kind<T>): Kind {
	return kind as unknown as Kind;
}

/** What most resources allow. */
export const ALL_VERBS: readonly Verb[] = [
	'create',
	'delete',
	'deletecollection',
	'get',
	'list',
	'patch',
	'update',
	'watch',
];

export const STATUS_SUBRESOURCE: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };

export const SCALE_SUBRESOURCE: Subresource = {
	name: 'scale',
	verbs: ['get', 'patch', 'update'],
	kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
};
