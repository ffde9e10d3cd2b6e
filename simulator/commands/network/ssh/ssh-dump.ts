import type { SshSettings } from './ssh-config.ts';

const KEY_ALGORITHMS =
	'ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,sk-ssh-ed25519-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256';

/** Keywords in the order of `ssh -G` with what holds when nothing is said; '': nothing is shown. Models readconf.c dump_client_config. */
const SHOWN = `addressfamily any
batchmode no
canonicalizefallbacklocal yes
canonicalizehostname false
checkhostip no
compression no
controlmaster false
enablesshkeysign no
clearallforwardings no
exitonforwardfailure no
fingerprinthash SHA256
forwardx11 no
forwardx11trusted yes
gatewayports no
gssapiauthentication no
gssapikeyexchange no
gssapidelegatecredentials no
gssapitrustdns no
gssapirenewalforcesrekey no
gssapikexalgorithms gss-group14-sha256-,gss-group16-sha512-,gss-nistp256-sha256-,gss-curve25519-sha256-,gss-group14-sha1-,gss-gex-sha1-
hashknownhosts no
hostbasedauthentication no
identitiesonly no
kbdinteractiveauthentication yes
nohostauthenticationforlocalhost no
passwordauthentication yes
permitlocalcommand no
proxyusefdpass no
pubkeyauthentication true
requesttty auto
sessiontype default
stdinnull no
forkafterauthentication no
streamlocalbindunlink no
stricthostkeychecking ask
tcpkeepalive yes
tunnel false
verifyhostkeydns false
visualhostkey no
updatehostkeys true
enableescapecommandline no
canonicalizemaxdots 1
connectionattempts 1
forwardx11timeout 1200
numberofpasswordprompts 3
serveralivecountmax 3
serveraliveinterval 0
requiredrsasize 1024
obscurekeystroketiming yes
bindaddress
bindinterface
ciphers chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com
controlpath
hostkeyalgorithms ${KEY_ALGORITHMS}
hostkeyalias
hostbasedacceptedalgorithms ${KEY_ALGORITHMS}
identityagent
ignoreunknown
kbdinteractivedevices
kexalgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256
casignaturealgorithms ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256
localcommand
remotecommand
loglevel INFO
macs umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1
preferredauthentications
securitykeyprovider internal
pubkeyacceptedalgorithms ${KEY_ALGORITHMS}
revokedhostkeys
xauthlocation /usr/bin/xauth
knownhostscommand
tag
dynamicforward
localforward
remoteforward
identityfile
canonicaldomains none
certificatefile
globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
userknownhostsfile
sendenv
setenv
logverbose none
channeltimeout none
permitremoteopen any
addkeystoagent false
forwardagent no
connecttimeout none
tunneldevice any:any
canonicalizePermittedcnames none
controlpersist no
escapechar ~
ipqos lowdelay throughput
rekeylimit 0 0
streamlocalbindmask 0177
syslogfacility USER
proxycommand
proxyjump`
	.split('\n')
	.map((line) => [line.split(' ')[0] as string, line.slice(line.split(' ')[0]?.length).trimStart()] as const);

const IDENTITIES = 'rsa ecdsa ecdsa_sk ed25519 ed25519_sk xmss dsa'.split(' ').map((kind) => `~/.ssh/id_${kind}`);

/** Keywords that know more than yes and no show these as true and false. */
const TRUE_OR_FALSE: ReadonlySet<string> = new Set(
	'canonicalizehostname controlmaster pubkeyauthentication stricthostkeychecking tunnel verifyhostkeydns updatehostkeys addkeystoagent'.split(
		' ',
	),
);

/** Values of keywords that name several, each on a line of its own. */
const EACH_ALONE: ReadonlySet<string> = new Set(['sendenv', 'setenv']);

/** What `ssh -G` prints. */
export function dumpedSettings(
	head: { readonly given: string; readonly user: string; readonly host: string; readonly port: number },
	settings: SshSettings,
	home: string,
): string {
	const first = `host ${head.given}\nuser ${head.user}\nhostname ${head.host}\nport ${head.port}\n`;
	const shownHome = (path: string): string => path.replace(/^~(?=\/)/, home);
	const lines = SHOWN.flatMap(([keyword, fallback]) => {
		const said = settings.all(keyword.toLowerCase());
		if (keyword === 'identityfile') return (said.length > 0 ? said : IDENTITIES).map((path) => `identityfile ${path}`);
		if (keyword === 'userknownhostsfile') {
			const paths = said[0] ?? '~/.ssh/known_hosts ~/.ssh/known_hosts2';
			return [`userknownhostsfile ${paths.split(' ').map(shownHome).join(' ')}`];
		}
		if (said.length === 0) return fallback === '' ? [] : [`${keyword} ${fallback}`];
		const values = EACH_ALONE.has(keyword) ? said.flatMap((value) => value.split(' ')) : said;
		return values.map((value) => `${keyword} ${shownValue(keyword, value)}`);
	});
	return `${first}${lines.join('\n')}\n`;
}

function shownValue(keyword: string, value: string): string {
	if (keyword === 'loglevel') return value.toUpperCase();
	const flag = /^(?:(yes|true)|(no|false))$/i.exec(value);
	if (flag !== null && keyword !== 'requesttty') {
		const words = TRUE_OR_FALSE.has(keyword) ? ['true', 'false'] : ['yes', 'no'];
		return words[flag[1] === undefined ? 1 : 0] as string;
	}
	const forward = /^(?:(\S+):)?(\d+)[:\s]+\[?([^:\]\s]+)\]?:(\d+)$/.exec(value);
	if (!/^(?:local|remote)forward$/.test(keyword) || forward === null) return value;
	const [, bind, port, host, hostPort] = forward;
	return `${bind === undefined ? '' : `[${bind.replace(/^\[|\]$/g, '')}]:`}${port} [${host}]:${hostPort}`;
}
