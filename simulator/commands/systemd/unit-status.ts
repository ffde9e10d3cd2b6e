import type { JournalLine } from '../../hosts/systemd/service-journal.ts';
import type { ServiceStatus } from '../../hosts/systemd/service-status.ts';
import type { Process, WaitResult } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import { strftime } from '../strftime.ts';

/** "Mon 2026-01-05 09:00:00 UTC; 5min ago". */
export function sinceText(sinceMs: number, nowMs: number): string {
	return `${strftime('%a %Y-%m-%d %H:%M:%S UTC', sinceMs)}; ${agoText(nowMs - sinceMs)} ago`;
}

/** At most two units, as systemd prints relative times: "1min 5s", "2h 3min", "3 days". */
export function agoText(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const days = Math.floor(seconds / 86_400);
	const hours = Math.floor(seconds / 3600) % 24;
	const minutes = Math.floor(seconds / 60) % 60;
	if (days >= 7)
		return `${Math.floor(days / 7)} week${days >= 14 ? 's' : ''} ${days % 7} day${days % 7 === 1 ? '' : 's'}`;
	if (days > 0) return days === 1 ? `1 day ${hours}h` : `${days} days`;
	if (hours > 0) return `${hours}h ${minutes}min`;
	if (minutes > 0) return minutes < 10 ? `${minutes}min ${seconds % 60}s` : `${minutes}min`;
	return seconds === 0 ? `${ms}ms` : `${seconds}s`;
}

/** "exit-code", "signal", "success". */
export function resultWord({ result, active }: ServiceStatus): string {
	if (result === undefined || active === 'active') return 'success';
	if (result.kind === 'signaled') return ['TERM', 'HUP', 'INT', 'PIPE'].includes(result.signal) ? 'success' : 'signal';
	return result.kind === 'exited' && result.status !== 0 ? 'exit-code' : 'success';
}

function exitText(result: WaitResult): string {
	if (result.kind === 'exited') return `code=exited, status=${result.status}/${exitName(result.status)}`;
	return result.kind === 'signaled' ? `code=killed, signal=${result.signal}` : '';
}

function exitName(status: number): string {
	return status === 0 ? 'SUCCESS' : status === 1 ? 'FAILURE' : status === 203 ? 'EXEC' : 'n/a';
}

/** The number behind a dead main process: its status, or its signal's number. */
export function exitNumber(result: WaitResult | undefined): number {
	if (result === undefined) return 0;
	return result.kind === 'exited' ? result.status : result.kind === 'signaled' ? SIGNAL_NUMBERS[result.signal] : 0;
}

/** What `systemctl status` prints of one unit. Differs: no tasks, memory and control group of a unit but its main process. */
export function statusText(status: ServiceStatus, lines: readonly JournalLine[], process: Process): string {
	const { unit, active, sub, result } = status;
	const failed = active === 'failed';
	const dot = active === 'active' || active === 'activating' ? '●' : failed ? '×' : '○';
	const nowMs = process.now();
	const out = [`${dot} ${status.name} - ${unit?.description ?? ''}`];
	out.push(`     Loaded: ${loadedText(status)}`);
	if (unit !== undefined && unit.dropIns.length > 0) out.push(...dropInLines(unit.dropIns));
	const word = failed
		? `failed (Result: ${resultWord(status)})`
		: active === 'activating'
			? `activating (${sub}) (Result: ${resultWord(status)})`
			: `${active} (${sub})`;
	out.push(
		`     Active: ${word}${active === 'inactive' && result === undefined ? '' : ` since ${sinceText(status.sinceMs, nowMs)}`}`,
	);
	if (unit !== undefined && unit.documentation.length > 0)
		out.push(`       Docs: ${unit.documentation.join('\n             ')}`);
	if (result !== undefined && active !== 'active') {
		out.push(`    Process: ${result.pid} ExecStart=${status.command.join(' ')} (${exitText(result)})`);
	}
	if (status.mainPid !== undefined) {
		const info = process.machine.processes().find(({ pid }) => pid === status.mainPid);
		const name = info?.name ?? '';
		out.push(`   Main PID: ${status.mainPid} (${name})`);
		out.push('      Tasks: 1');
		out.push(`     Memory: ${((info?.rssBytes ?? 0) / 1024 ** 2).toFixed(1)}M`);
		out.push(`        CPU: ${cpuText(info?.cpuMs ?? 0)}`);
		out.push(`     CGroup: /system.slice/${status.name}`);
		out.push(`             └─${status.mainPid} ${status.command.join(' ')}`);
	} else if (result !== undefined) {
		out.push(`   Main PID: ${result.pid} (${exitText(result)})`);
		out.push('        CPU: 0');
	}
	const journal = lines.slice(-10).map((line) => journalText(line, process.hostname));
	return `${out.join('\n')}\n${journal.length === 0 ? '' : `\n${journal.map((line) => `${line}\n`).join('')}`}`;
}

function loadedText({ name, unit, enabled, masked }: ServiceStatus): string {
	if (masked) return `masked (Reason: Unit ${name} is masked.)`;
	const isStatic = !enabled && unit?.wantedBy.length === 0;
	if (unit?.path.startsWith('/run/systemd/transient/')) return `loaded (${unit.path}; transient)`;
	return `loaded (${unit?.path ?? ''}; ${isStatic ? 'static' : `${enabled ? 'enabled' : 'disabled'}; preset: enabled`})`;
}

function dropInLines(paths: readonly string[]): string[] {
	const byFolder = new Map<string, string[]>();
	for (const path of paths) {
		const slash = path.lastIndexOf('/');
		const folder = path.slice(0, slash);
		byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.slice(slash + 1)]);
	}
	return [...byFolder].flatMap(([folder, names], at) => [
		`${at === 0 ? '    Drop-In: ' : '             '}${folder}`,
		`             └─${names.join(', ')}`,
	]);
}

function cpuText(ms: number): string {
	if (ms < 1000) return `${ms}ms`;
	return ms < 60_000
		? `${(ms / 1000).toFixed(3)}s`
		: `${Math.floor(ms / 60_000)}min ${((ms % 60_000) / 1000).toFixed(3)}s`;
}

/** "Jan 05 09:00:00 node01 kubelet[123]: text". */
export function journalText({ atMs, identifier, pid, text }: JournalLine, hostname: string): string {
	return `${strftime('%b %d %H:%M:%S', atMs)} ${hostname} ${identifier}[${pid}]: ${text}`;
}
