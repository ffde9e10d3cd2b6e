import { writeDeb } from '../../hosts/packages/deb-archive.ts';
import { ON_DISTROLESS, ON_SCRATCH } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { executable } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Page } from '../addon.ts';
import { archive, checkedProgram, PACKED_MS, programFile, releaseFile, textFile } from './release-files.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Anchore's tools come as archives, as packages and by a script. */
interface AnchoreTool {
	readonly name: 'syft' | 'grype';
	/** The newest first. */
	readonly versions: readonly string[];
	readonly bytes: number;
}

const ANCHORE: readonly AnchoreTool[] = [
	{
		name: 'syft',
		versions: words(
			'1.38.0 1.37.0 1.36.0 1.33.0 1.29.0 1.27.1 1.25.1 1.22.0 1.20.0 1.18.1 1.17.0 1.16.0 1.14.0 1.11.1 1.9.0 1.4.1 1.0.1 0.105.1 0.98.0 0.84.1',
		),
		bytes: 98_304_000,
	},
	{
		name: 'grype',
		versions: words(
			'0.104.0 0.103.0 0.100.0 0.96.1 0.92.2 0.90.0 0.87.0 0.85.0 0.82.1 0.80.0 0.79.2 0.74.7 0.73.4 0.65.1',
		),
		bytes: 104_857_600,
	},
];
const BOM_VERSIONS = words('v0.7.1 v0.7.0 v0.6.0 v0.5.1 v0.5.0 v0.4.1');
const BOM_BYTES = 31_408_128;
const COSIGN_VERSIONS = words(
	'2.6.1 2.6.0 2.5.3 2.5.2 2.5.0 2.4.3 2.4.1 2.4.0 2.2.4 2.2.3 2.2.2 2.2.1 2.2.0 2.1.1 2.0.2 2.0.0 1.13.1',
);
const COSIGN_BYTES = 112_721_920;

/** What pages have people pipe into sh: `-b FOLDER [TAG]`. */
function installer({ name, versions }: AnchoreTool): string {
	return `#!/bin/sh
set -e
target=./bin
while getopts "b:dh?x" letter; do
  case "$letter" in
    b) target="$OPTARG" ;;
    h | \\?) echo "Usage: $0 [-b dir] [tag]" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
tag=\${1:-v${versions[0]}}
version=\${tag#v}
work=$(mktemp -d)
echo "[info] using release tag='v$version' version='$version' os='linux' arch='amd64'" >&2
curl -sSfL -o "$work/pack.tar.gz" "https://github.com/anchore/${name}/releases/download/v$version/${name}_\${version}_linux_amd64.tar.gz"
tar -xzf "$work/pack.tar.gz" -C "$work" ${name}
mkdir -p "$target"
install "$work/${name}" "$target/"
rm -rf "$work"
echo "[info] installed $target/${name}" >&2
`;
}

function anchorePages(tool: AnchoreTool): readonly Page[] {
	const { name, versions, bytes } = tool;
	const repository = `anchore/${name}`;
	const text = (): string => installer(tool);
	return [
		...versions.flatMap((version, index) => {
			const program = `${name}@v${version}`;
			return [
				...releaseFile(
					repository,
					`v${version}`,
					`${name}_${version}_linux_amd64.tar.gz`,
					() => archive([textFile('LICENSE', 'Apache License 2.0\n'), programFile(name, program, bytes)])(),
					index === 0,
				),
				...releaseFile(
					repository,
					`v${version}`,
					`${name}_${version}_linux_amd64.deb`,
					() => debOf(name, version, programFile(`/usr/bin/${name}`, program, bytes)),
					index === 0,
				),
			];
		}),
		{ url: `https://raw.githubusercontent.com/anchore/${name}/main/install.sh`, text },
		{ url: `https://get.anchore.io/${name}`, text },
	];
}

function debOf(name: string, version: string, program: Parameters<typeof writeDeb>[1][number]): Uint8Array {
	const control = `Package: ${name}
Version: ${version}
Section: default
Priority: optional
Architecture: amd64
Maintainer: ${name} developers
Description: ${name}
`;
	return writeDeb([textFile('./control', control)], [program], PACKED_MS);
}

/** A program of a release by itself. */
function bareProgram(
	repository: string,
	tag: string,
	file: string,
	program: string,
	bytes: number,
	isNewest: boolean,
): readonly Page[] {
	const base = `https://github.com/${repository}/releases`;
	const url = `${base}/download/${tag}/${file}`;
	const latest = { url: `${base}/latest/download/${file}`, location: url };
	return [...checkedProgram(url, program, bytes), ...(isNewest ? [latest] : [])];
}

function bomPages(): readonly Page[] {
	return BOM_VERSIONS.flatMap((version, index) =>
		bareProgram('kubernetes-sigs/bom', version, 'bom-amd64-linux', `bom@${version}`, BOM_BYTES, index === 0),
	);
}

function cosignPages(): readonly Page[] {
	return COSIGN_VERSIONS.flatMap((version, index) => {
		const program = `cosign@v${version}`;
		const [repository, tag] = ['sigstore/cosign', `v${version}`];
		return [
			...bareProgram(repository, tag, 'cosign-linux-amd64', program, COSIGN_BYTES, index === 0),
			...releaseFile(
				repository,
				tag,
				`cosign_${version}_amd64.deb`,
				() => debOf('cosign', version, programFile('/usr/bin/cosign', program, COSIGN_BYTES)),
				index === 0,
			),
		];
	});
}

function imageOf({ name, versions, bytes }: AnchoreTool): ImageRepository {
	return cataloguedImage({
		names: `anchore/${name} ghcr.io/anchore/${name}`,
		versions: [[`latest ${versions.map((version) => `v${version}`).join(' ')}`, '2025-11-18', Math.round(bytes / 3)]],
		base: ON_SCRATCH,
		entrypoint: [`/${name}`],
		files: () => [executable(`/${name}`, name, bytes)],
	});
}

const COSIGN_IMAGE = cataloguedImage({
	names: 'gcr.io/projectsigstore/cosign ghcr.io/sigstore/cosign/cosign',
	versions: [[`latest ${COSIGN_VERSIONS.map((version) => `v${version}`).join(' ')}`, '2025-10-15', 38_402_114]],
	base: ON_DISTROLESS,
	entrypoint: ['/ko-app/cosign'],
	user: '65532',
	files: () => [executable('/ko-app/cosign', 'cosign', COSIGN_BYTES)],
});

export const SUPPLY_CHAIN_IMAGES: readonly ImageRepository[] = [...ANCHORE.map(imageOf), COSIGN_IMAGE];

/** What people fetch to list, scan and sign images. */
export function supplyChainPages(): readonly Page[] {
	return [...ANCHORE.flatMap(anchorePages), ...bomPages(), ...cosignPages()];
}
