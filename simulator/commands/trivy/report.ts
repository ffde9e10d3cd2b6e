import { trivyUrl } from '../sbom/package-url.ts';
import { SEVERITIES, type Severity } from './advisories.ts';
import type { Artifact, Finding, ScanResult } from './scan.ts';

/** What a report shows besides the results. */
export interface ReportOptions {
	readonly createdAt: string;
	readonly severities: ReadonlySet<Severity>;
	readonly listsAllPackages: boolean;
}

/** Models aquasecurity/trivy pkg/report/table, in its form without colours. */
export function tableReport(results: readonly ScanResult[], { severities }: ReportOptions): string {
	const summary = boxed(
		['Target', 'Type', 'Vulnerabilities', 'Secrets'],
		results.length === 0
			? [['-', '-', '-', '-']]
			: results.map(({ target, type, findings }) => [target, type, String(findings.length), '-']),
		[false, true, true, true],
	);
	const legend = "Legend:\n- '-': Not scanned\n- '0': Clean (no security findings detected)\n\n";
	const tables = results.filter(({ findings }) => findings.length > 0).map((each) => resultTable(each, severities));
	return `\nReport Summary\n\n${summary}${legend}${tables.join('')}`;
}

function resultTable({ target, findings, class: kind, type }: ScanResult, wanted: ReadonlySet<Severity>): string {
	const counts = SEVERITIES.filter((each) => wanted.has(each)).map(
		(severity) => `${severity}: ${findings.filter((each) => each.severity === severity).length}`,
	);
	const title = kind === 'os-pkgs' ? target : `${target} (${type})`;
	const rows = findings.map(({ component, ...each }) => [
		kind === 'lang-pkgs' && target !== component.path
			? `${component.name} (${component.path.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '')})`
			: component.name,
		each.id,
		each.severity,
		statusOf(each),
		component.version,
		each.fixedVersion,
		`${each.title === '' ? '' : `${each.title}\n`}https://avd.aquasec.com/nvd/${each.id.toLowerCase()}`,
	]);
	const table = boxed(
		['Library', 'Vulnerability', 'Severity', 'Status', 'Installed Version', 'Fixed Version', 'Title'],
		rows,
		[],
		true,
	);
	return `\n${title}\n${'='.repeat(title.length)}\nTotal: ${findings.length} (${counts.join(', ')})\n\n${table}`;
}

const LETTER_OF_NO_DANGER: Severity = 'LOW';

/** What nobody mends: of little danger, or not worth it. */
function statusOf({ fixedVersion, severity }: { readonly fixedVersion: string; readonly severity: Severity }): string {
	if (fixedVersion !== '') return 'fixed';
	return severity === LETTER_OF_NO_DANGER ? 'affected' : 'will_not_fix';
}

/** A box, with equal neighbours in a column as one cell when `merges` says so. Models aquasecurity/table. */
export function boxed(
	header: readonly string[],
	rows: readonly (readonly string[])[],
	centred: readonly boolean[],
	merges = false,
): string {
	const lines = (cell: string): readonly string[] => cell.split('\n');
	const widths = header.map((title, at) =>
		Math.max(title.length, ...rows.flatMap((row) => lines(row[at] as string).map((line) => line.length))),
	);
	const rule = (left: string, middle: string, right: string): string =>
		`${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}\n`;
	const inMiddle = (text: string, width: number): string =>
		`${' '.repeat(Math.floor((width - text.length) / 2))}${text}`.padEnd(width);
	let out = rule('┌', '┬', '┐');
	out += `│ ${header.map((title, at) => inMiddle(title, widths[at] as number)).join(' │ ')} │\n`;
	for (const [index, row] of rows.entries()) {
		const above = rows[index - 1];
		const merged = row.map((cell, at) => merges && above !== undefined && above[at] === cell);
		out += above === undefined ? rule('├', '┼', '┤') : partialRule(widths, merged);
		const height = Math.max(...row.map((cell) => lines(cell).length));
		for (let line = 0; line < height; line++) {
			const cells = row.map((cell, at) => {
				const text = merged[at] ? '' : (lines(cell)[line] ?? '');
				return centred[at] ? inMiddle(text, widths[at] as number) : text.padEnd(widths[at] as number);
			});
			out += `│ ${cells.join(' │ ')} │\n`;
		}
	}
	return out + rule('└', '┴', '┘');
}

/** Between two rows: only where their cells differ. */
function partialRule(widths: readonly number[], merged: readonly boolean[]): string {
	let out = merged[0] ? '│' : '├';
	for (const [at, width] of widths.entries()) {
		out += (merged[at] ? ' ' : '─').repeat(width + 2);
		const next = merged[at + 1];
		if (next === undefined) out += merged[at] ? '│' : '┤';
		else out += merged[at] ? (next ? '│' : '├') : next ? '┤' : '┼';
	}
	return `${out}\n`;
}

export function jsonReport(artifact: Artifact, results: readonly ScanResult[], options: ReportOptions): string {
	const report = {
		SchemaVersion: 2,
		CreatedAt: options.createdAt,
		ArtifactName: artifact.name,
		ArtifactType: artifact.type,
		Metadata: metadataOf(artifact),
		...(results.length === 0 ? {} : { Results: results.map((each) => jsonResult(artifact, each, options)) }),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

function metadataOf({ image, inventory: { system } }: Artifact): object {
	const os = system === undefined ? {} : { OS: { Family: system.family, Name: system.release } };
	if (image === undefined) return os;
	const { content, version, repoTags, repoDigests } = image;
	return {
		Size: content.layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
		...os,
		ImageID: version.configDigest,
		DiffIDs: content.layers.map(({ diffId }) => diffId),
		RepoTags: repoTags,
		RepoDigests: repoDigests,
		ImageConfig: JSON.parse(content.configJson),
	};
}

function jsonResult({ inventory: { system } }: Artifact, result: ScanResult, options: ReportOptions): object {
	const { target, class: kind, type, components, findings } = result;
	const packages = components.map((each) => ({
		ID: `${each.name}@${each.version}`,
		Name: each.name,
		Identifier: { PURL: trivyUrl(each, system) },
		Version: each.version,
		...(each.arch === '' ? {} : { Arch: each.arch }),
		...(kind === 'os-pkgs' ? { SrcName: each.sourceName, SrcVersion: each.sourceVersion } : {}),
		...(each.license === '' ? {} : { Licenses: each.license.split(' AND ') }),
		...(each.maintainer === '' ? {} : { Maintainer: each.maintainer }),
	}));
	return {
		Target: target,
		Class: kind,
		Type: type,
		...(options.listsAllPackages ? { Packages: packages } : {}),
		...(findings.length === 0 ? {} : { Vulnerabilities: findings.map((each) => jsonFinding(each, system)) }),
	};
}

function jsonFinding(finding: Finding, system: Artifact['inventory']['system']): object {
	const { component, id, fixedVersion, severity, title } = finding;
	const isSystem = component.type === 'apk' || component.type === 'deb';
	return {
		VulnerabilityID: id,
		...(isSystem ? { PkgID: `${component.name}@${component.version}` } : { PkgPath: component.path }),
		PkgName: component.name,
		PkgIdentifier: { PURL: trivyUrl(component, system) },
		InstalledVersion: component.version,
		...(fixedVersion === '' ? {} : { FixedVersion: fixedVersion }),
		Status: statusOf(finding),
		SeveritySource: isSystem && component.type === 'deb' ? 'debian' : 'nvd',
		PrimaryURL: `https://avd.aquasec.com/nvd/${id.toLowerCase()}`,
		...(title === '' ? {} : { Title: title }),
		Severity: severity,
	};
}
