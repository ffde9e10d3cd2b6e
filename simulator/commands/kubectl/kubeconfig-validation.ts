import type { Task } from '../../machinery/task.ts';
import { CommandError, RawError } from './errors.ts';
import type { ConfigFields, ConfigOverrides, Kubeconfig } from './kubeconfig.ts';
import { resolvedFields } from './kubeconfig.ts';
import type { Streams } from './streams.ts';

/**
 * Throws what makes the part of the configuration that is in use unusable. Models clientcmd
 * DirectClientConfig.ConfirmUsable and how kubectl words it.
 */
export function* confirmUsable(streams: Streams, config: Kubeconfig, flags: ConfigOverrides): Task<void> {
	const contextName = flags.context !== '' ? flags.context : config.currentContext;
	const context = config.contexts.get(contextName);
	const complaints: string[] = [];
	const missing = `context was not found for specified context: ${contextName}`;
	if (contextName !== '' && context === undefined) complaints.push(missing);
	const userName = flags.user !== '' ? flags.user : String(context?.fields.user ?? '');
	const user = config.users.get(userName);
	if (user !== undefined) complaints.push(...userComplaints(streams, userName, resolvedFields('users', user)));
	const poses = flags['as-uid'] !== '' || flags['as-group'].length + flags['as-user-extra'].length > 0;
	if (poses && flags.as === '') {
		complaints.push(`requesting uid, groups or user-extra for ${userName} without impersonating a user`);
	}
	const clusterName = flags.cluster !== '' ? flags.cluster : String(context?.fields.cluster ?? '');
	complaints.push(...clusterComplaints(streams, config, clusterName, flags));
	if (complaints.length === 0) return;
	if (complaints.length > 1)
		throw new RawError(`Error in configuration: \n${complaints.map((each) => `* ${each}\n`).join('')}`);
	if (complaints[0] === missing) throw new RawError(`Error in configuration: ${missing}`);
	throw new CommandError(complaints[0] as string);
}

/** Models validateClusterInfo: kubectl has a default address for clusters that are missing or say none, unless a flag names them. */
function clusterComplaints(streams: Streams, config: Kubeconfig, name: string, flags: ConfigOverrides): string[] {
	const entry = config.clusters.get(name);
	if (flags.server !== '' && entry === undefined) return [];
	if (entry === undefined) return flags.cluster === '' ? [] : [`no server found for cluster ${JSON.stringify(name)}`];
	const fields = resolvedFields('clusters', entry);
	const complaints: string[] = [];
	const authority = fields['certificate-authority'];
	if (isEmpty(authority)) return complaints;
	if (!isEmpty(fields['certificate-authority-data'])) {
		complaints.push(
			`certificate-authority-data and certificate-authority are both specified for ${name}. certificate-authority-data will override.`,
		);
	}
	complaints.push(...unreadable(streams, 'certificate-authority', String(authority), name));
	return complaints;
}

/** Models validateAuthInfo. */
function userComplaints(streams: Streams, name: string, fields: ConfigFields): string[] {
	const complaints: string[] = [];
	const methods: string[] = [];
	const has = (field: string): boolean => !isEmpty(fields[field]);
	if (has('token')) methods.push('token');
	if (has('username') || has('password')) methods.push('basicAuth');
	if (has('client-certificate') || has('client-certificate-data')) {
		if (has('client-certificate') && has('client-certificate-data')) {
			complaints.push(
				`client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`,
			);
		}
		if (has('client-key') && has('client-key-data'))
			complaints.push(`client-key-data and client-key are both specified for ${name}; client-key-data will override`);
		if (!has('client-key') && !has('client-key-data')) {
			complaints.push(
				`client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`,
			);
		}
		if (has('client-certificate'))
			complaints.push(...unreadable(streams, 'client-cert', String(fields['client-certificate']), name));
		if (has('client-key')) complaints.push(...unreadable(streams, 'client-key', String(fields['client-key']), name));
	}
	if (methods.length > 1) {
		complaints.push(
			`more than one authentication method found for ${name}; found [${methods.join(' ')}], only one is allowed`,
		);
	}
	return complaints;
}

function unreadable(streams: Streams, what: string, path: string, owner: string): string[] {
	if (streams.fileType(path) !== undefined) return [];
	return [`unable to read ${what} ${path} for ${owner} due to open ${path}: no such file or directory`];
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
