import type { Addon, Page } from '../addon.ts';
import { SIDECAR_IMAGES, storageImage } from '../csi/sidecar-images.ts';
import { RIGHTS_PAGES } from '../csi/sidecar-rights.ts';
import { hostPathPlugin } from './hostpath-driver.ts';
import { driverInfo, EXAMPLES, plugin, snapshotClass } from './manifest.ts';

const SITE = 'https://raw.githubusercontent.com/kubernetes-csi/csi-driver-host-path';
const RELEASES = ['v1.17.0', 'v1.16.1', 'v1.16.0', 'v1.15.0', 'v1.14.1', 'v1.14.0', 'v1.13.0', 'v1.12.1'];
const FOLDERS = ['latest', '1.34', '1.33', '1.32', '1.31', '1.30', '1.29', '1.28', '1.27', '1.26'];

function pagesOf(release: string): readonly Page[] {
	const version = release === 'master' ? (RELEASES[0] as string) : release;
	const at = (path: string, text: () => string): Page => ({ url: `${SITE}/${release}/${path}`, text });
	return [
		...EXAMPLES.map(([file, text]) => at(file, text)),
		...FOLDERS.flatMap((folder) => {
			const base = `deploy/kubernetes-${folder}/hostpath`;
			return [
				at(`${base}/csi-hostpath-driverinfo.yaml`, driverInfo),
				at(`${base}/csi-hostpath-plugin.yaml`, () => plugin(version)),
				at(`${base}/csi-hostpath-snapshotclass.yaml`, snapshotClass),
			];
		}),
	];
}

/** A driver whose volumes are directories of the node that it runs on. */
export const CSI_HOSTPATH: Addon = {
	images: [storageImage('hostpathplugin', RELEASES.join(' '), 31_402_018, hostPathPlugin), ...SIDECAR_IMAGES],
	pages: [...RIGHTS_PAGES, ...[...RELEASES, 'master'].flatMap(pagesOf)],
};
