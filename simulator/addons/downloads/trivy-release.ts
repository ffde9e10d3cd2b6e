import { writeDeb } from '../../hosts/packages/deb-archive.ts';
import { TRIVY_RELEASE } from '../../hosts/packages/trivy-packages.ts';
import { ON_ALPINE } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { executable } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Page } from '../addon.ts';
import { archive, PACKED_MS, programFile, releaseFile, textFile } from './release-files.ts';

const REPOSITORY = 'aquasecurity/trivy';
/** The newest first. */
const VERSIONS: readonly string[] =
	`${TRIVY_RELEASE} 0.67.1 0.67.0 0.66.0 0.65.0 0.64.1 0.63.0 0.62.1 0.61.1 0.60.0 0.59.1 0.58.2 0.58.1 0.57.1 0.57.0 0.56.2 0.55.2 0.54.1 0.53.0 0.52.2 0.51.4 0.50.4 0.50.1 0.49.1 0.48.3 0.47.0 0.45.1 0.41.0 0.38.3 0.37.3 0.34.0 0.31.3 0.29.2 0.24.4 0.19.2 0.18.3 0.17.2`.split(
		' ',
	);
const BYTES = 157_286_400;

function debOf(version: string): Uint8Array {
	const control = `Package: trivy
Version: ${version}
Section: default
Priority: optional
Architecture: amd64
Maintainer: aquasecurity
Installed-Size: ${Math.ceil(BYTES / 1024)}
Homepage: https://github.com/${REPOSITORY}
Description: A Fast Vulnerability Scanner for Containers
`;
	return writeDeb(
		[textFile('./control', control)],
		[programFile('/usr/local/bin/trivy', `trivy@v${version}`, BYTES)],
		PACKED_MS,
	);
}

/** What the documentation has people pipe into sh: `-b FOLDER [VERSION]`. */
const INSTALLER = `#!/bin/sh
set -e
folder=./bin
while getopts "b:dh?x" option; do
  case "$option" in
    b) folder="$OPTARG" ;;
    h | \\?) echo "Usage: $0 [-b bindir] [tag]" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
tag=\${1:-v${TRIVY_RELEASE}}
version=\${tag#v}
scratch=$(mktemp -d)
echo "aquasecurity/trivy info found version: $version for $tag/Linux/64bit" >&2
curl -sSfL -o "$scratch/trivy.tar.gz" "https://github.com/${REPOSITORY}/releases/download/v$version/trivy_\${version}_Linux-64bit.tar.gz"
tar -xzf "$scratch/trivy.tar.gz" -C "$scratch" trivy
mkdir -p "$folder"
install "$scratch/trivy" "$folder/"
rm -rf "$scratch"
echo "aquasecurity/trivy info installed $folder/trivy" >&2
`;

export const TRIVY_IMAGE: ImageRepository = cataloguedImage({
	names: 'aquasec/trivy ghcr.io/aquasecurity/trivy public.ecr.aws/aquasecurity/trivy',
	versions: [[`latest ${VERSIONS.join(' ')}`, '2025-10-10', 52_402_114]],
	base: ON_ALPINE,
	entrypoint: ['trivy'],
	files: () => [executable('/usr/local/bin/trivy', 'trivy', BYTES)],
});

export function trivyPages(): readonly Page[] {
	const isNewest = (version: string): boolean => version === TRIVY_RELEASE;
	return [
		...VERSIONS.flatMap((version) => [
			...releaseFile(
				REPOSITORY,
				`v${version}`,
				`trivy_${version}_Linux-64bit.tar.gz`,
				() => archive([programFile('trivy', `trivy@v${version}`, BYTES)])(),
				isNewest(version),
			),
			...releaseFile(
				REPOSITORY,
				`v${version}`,
				`trivy_${version}_Linux-64bit.deb`,
				() => debOf(version),
				isNewest(version),
			),
		]),
		{ url: `https://raw.githubusercontent.com/${REPOSITORY}/main/contrib/install.sh`, text: () => INSTALLER },
	];
}
