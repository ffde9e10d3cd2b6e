import type { CurlFailure } from './curl-failure.ts';
import type { Exchange } from './curl-transfer.ts';

/** What one transfer came to. */
export interface TransferResult {
	readonly url: string;
	/** 0 when there was no response. */
	readonly status: number;
	readonly exchange: Exchange | undefined;
	readonly failure: CurlFailure | undefined;
	readonly downloaded: number;
	readonly uploaded: number;
	readonly redirects: number;
	readonly totalMs: number;
	readonly redirectUrl: string;
}

/** -w: variables and escapes. */
export function formatWriteOut(format: string, result: TransferResult): { stdout: string; stderr: string } {
	let stderr = '';
	const stdout = format.replace(
		/%\{(\w+)\}|%%|\\([nrt\\])/g,
		(whole, name: string | undefined, letter: string | undefined) => {
			if (letter !== undefined) return { n: '\n', r: '\r', t: '\t' }[letter] ?? whole;
			if (name === undefined) return '%';
			const value = variable(name, result);
			if (value === undefined) stderr += `curl: unknown --write-out variable: '${name}'\n`;
			return value ?? '';
		},
	);
	return { stdout, stderr };
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(6);
}

function variable(name: string, result: TransferResult): string | undefined {
	const { exchange, failure } = result;
	const times = exchange?.times;
	switch (name) {
		case 'http_code':
		case 'response_code':
			return String(result.status).padStart(3, '0');
		case 'size_download':
			return String(result.downloaded);
		case 'size_upload':
			return String(result.uploaded);
		case 'speed_download':
			return String(result.totalMs === 0 ? 0 : Math.floor((result.downloaded * 1000) / result.totalMs));
		case 'time_total':
			return seconds(result.totalMs);
		case 'time_namelookup':
			return seconds(times?.lookupMs ?? 0);
		case 'time_connect':
		case 'time_appconnect':
			return seconds(name === 'time_appconnect' && exchange?.url.scheme !== 'https' ? 0 : (times?.connectMs ?? 0));
		case 'time_pretransfer':
			return seconds(times?.connectMs ?? 0);
		case 'time_starttransfer':
			return seconds(times?.firstByteMs ?? 0);
		case 'url':
		case 'url_effective':
			return result.url;
		case 'redirect_url':
			return result.redirectUrl;
		case 'num_redirects':
			return String(result.redirects);
		case 'num_connects':
			return String(exchange === undefined ? 0 : 1);
		case 'content_type':
			return exchange?.head.headers.get('content-type') ?? '';
		case 'remote_ip':
			return exchange?.address ?? '';
		case 'remote_port':
			return String(exchange?.port ?? 0);
		case 'local_ip':
			return exchange?.local.address ?? '';
		case 'local_port':
			return String(exchange?.local.port ?? 0);
		case 'http_version':
			return exchange === undefined ? '0' : exchange.head.version === 'HTTP/1.1' ? '1.1' : '1';
		case 'scheme':
			return exchange?.url.scheme ?? '';
		case 'method':
			return exchange?.method ?? 'GET';
		case 'exitcode':
			return String(failure?.code ?? 0);
		case 'errormsg':
			return failure?.message ?? '';
		case 'ssl_verify_result':
			return '0';
		default:
			return undefined;
	}
}
