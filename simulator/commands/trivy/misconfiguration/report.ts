import { SEVERITIES, type Severity } from '../advisories.ts';
import { boxed } from '../report.ts';
import type { CheckedFile, Misconfiguration } from './check.ts';

const DOUBLE = '═'.repeat(40);
const SINGLE = '─'.repeat(40);

/** Models aquasecurity/trivy pkg/report/table misconfig.go. Differs: the lines of the file are not shown. */
export function misconfigurationTable(files: readonly CheckedFile[], wanted: ReadonlySet<Severity>): string {
	const rows = files.map(({ target, type, failures }) => [target, type, String(failures.length)]);
	const summary = boxed(['Target', 'Type', 'Misconfigurations'], rows.length === 0 ? [['-', '-', '-']] : rows, [
		false,
		true,
		true,
	]);
	const legend = "Legend:\n- '-': Not scanned\n- '0': Clean (no security findings detected)\n\n";
	return `\nReport Summary\n\n${summary}${legend}${files.map((each) => fileText(each, wanted)).join('')}`;
}

function fileText({ target, type, tests, failures }: CheckedFile, wanted: ReadonlySet<Severity>): string {
	if (failures.length === 0) return '';
	const title = `${target} (${type})`;
	const counts = SEVERITIES.filter((each) => wanted.has(each)).map(
		(severity) => `${severity}: ${failures.filter((each) => each.severity === severity).length}`,
	);
	const failed = new Set(failures.map(({ id }) => id)).size;
	const head = `Tests: ${tests - failed + failures.length} (SUCCESSES: ${tests - failed}, FAILURES: ${failures.length})\nFailures: ${failures.length} (${counts.join(', ')})\n\n`;
	const texts = failures.map(
		({ id, severity, message, description }) =>
			`${id} (${severity}): ${message}\n${DOUBLE}\n${description}\n\nSee ${addressOf(id)}\n${SINGLE}\n\n\n`,
	);
	return `\n${title}\n${'='.repeat(title.length)}\n${head}${texts.join('')}`;
}

/** "https://avd.aquasec.com/misconfig/ds002" of AVD-DS-0002. */
function addressOf(id: string): string {
	const [, group = '', number = ''] = /^AVD-([A-Z]+)-0*(\d+)$/.exec(id) ?? [];
	return `https://avd.aquasec.com/misconfig/${group.toLowerCase()}${number.padStart(3, '0')}`;
}

export function misconfigurationJson(name: string, files: readonly CheckedFile[], createdAt: string): string {
	const report = {
		SchemaVersion: 2,
		CreatedAt: createdAt,
		ArtifactName: name,
		ArtifactType: 'filesystem',
		Metadata: {},
		Results: files.map(jsonFile),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

function jsonFile({ target, type, tests, failures }: CheckedFile): object {
	const failed = new Set(failures.map(({ id }) => id)).size;
	return {
		Target: target,
		Class: 'config',
		Type: type,
		MisconfSummary: { Successes: tests - failed, Failures: failures.length },
		...(failures.length === 0 ? {} : { Misconfigurations: failures.map((each) => jsonFailure(each, type)) }),
	};
}

function jsonFailure(
	{ id, severity, title, message, description }: Misconfiguration,
	type: CheckedFile['type'],
): object {
	return {
		Type: type === 'dockerfile' ? 'Dockerfile Security Check' : 'Kubernetes Security Check',
		ID: id.replace(/^AVD-([A-Z]+)-0*(\d+)$/, (_, group: string, number: string) => group + number.padStart(3, '0')),
		AVDID: id,
		Title: title,
		Description: description,
		Message: message,
		Severity: severity,
		PrimaryURL: addressOf(id),
		Status: 'FAIL',
	};
}
