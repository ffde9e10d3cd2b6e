export const CONTROLLER_IMAGE = 'registry.k8s.io/ingress-nginx/controller';
export const CERTGEN_IMAGE = 'registry.k8s.io/ingress-nginx/kube-webhook-certgen';

export interface Release {
	/** "1.13.3". */
	readonly version: string;
	readonly minor: number;
	readonly date: string;
	/** Of nginx inside. */
	readonly nginx: string;
	/** Tag of the certificate generator. */
	readonly certgen: string;
}

const TABLE: readonly (readonly [version: string, date: string, certgen: string])[] = [
	['1.15.1', '2026-03-19', 'v1.6.9'],
	['1.15.0', '2026-03-09', 'v1.6.8'],
	['1.14.3', '2026-02-02', 'v1.6.7'],
	['1.14.2', '2026-01-27', 'v1.6.6'],
	['1.14.1', '2025-12-05', 'v1.6.5'],
	['1.14.0', '2025-11-03', 'v1.6.4'],
	['1.13.3', '2025-10-01', 'v1.6.3'],
	['1.13.2', '2025-08-29', 'v1.6.2'],
	['1.13.1', '2025-08-12', 'v1.6.1'],
	['1.13.0', '2025-07-01', 'v1.6.0'],
	['1.12.6', '2025-08-29', 'v1.6.2'],
	['1.12.4', '2025-07-01', 'v1.6.0'],
	['1.12.3', '2025-05-30', 'v1.5.4'],
	['1.12.2', '2025-04-30', 'v1.5.3'],
	['1.12.1', '2025-03-24', 'v1.5.2'],
	['1.12.0', '2024-12-30', 'v1.5.0'],
	['1.11.5', '2025-03-24', 'v1.5.2'],
	['1.11.3', '2024-10-08', 'v1.4.4'],
	['1.11.2', '2024-08-15', 'v1.4.3'],
	['1.11.1', '2024-07-11', 'v1.4.1'],
	['1.10.1', '2024-04-26', 'v1.4.1'],
	['1.10.0', '2024-03-07', 'v1.4.0'],
	['1.9.6', '2024-01-25', 'v20231226-1a7112e06'],
	['1.9.5', '2023-12-04', 'v20231011-8b53cabe0'],
	['1.9.4', '2023-10-25', 'v20231011-8b53cabe0'],
	['1.8.2', '2023-09-13', 'v20230407'],
	['1.8.1', '2023-07-04', 'v20230407'],
];

/** The newest first. */
export const RELEASES: readonly Release[] = TABLE.map(([version, date, certgen]) => {
	const minor = Number(version.split('.')[1]);
	return { version, minor, date, certgen, nginx: minor >= 12 ? '1.27.1' : minor >= 10 ? '1.25.5' : '1.21.6' };
});
