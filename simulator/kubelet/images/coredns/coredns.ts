import type { ImageRepository } from '../../runtime/image.ts';
import { distrolessLayer } from '../bases/distroless.ts';
import { imageTags } from '../image-version.ts';
import { executable, layer } from '../layer-builder.ts';
import { corednsProgram } from './coredns-program.ts';

export const COREDNS: ImageRepository = {
	names: ['registry.k8s.io/coredns/coredns', 'docker.io/coredns/coredns'],
	tags: imageTags(
		'coredns',
		(
			[
				['v1.13.1 1.13.1', '2025-10-08', 23_553_139],
				['v1.12.1 1.12.1', '2025-04-02', 22_384_805],
				['v1.12.0 1.12.0', '2024-11-21', 20_939_036],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [distrolessLayer(), layer([executable('/coredns', 'coredns', 78_909_624)])],
			config: {
				entrypoint: ['/coredns'],
				env: [
					['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
					['SSL_CERT_FILE', '/etc/ssl/certs/ca-certificates.crt'],
				],
				user: 'nonroot:nonroot',
				workingDir: '/',
				exposedPorts: ['53/tcp', '53/udp'],
			},
		})),
	),
	programs: new Map([['coredns', corednsProgram]]),
};
