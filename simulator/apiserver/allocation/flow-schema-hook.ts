import type { FlowSchema } from '../../api/flowcontrol/types.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import type { ServerCore } from '../server-core.ts';

/**
 * Says in a FlowSchema's status whether its priority level is there.
 * Models apiserver/pkg/util/flowcontrol configController syncFlowSchemaStatus.
 * Differs: it is said when the schema is written; a level that comes or goes later changes nothing.
 */
export function flowSchemaHook(core: ServerCore): StorageHook {
	return {
		beforeWrite(object) {
			const schema = object as unknown as FlowSchema;
			const { name } = schema.spec.priorityLevelConfiguration;
			const levels = core.kinds.byKind('flowcontrol.apiserver.k8s.io', 'v1', 'PriorityLevelConfiguration');
			const found = levels !== undefined && core.storageOf(levels).find('', name) !== undefined;
			const { conditions = [] } = schema.status;
			const before = conditions.find(({ type }) => type === 'Dangling');
			const status = found ? 'False' : 'True';
			if (before?.status === status && before.message?.includes(JSON.stringify(name)) === true) return [];
			const what = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(name)}`;
			const condition = {
				type: 'Dangling',
				status,
				lastTransitionTime: core.world.timestamp(),
				reason: found ? 'Found' : 'NotFound',
				message: found ? `${what} and it exists` : `${what} but there is no such object`,
			};
			schema.status = { ...schema.status, conditions: [...conditions.filter((each) => each !== before), condition] };
			return [];
		},
	};
}
