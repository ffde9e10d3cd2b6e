import type { Controller } from './controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { replicaSetController } from './replicaset/replicaset-controller.ts';
import { endpointsController } from './service-endpoints/endpoints-controller.ts';
import { endpointSliceController } from './service-endpoints/endpointslice-controller.ts';

/** What runs in kube-controller-manager, in the order in which it starts. */
export const CONTROLLERS: readonly Controller[] = [
	endpointsController,
	endpointSliceController,
	replicaSetController,
	deploymentController,
];
