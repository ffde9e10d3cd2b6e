import { goQuote } from '../../machinery/go-format.ts';
import type { AuditEvent } from './audit-event.ts';

/** An event in one line, as --audit-log-format=legacy has it. Models apiserver/pkg/audit EventString. */
export function eventText(event: AuditEvent): string {
	const { user, impersonatedUser, objectRef, responseStatus } = event;
	const username = user.username === '' ? '<none>' : user.username;
	const groups = user.username === '' || user.groups === undefined ? '<none>' : listed(user.groups);
	const fields: readonly (readonly [string, string])[] = [
		['id', event.auditID],
		['stage', event.stage],
		['ip', event.sourceIPs[0] ?? '<unknown>'],
		['method', event.verb],
		['user', username],
		['groups', groups],
		['as', impersonatedUser?.username ?? '<self>'],
		['asgroups', impersonatedUser?.groups === undefined ? '<lookup>' : listed(impersonatedUser.groups)],
		['user-agent', event.userAgent ?? ''],
		['namespace', objectRef?.namespace ?? '<none>'],
		['uri', event.requestURI],
	];
	const told = fields.map(([name, value]) => `${name}=${goQuote(value)}`).join(' ');
	const time = event.requestReceivedTimestamp.replace(/\.?0*Z$/, 'Z');
	return `${time} AUDIT: ${told} response="${responseStatus?.code ?? '<deferred>'}"`;
}

/** Models auditStringSlice. */
function listed(groups: readonly string[]): string {
	return groups.map((group) => goQuote(group)).join(',');
}
