import type { ImageRepository } from '../runtime/image.ts';
import type { Base } from './bases/base.ts';
import { REDHAT_RELEASES, redhatAccounts, redhatLayer } from './bases/redhat.ts';
import { type CataloguedVersion, cataloguedImage } from './catalogued-image.ts';

type Name = keyof typeof REDHAT_RELEASES;

const on = (name: Name): Base => ({ layer: () => redhatLayer(REDHAT_RELEASES[name]), accounts: redhatAccounts });

/** Tags, day, compressed bytes, release. */
type Row = readonly [tags: string, date: string, sizeBytes: number, release: Name];

function distribution(names: string, rows: readonly Row[], cmd = '/bin/bash'): ImageRepository {
	return cataloguedImage({
		names,
		versions: rows.map(([tags, date, sizeBytes, name]): CataloguedVersion => [tags, date, sizeBytes, on(name)]),
		cmd: [cmd],
	});
}

/** Distributions besides Debian, Ubuntu and Alpine. Differs: neither pacman nor zypper is there. */
export const OTHER_DISTRIBUTIONS: readonly ImageRepository[] = [
	distribution('amazonlinux public.ecr.aws/amazonlinux/amazonlinux', [
		['2023 latest 2023.9.20251027.0', '2025-10-27', 54_402_114, 'amazon2023'],
		['2 2.0.20251021.0', '2025-10-21', 62_402_114, 'amazon2'],
	]),
	distribution('centos', [
		['8 latest centos8 8.4.2105 centos8.4.2105', '2021-09-15', 83_518_086, 'centos8'],
		['7 centos7 7.9.2009 centos7.9.2009 7.8.2003 7.6.1810', '2021-09-15', 76_097_157, 'centos7'],
	]),
	distribution('quay.io/centos/centos', [
		['stream9', '2025-10-27', 58_402_114, 'stream9'],
		['stream10 stream10-development', '2025-10-27', 61_402_114, 'stream10'],
	]),
	distribution('fedora registry.fedoraproject.org/fedora quay.io/fedora/fedora', [
		['43 latest', '2025-10-28', 61_402_114, 'fedora43'],
		['42', '2025-10-28', 60_402_114, 'fedora42'],
		['41 40 39 38 37', '2025-10-28', 59_402_114, 'fedora41'],
	]),
	distribution('rockylinux rockylinux/rockylinux quay.io/rockylinux/rockylinux', [
		['10 10.0 10-minimal', '2025-06-11', 68_402_114, 'rocky10'],
		['9 9.6 9.3 9-minimal 9.3-minimal latest', '2025-05-31', 66_402_114, 'rocky9'],
		['8 8.9 8-minimal', '2023-11-22', 72_402_114, 'rocky8'],
	]),
	distribution('almalinux quay.io/almalinuxorg/almalinux almalinux/almalinux', [
		['10 10.0', '2025-10-08', 70_402_114, 'alma10'],
		['9 9.6 latest 9-minimal', '2025-10-08', 69_402_114, 'alma9'],
		['8 8.10 8-minimal', '2025-10-08', 71_402_114, 'alma8'],
	]),
	distribution('oraclelinux container-registry.oracle.com/os/oraclelinux', [
		['9 9.6 9-slim latest', '2025-10-14', 90_402_114, 'oracle9'],
		['8 8.10 8-slim', '2025-10-14', 92_402_114, 'oracle8'],
		['7 7.9 7-slim', '2024-10-21', 86_402_114, 'oracle7'],
	]),
	distribution('registry.access.redhat.com/ubi9/ubi redhat/ubi9 registry.access.redhat.com/ubi9', [
		['latest 9.6 9.5 9.4', '2025-10-22', 78_402_114, 'ubi9'],
	]),
	distribution(
		'registry.access.redhat.com/ubi9/ubi-minimal redhat/ubi9-minimal registry.access.redhat.com/ubi9-minimal',
		[['latest 9.6 9.5 9.4', '2025-10-22', 38_402_114, 'ubi9minimal']],
	),
	distribution('registry.access.redhat.com/ubi8/ubi redhat/ubi8 registry.access.redhat.com/ubi8', [
		['latest 8.10 8.9', '2025-10-22', 76_402_114, 'ubi8'],
	]),
	distribution(
		'registry.access.redhat.com/ubi8/ubi-minimal redhat/ubi8-minimal registry.access.redhat.com/ubi8-minimal',
		[['latest 8.10 8.9', '2025-10-22', 37_402_114, 'ubi8minimal']],
	),
	distribution(
		'archlinux',
		[['latest base base-20251026.0.440000', '2025-10-26', 140_402_114, 'arch']],
		'/usr/bin/bash',
	),
	distribution('opensuse/leap registry.opensuse.org/opensuse/leap', [
		['15.6 15 latest', '2025-10-20', 46_402_114, 'leap'],
	]),
	distribution('opensuse/tumbleweed registry.opensuse.org/opensuse/tumbleweed', [
		['latest', '2025-11-03', 38_402_114, 'tumbleweed'],
	]),
];
