import { parseIp } from '../../machinery/x509/ip-bytes.ts';

/** Whether an IPv4 address is in "10.0.0.0/8", or is "10.0.0.1". */
export function addressIn(address: string, range: string): boolean {
	const [base = '', bits = '32'] = range.split('/');
	const [at, from] = [numberOf(address), numberOf(base)];
	if (at === undefined || from === undefined) return false;
	const size = 2 ** (32 - Number(bits));
	return Math.floor(at / size) === Math.floor(from / size);
}

function numberOf(address: string): number | undefined {
	const bytes = parseIp(address);
	if (bytes === undefined || bytes.length !== 4) return undefined;
	return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
