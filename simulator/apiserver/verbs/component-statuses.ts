import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ComponentCheck } from '../component-health.ts';
import { presentList, presentObject } from '../output/present.ts';
import { parseSelection } from '../registry/selection.ts';
import type { ApiResponse } from '../request.ts';
import { listOptions } from './list-options.ts';
import { presentationOf } from './read.ts';
import { objectResponse } from './response.ts';
import type { RequestScope } from './scope.ts';

/** Whether a kind is not read from the store but found out when it is asked for. */
export function isFoundOut(scope: RequestScope): boolean {
	return scope.kind.group === '' && scope.kind.plural === 'componentstatuses';
}

/** GET of one component or all of them. Models pkg/registry/core/componentstatus rest.go. */
export function* handleComponentStatuses(
	scope: RequestScope,
	components: readonly ComponentCheck[],
): Task<ApiResponse> {
	const presentation = presentationOf(scope);
	const { info, storage, request } = scope;
	if (info.verb === 'get') {
		const component = components.find((each) => each.name === info.name);
		if (component === undefined) throw unknownComponent(info.name);
		return objectResponse(200, presentObject(yield* statusOf(component), presentation));
	}
	const options = listOptions(request, false);
	const selection = parseSelection(storage.stored, options.labelSelector, options.fieldSelector);
	const items: KubeObject[] = [];
	for (const component of components) {
		const status = yield* statusOf(component);
		if (selection.matches(status)) items.push(status);
	}
	const list = { kind: 'ComponentStatusList', apiVersion: 'v1', metadata: { resourceVersion: '' }, items };
	return objectResponse(200, presentList(list, presentation));
}

function* statusOf({ name, check }: ComponentCheck): Task<KubeObject> {
	const { healthy, message, error } = yield* check();
	const condition = {
		type: 'Healthy',
		status: healthy ? 'True' : 'False',
		message,
		...(error === undefined ? {} : { error }),
	};
	// Nothing of it is stored: it has neither uid nor version.
	return {
		kind: 'ComponentStatus',
		apiVersion: 'v1',
		metadata: { name },
		conditions: [condition],
	} as unknown as KubeObject;
}

/** An error of no kind that the server knows: a Status without a reason. */
function unknownComponent(name: string): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `Component not found: ${name}`,
		code: 500,
	});
}
