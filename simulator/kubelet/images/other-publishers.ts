import type { ImageRepository } from '../runtime/image.ts';
import { AGNHOST } from './agnhost.ts';
import { ETCD } from './control-plane.ts';
import { ECHO_SERVER } from './http-tools.ts';
import { HTTPD } from './httpd.ts';
import { file } from './layer-builder.ts';
import { NGINX } from './nginx/nginx.ts';
import { REDIS } from './redis/redis.ts';
import { renamedImage } from './renamed-image.ts';

/** The same things from elsewhere: Kubernetes' own tests, and etcd's own releases. */
export const OTHER_PUBLISHERS: readonly ImageRepository[] = [
	renamedImage(['registry.k8s.io/e2e-test-images/nginx'], NGINX, [
		['1.14-4 1.14-2 1.14-1', '1.14.2'],
		['1.15-4 1.15-2', '1.15.12'],
	]),
	renamedImage(['registry.k8s.io/e2e-test-images/httpd'], HTTPD, [
		['2.4.38-4 2.4.38-2', '2.4.38'],
		['2.4.39-4 2.4.39-2', '2.4.39'],
	]),
	renamedImage(['registry.k8s.io/e2e-test-images/redis'], REDIS, [['5.0.5-3', '5.0.14']]),
	renamedImage(
		['registry.k8s.io/e2e-test-images/echoserver', 'gcr.io/kubernetes-e2e-test-images/echoserver'],
		ECHO_SERVER,
		[['2.5 2.4 2.3 2.2 2.1', '1.10']],
	),
	renamedImage(['registry.k8s.io/liveness', 'gcr.io/google_containers/liveness'], AGNHOST, [['latest', '2.21']], {
		config: { entrypoint: undefined, cmd: ['/server'] },
		files: () => [file('/server', '#!/bin/sh\nexec /agnhost liveness\n', 0o755)],
	}),
	renamedImage(['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd'], ETCD, [
		['v3.6.6 latest', '3.6.6-0'],
		['v3.6.5 v3.6.4 v3.6.0', '3.6.5-0'],
		['v3.5.21 v3.5.17 v3.5.18', '3.5.21-0'],
		['v3.5.16 v3.5.15 v3.5.14 v3.5.12 v3.5.11', '3.5.16-0'],
		['v3.5.9 v3.5.10 v3.5.7 v3.5.6 v3.5.4 v3.5.1 v3.5.0 v3.4.13 v3.4.9 v3.4.3 v3.3.8', '3.5.9-0'],
	]),
];
