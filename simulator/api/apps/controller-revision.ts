import { required } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { nonNegative, validateImmutable } from '../validation/object-meta.ts';
import type { ControllerRevision } from './types.ts';

/** Models pkg/registry/apps/controllerrevision/strategy.go. */
export const CONTROLLER_REVISION = defineKind<ControllerRevision>({
	group: 'apps',
	version: 'v1',
	kind: 'ControllerRevision',
	plural: 'controllerrevisions',
	singular: 'controllerrevision',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.apps.v1.ControllerRevision',
	storagePrefix: 'controllerrevisions',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<ControllerRevision>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: ({ data, revision }) => [
			...(data === undefined || data === null ? [required('data', 'data is mandatory')] : []),
			...(revision < 0 ? [nonNegative('revision', revision)] : []),
		],
		change: (now, old) => validateImmutable(now.data, old.data, 'data'),
	}),
	columns: [
		NAME_COLUMN,
		textColumn({ name: 'Controller', description: 'Controller of the object', value: controllerName }),
		textColumn({
			name: 'Revision',
			description: fieldDoc('io.k8s.api.apps.v1.ControllerRevision', 'revision'),
			value: ({ revision }) => revision,
		}),
		AGE_COLUMN,
	],
});

/** "daemonset.apps/kube-proxy". */
function controllerName({ metadata }: ControllerRevision): string {
	const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
	if (owner === undefined) return '<none>';
	const slash = owner.apiVersion.indexOf('/');
	const group = slash < 0 ? '' : owner.apiVersion.slice(0, slash);
	return `${group === '' ? owner.kind : `${owner.kind}.${group}`}`.toLowerCase().concat(`/${owner.name}`);
}
