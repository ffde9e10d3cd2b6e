import { ON_ALPINE } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { executable } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Page } from '../addon.ts';
import { archive, programFile, releaseFile } from './release-files.ts';

/** The newest first. */
const VERSIONS: readonly string[] = '2.14.2 2.14.1 2.14.0 2.13.0 2.12.0 2.11.5 2.11.4 2.11.2 2.11.1 2.11.0'.split(' ');
const BYTES = 14_991_360;

export const KUBESEC_IMAGE: ImageRepository = cataloguedImage({
	names: 'kubesec/kubesec controlplane/kubesec',
	versions: [[`latest v2 512c5e0 ${VERSIONS.map((version) => `v${version}`).join(' ')}`, '2024-11-19', 12_402_118]],
	base: ON_ALPINE,
	entrypoint: ['./kubesec'],
	workingDir: '/home/app',
	files: () => [executable('/home/app/kubesec', 'kubesec', BYTES)],
});

export function kubesecPages(): readonly Page[] {
	return VERSIONS.flatMap((version, index) =>
		releaseFile(
			'controlplaneio/kubesec',
			`v${version}`,
			'kubesec_linux_amd64.tar.gz',
			() => archive([programFile('kubesec', `kubesec@v${version}`, BYTES)])(),
			index === 0,
		),
	);
}
