import type { KubeObject } from '../../machinery/meta.ts';
import type { ApiServer } from '../api-server.ts';
import type { RequestScope } from '../verbs/scope.ts';

/** A question and, in `status`, the server's answer. */
export type Review = KubeObject & { spec?: object; status?: object };

/** Answers one kind of question. Throws ApiError for one that makes no sense. */
export type ReviewHandler = (review: Review, scope: RequestScope, server: ApiServer) => object;
