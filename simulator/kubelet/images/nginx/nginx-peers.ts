import type { Process } from '../../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { HostCalls } from '../../../machinery/host-calls.ts';
import { type Certificate, readCertificates } from '../../../machinery/x509/certificate.ts';
import { DerError } from '../../../machinery/x509/der-reader.ts';
import { nameText } from '../../../machinery/x509/distinguished-name.ts';
import { verifyCertificate } from '../../../machinery/x509/verify-certificate.ts';
import type { ClientCertificates } from './nginx-model.ts';
import { nginxAnswer } from './nginx-response.ts';

// Who is at the other end of a TLS connection.

/** "21:unable to verify the first certificate", as nginx puts OpenSSL's verdicts; undefined for a good chain. */
export function chainProblem(
	process: Process,
	chain: readonly Certificate[],
	authorities: string,
	usage: 'serverAuth' | 'clientAuth',
): string | undefined {
	const [leaf, ...intermediates] = chain;
	const hostCalls = process.port<HostCalls>('host-calls');
	if (leaf === undefined || hostCalls === undefined) return '20:unable to get local issuer certificate';
	const roots = certificatesOf(authorities);
	const problem = verifyCertificate(leaf, { roots, intermediates, atMs: process.now(), usage }, hostCalls);
	if (problem === undefined) return undefined;
	if (problem.includes('is after')) return '10:certificate has expired';
	if (problem.includes('is before')) return '9:certificate is not yet valid';
	if (problem.includes('key usage')) return '26:unsuitable certificate purpose';
	if (isSelfSigned(leaf)) return '18:self-signed certificate';
	if (chain.some(isSelfSigned)) return '19:self-signed certificate in certificate chain';
	return intermediates.length === 0
		? '21:unable to verify the first certificate'
		: '20:unable to get local issuer certificate';
}

function isSelfSigned({ issuer, subject }: Certificate): boolean {
	return nameText(issuer) === nameText(subject);
}

function certificatesOf(pem: string): readonly Certificate[] {
	try {
		return readCertificates(pem);
	} catch (error) {
		if (error instanceof DerError) return [];
		throw error;
	}
}

/** What a client has shown of itself. */
export interface Client {
	/** $ssl_client_verify: "SUCCESS", "NONE", "FAILED:…"; '' where nobody asks. */
	readonly verdict: string;
	/** $ssl_client_s_dn and $ssl_client_i_dn. */
	readonly subject: string;
	readonly issuer: string;
}

export const NO_CLIENT: Client = { verdict: '', subject: '', issuer: '' };

/** @param files of the configuration, by path. Models ngx_ssl_get_client_verify. */
export function clientOf(
	process: Process,
	clients: ClientCertificates | undefined,
	{ hello }: HttpRequest,
	files: ReadonlyMap<string, string>,
): Client {
	if (hello === undefined) return NO_CLIENT;
	const chain = clients === undefined || hello.certificatePem === undefined ? [] : certificatesOf(hello.certificatePem);
	const [leaf] = chain;
	if (leaf === undefined || clients === undefined) return { ...NO_CLIENT, verdict: 'NONE' };
	const problem = chainProblem(process, chain, files.get(clients.authority ?? '') ?? '', 'clientAuth');
	const verdict = problem === undefined ? 'SUCCESS' : `FAILED:${problem.replace(/^\d+:/, '')}`;
	return { verdict, subject: nameText(leaf.subject), issuer: nameText(leaf.issuer) };
}

/** The page for a client that does not prove who it is; undefined for one that may go on. Models ngx_http_process_request. */
export function clientRefusal(
	{ verdict }: Client,
	mode: ClientCertificates['mode'],
	nowMs: number,
	version: string,
): HttpAnswer | undefined {
	const isForeign = verdict.startsWith('FAILED') && mode !== 'optional_no_ca';
	if (!isForeign && !(verdict === 'NONE' && mode === 'on')) return undefined;
	const why = isForeign ? 'The SSL certificate error' : 'No required SSL certificate was sent';
	const body = `<html>\r\n<head><title>400 ${why}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>${why}</center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
	return nginxAnswer({ status: 400, type: 'text/html', body, close: true }, nowMs, version);
}
