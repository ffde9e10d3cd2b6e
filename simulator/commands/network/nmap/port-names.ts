/**
 * What nmap calls ports that servers of this world listen at; "unknown" otherwise. Those with a dot behind are among the
 * thousand that a scan without -p tries. From nmap's own list, looked up port by port.
 */
const NAMES = `21 ftp.,22 ssh.,23 telnet.,25 smtp.,53 domain.,80 http.,81 hosts2-ns.,110 pop3.,111 rpcbind.,143 imap.,179 bgp.,389 ldap.,443 https.,445 microsoft-ds.,465 smtps.,587 submission.,636 ldapssl.,993 imaps.,995 pop3s.,1433 ms-sql-s.,2049 nfs.,2379 etcd-client,2380 etcd-server,3000 ppp.,3128 squid-http.,3306 mysql.,5000 upnp.,5432 postgresql.,5672 amqp,5473 apsolab-tags,6379 redis,6443 sun-sr-https,8000 http-alt.,8008 http.,8080 http-proxy.,8081 blackice-icecap.,8181 intermapper.,8443 https-alt.,8888 sun-answerbook.,9000 cslistener.,9090 zeus-admin.,9091 xmltec-xmlmail.,9092 XmlIpcRegSvc,9099 unknown.,9100 jetdirect.,9200 wap-wsp.,9443 tungsten-https,11211 memcache,27017 mongod,30000 ndmps.`;

const PORTS: ReadonlyMap<number, { readonly name: string; readonly isUsual: boolean }> = new Map(
	NAMES.split(',').map((row) => {
		const [port, name = ''] = row.split(' ');
		return [Number(port), { name: name.replace(/\.$/, ''), isUsual: name.endsWith('.') }];
	}),
);

export function portName(port: number): string {
	return PORTS.get(port)?.name ?? 'unknown';
}

/** Those named so. */
export function portsNamed(name: string): number[] {
	return [...PORTS].filter(([, each]) => each.name === name).map(([port]) => port);
}

/** Of a scan without -p, as far as servers of this world listen there. Differs: the others are counted, and not tried. */
export const USUAL_PORTS: readonly number[] = [...PORTS].filter(([, { isUsual }]) => isUsual).map(([port]) => port);
export const USUAL_COUNT = 1_000;
/** Of -F. */
export const FAST_COUNT = 100;
const NOT_FAST: ReadonlySet<number> = new Set([636, 8181, 9000, 9090, 9091, 9099, 9200, 30000]);
export const FAST_PORTS: readonly number[] = USUAL_PORTS.filter((port) => !NOT_FAST.has(port));
