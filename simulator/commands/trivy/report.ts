import type { Finding, ImageScan } from './scan-image.ts';
import { SEVERITIES, type Severity } from './vulnerabilities.ts';

/** "nginx:1.19.0 (debian 10.4)". */
export function targetOf({ name, family, release }: ImageScan): string {
	return family === undefined ? name : `${name} (${family} ${release})`;
}

/** Models aquasecurity/trivy pkg/report/table, in its form without colours. */
export function tableReport(scan: ImageScan, findings: readonly Finding[], wanted: ReadonlySet<Severity>): string {
	const target = targetOf(scan);
	const summary = boxed(
		['Target', 'Type', 'Vulnerabilities', 'Secrets'],
		[[target, scan.family ?? '', String(findings.length), '-']],
		[false, true, true, true],
	);
	const legend = "Legend:\n- '-': Not scanned\n- '0': Clean (no security findings detected)\n\n";
	const head = `\nReport Summary\n\n${summary}${legend}`;
	if (findings.length === 0) return head;
	const counts = SEVERITIES.filter((each) => wanted.has(each)).map(
		(severity) => `${severity}: ${findings.filter((each) => each.severity === severity).length}`,
	);
	const rows = findings.map((each) => [
		each.packageName,
		each.id,
		each.severity,
		each.fixedVersion === '' ? 'will_not_fix' : 'fixed',
		each.installedVersion,
		each.fixedVersion,
		`${each.title === '' ? '' : `${each.title}\n`}https://avd.aquasec.com/nvd/${each.id.toLowerCase()}`,
	]);
	const table = boxed(
		['Library', 'Vulnerability', 'Severity', 'Status', 'Installed Version', 'Fixed Version', 'Title'],
		rows,
		[],
	);
	return `${head}\n${target}\n${'='.repeat(target.length)}\nTotal: ${findings.length} (${counts.join(', ')})\n\n${table}`;
}

/** A box whose equal neighbours in a column are one cell. Models aquasecurity/table with auto merge. */
function boxed(header: readonly string[], rows: readonly (readonly string[])[], centred: readonly boolean[]): string {
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
		const merged = row.map((cell, at) => above !== undefined && above[at] === cell);
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

export function jsonReport(scan: ImageScan, findings: readonly Finding[], createdAt: string): string {
	const { image, family, release, name } = scan;
	const report = {
		SchemaVersion: 2,
		CreatedAt: createdAt,
		ArtifactName: name,
		ArtifactType: 'container_image',
		Metadata: {
			...(family === undefined ? {} : { OS: { Family: family, Name: release } }),
			ImageID: image.id,
			RepoTags: [name],
		},
		Results: [
			{
				Target: targetOf(scan),
				Class: 'os-pkgs',
				Type: family ?? '',
				...(findings.length === 0
					? {}
					: {
							Vulnerabilities: findings.map((each) => ({
								VulnerabilityID: each.id,
								PkgID: `${each.packageName}@${each.installedVersion}`,
								PkgName: each.packageName,
								InstalledVersion: each.installedVersion,
								...(each.fixedVersion === '' ? {} : { FixedVersion: each.fixedVersion }),
								Status: each.fixedVersion === '' ? 'will_not_fix' : 'fixed',
								PrimaryURL: `https://avd.aquasec.com/nvd/${each.id.toLowerCase()}`,
								...(each.title === '' ? {} : { Title: each.title }),
								Severity: each.severity,
							})),
						}),
			},
		],
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
