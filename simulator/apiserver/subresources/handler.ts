import type { Task } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiResponse } from '../request.ts';
import type { RequestScope } from '../verbs/scope.ts';

/** Serves one subresource, whatever the kind; the verb is one that the kind lists. Throws ApiError. */
export type SubresourceHandler = (scope: RequestScope, server: ApiServer) => Task<ApiResponse>;
