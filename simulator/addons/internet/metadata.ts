import type { Page } from '../addon.ts';

/** Where machines of a cloud ask about themselves. */
export const METADATA_ADDRESS = '169.254.169.254';

const ROLE = 'node-role';
const DIRECTORIES: ReadonlyMap<string, readonly string[]> = new Map([
	['/latest/', ['meta-data', 'user-data']],
	['/latest/meta-data/', ['ami-id', 'iam/', 'instance-id', 'instance-type', 'placement/']],
	['/latest/meta-data/iam/', ['security-credentials/']],
	['/latest/meta-data/iam/security-credentials/', [ROLE]],
	['/latest/meta-data/placement/', ['availability-zone']],
]);
const VALUES: ReadonlyMap<string, string> = new Map([
	['/latest/user-data', '#cloud-config\npackage_update: true\n'],
	['/latest/meta-data/ami-id', 'ami-0a1b2c3d4e5f60718'],
	['/latest/meta-data/instance-id', 'i-0123456789abcdef0'],
	['/latest/meta-data/instance-type', 'm7i.large'],
	['/latest/meta-data/placement/availability-zone', 'xx-north-1a'],
	[
		`/latest/meta-data/iam/security-credentials/${ROLE}`,
		`${JSON.stringify(
			{
				Code: 'Success',
				Type: 'AWS-HMAC',
				AccessKeyId: 'ASIAEXAMPLEEXAMPLE00',
				SecretAccessKey: 'example/example/example/example/example0',
				Token: 'example',
				Expiration: '2027-01-01T00:00:00Z',
			},
			null,
			2,
		)}\n`,
	],
]);

/**
 * What a cloud tells its machines and everybody who can send from them: in the first place, credentials. Models EC2's
 * instance metadata. Differs: it tells all machines the same, and there are no sessions (IMDSv2).
 */
export const METADATA_PAGES: readonly Page[] = [
	...[...DIRECTORIES].map(([path, names]) => page(path, names.join('\n'))),
	...[...VALUES].map(([path, text]) => page(path, text)),
];

function page(path: string, text: string): Page {
	return { url: `http://${METADATA_ADDRESS}${path}`, text: () => text, type: 'text/plain' };
}
