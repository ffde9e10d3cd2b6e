import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { http2Complaint, type TlsWish, tlsComplaint } from '../../machinery/tls/cipher-suites.ts';

/** What a component's flags say of TLS. @param text of a flag. */
export function tlsWish(text: (name: string) => string): TlsWish {
	const suites = text('tls-cipher-suites');
	return { minVersion: text('tls-min-version'), suites: suites === '' ? [] : suites.split(',') };
}

/** Why a component that serves ends because of it. @param serving what stands before the reason of what it finds late. */
export function tlsFault(text: (name: string) => string, serving = ''): ComponentFault | undefined {
	const wish = tlsWish(text);
	const complaint = tlsComplaint(wish);
	if (complaint !== undefined) return commandFailed('configuration', [complaint]);
	const late = http2Complaint(wish);
	return late === undefined ? undefined : commandFailed('running', [`${serving}error configuring http2: ${late}`]);
}
