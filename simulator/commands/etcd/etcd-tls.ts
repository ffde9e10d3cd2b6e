import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { keyMismatch } from '../../machinery/x509/key-pair.ts';
import { readPrivateKey } from '../../machinery/x509/private-key.ts';
import { EtcdError, EXIT } from './etcd-error.ts';

export interface EtcdTls {
	readonly authorities: readonly Certificate[] | undefined;
	readonly certificatePem: string | undefined;
	readonly skipVerify: boolean;
}

/** PEM files as etcd reads them. Throws EtcdError. */
export function* readTls(
	process: Process,
	files: { readonly cert: string; readonly key: string; readonly cacert: string },
	skipVerify: boolean,
): Task<EtcdTls | undefined> {
	const { cert, key, cacert } = files;
	if (cert === '' && key === '' && cacert === '') {
		return skipVerify ? { authorities: undefined, certificatePem: undefined, skipVerify } : undefined;
	}
	if ((cert === '') !== (key === '')) {
		throw new EtcdError(EXIT.badArgs, `KeyFile and CertFile must both be present[key: ${key}, cert: ${cert}]`);
	}
	let certificatePem: string | undefined;
	if (cert !== '') {
		certificatePem = yield* pemOf(process, cert);
		checkPair(certificatePem, yield* pemOf(process, key));
	}
	const authorities = cacert === '' ? undefined : certificatesIn(yield* pemOf(process, cacert));
	return { authorities, certificatePem, skipVerify };
}

function* pemOf(process: Process, path: string): Task<string> {
	if (!process.access(path, {})) throw new EtcdError(EXIT.badArgs, `open ${path}: no such file or directory`);
	if (!process.access(path, { read: true })) throw new EtcdError(EXIT.badArgs, `open ${path}: permission denied`);
	if (process.stat(path).type === 'directory') throw new EtcdError(EXIT.badArgs, `read ${path}: is a directory`);
	return yield* textOf(process, path);
}

/** Models crypto/tls X509KeyPair. */
function checkPair(certificatePem: string, keyPem: string): void {
	const [leaf] = certificatesIn(certificatePem);
	if (leaf === undefined) {
		throw new EtcdError(EXIT.badArgs, 'tls: failed to find any PEM data in certificate input');
	}
	const key = readPrivateKey(keyPem);
	if (key === undefined) throw new EtcdError(EXIT.badArgs, 'tls: failed to find any PEM data in key input');
	const mismatch = keyMismatch(leaf, key);
	if (mismatch !== undefined) throw new EtcdError(EXIT.badArgs, mismatch);
}

function certificatesIn(pem: string): readonly Certificate[] {
	try {
		return readCertificates(pem);
	} catch (error) {
		if (error instanceof DerError) throw new EtcdError(EXIT.badArgs, 'x509: malformed certificate');
		throw error;
	}
}
