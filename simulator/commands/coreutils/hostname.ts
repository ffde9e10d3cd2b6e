import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { lookupHosts } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';

/** Debian's hostname (net-tools' successor). */
export const hostname = gnuCommand({
	name: 'hostname',
	paths: ['hostname', 'dnsdomainname', 'domainname', 'nisdomainname', 'ypdomainname'].map((name) => `/usr/bin/${name}`),
	size: 22_760,
	version: 'hostname 3.23',
	usageStatus: 255,
	help: `Usage: hostname [-b] {hostname|-F file}         set host name (from file)
       hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name
       hostname                                 display host name

       {yp,nis,}domainname {nisdomain|-F file}  set NIS domain name (from file)
       {yp,nis,}domainname                      display NIS domain name

       dnsdomainname                            display dns domain name

       hostname -V|--version|-h|--help          print info and exit

Program name:
       {yp,nis,}domainname=hostname -y
       dnsdomainname=hostname -d

Program options:
    -a, --alias            alias names
    -A, --all-fqdns        all long host names (FQDNs)
    -b, --boot             set default hostname if none available
    -d, --domain           DNS domain name
    -f, --fqdn, --long     long host name (FQDN)
    -F, --file             read host name or NIS domain name from given file
    -i, --ip-address       addresses for the host name
    -I, --all-ip-addresses all addresses for the host
    -s, --short            short host name
    -y, --yp, --nis        NIS/YP domain name

Description:
   This command can get or set the host name or the NIS domain name. You can
   also get the DNS domain or the FQDN (fully qualified domain name).
   Unless you are using bind or NIS for host lookups you can change the
   FQDN (Fully Qualified Domain Name) and the DNS domain name (which is
   part of the FQDN) in the /etc/hosts file.
`,
	options: {
		alias: flag('a', 'alias'),
		domain: flag('d', 'domain'),
		fqdn: flag('f', 'fqdn', 'long'),
		allFqdns: flag('A', 'all-fqdns'),
		address: flag('i', 'ip-address'),
		addresses: flag('I', 'all-ip-addresses'),
		short: flag('s', 'short'),
		nis: flag('y', 'yp', 'nis'),
		file: withValue('F', 'file'),
	},
	*main(run) {
		const { process, values } = run;
		const [wanted] = run.operands;
		if (values.file !== undefined || wanted !== undefined) return yield* rename(run, wanted, values.file);
		const name = process.hostname;
		const own = (process.argv[0] ?? '').replace(/^.*\//, '');
		if (own === 'domainname' && !values.nis) yield* run.out.write('(none)\n');
		else if (values.addresses) {
			const devices = process.machine.interfaces().filter((each) => each.name !== 'lo');
			const list = devices.flatMap((each) => each.addresses.map((address) => address.replace(/\/.*$/, '')));
			yield* run.out.write(`${list.join(' ')} \n`);
		} else if (values.address) {
			const addresses = yield* hostsAddresses(process, name);
			if (addresses.length === 0) throw new Fatal('Name or service not known');
			yield* run.out.write(`${addresses.join(' ')}\n`);
		} else if (values.domain || own === 'dnsdomainname') {
			const full = yield* fullName(process, name);
			yield* run.out.write(`${full.includes('.') ? full.slice(full.indexOf('.') + 1) : ''}\n`);
		} else if (values.fqdn || values.allFqdns) yield* run.out.write(`${yield* fullName(process, name)}\n`);
		else if (values.alias) yield* run.out.write('\n');
		else if (values.nis || own === 'nisdomainname' || own === 'ypdomainname') {
			yield* run.out.write(`${own}: Local domain name not set\n`);
			return 1;
		} else yield* run.out.write(`${values.short ? name.split('.')[0] : name}\n`);
		return 0;
	},
});

function* rename({ process }: RunContext, operand: string | undefined, file: string | undefined): Task<number> {
	let name = operand ?? '';
	if (file !== undefined) {
		try {
			const lines = decodeUtf8(yield* readFile(process, file)).split('\n');
			name = lines.find((line) => line !== '' && !line.startsWith('#'))?.trim() ?? '';
		} catch {
			throw new Fatal(`can't open \`${file}'`);
		}
	}
	if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name) || name.length > 64)
		throw new Fatal('the specified hostname is invalid');
	try {
		yield* setHostname(process, name);
		return 0;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(
			process.credentials.uid === 0
				? 'sethostname: Operation not permitted'
				: 'you must be root to change the host name',
		);
	}
}

/** The name that the machine has until it starts again. Throws SystemError. */
export function* setHostname(process: Process, name: string): Task<void> {
	const fd = yield* process.open('/proc/sys/kernel/hostname', { write: true });
	try {
		yield* process.write(fd, encodeUtf8(name));
	} finally {
		process.close(fd);
	}
}

/** Addresses of the host's name in /etc/hosts. */
export function* hostsAddresses(process: Process, name: string): Task<string[]> {
	return lookupHosts(yield* hostsText(process), name).filter((address) => !address.includes(':'));
}

function* hostsText(process: Process): Task<string> {
	if (!process.access('/etc/hosts', { read: true })) return '';
	return decodeUtf8(yield* readFile(process, '/etc/hosts'));
}

/** The first name of the line of /etc/hosts that has the name. */
export function* fullName(process: Process, name: string): Task<string> {
	for (const line of (yield* hostsText(process)).split('\n')) {
		const [, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (names.includes(name)) return names[0] as string;
	}
	return name;
}
