import type { Process } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import type { Task } from '../../machinery/task.ts';

/** What dockerd answers on its sockets: `process.port('docker-api')`, wired by sandbox. */
export type DockerApi = (process: Process, request: HttpRequest) => Task<HttpAnswer>;
