/** A keyword of sshd_config: what it takes, and what holds where it is not said. */
export interface SshdKeyword {
	readonly kind: readonly string[] | 'number' | 'port' | 'text';
	readonly value: string;
}

const YES_NO = ['yes', 'no'];

/** Keywords whose lines add up. */
export const SSHD_MULTIPLE: ReadonlySet<string> = new Set([
	'port',
	'listenaddress',
	'hostkey',
	'acceptenv',
	'setenv',
	'subsystem',
	'allowusers',
	'denyusers',
	'allowgroups',
	'denygroups',
]);

/** In the order of `sshd -T`, with OpenSSH 9's defaults. */
export const SSHD_KEYWORDS: ReadonlyMap<string, SshdKeyword> = new Map<string, SshdKeyword>([
	['port', { kind: 'port', value: '22' }],
	['addressfamily', { kind: ['any', 'inet', 'inet6'], value: 'any' }],
	['usepam', { kind: YES_NO, value: 'no' }],
	['logingracetime', { kind: 'text', value: '120' }],
	['x11displayoffset', { kind: 'number', value: '10' }],
	['maxauthtries', { kind: 'number', value: '6' }],
	['maxsessions', { kind: 'number', value: '10' }],
	['clientaliveinterval', { kind: 'text', value: '0' }],
	['clientalivecountmax', { kind: 'number', value: '3' }],
	['requiredrsasize', { kind: 'number', value: '1024' }],
	['streamlocalbindmask', { kind: 'text', value: '0177' }],
	['unusedconnectiontimeout', { kind: 'text', value: 'none' }],
	[
		'permitrootlogin',
		{ kind: ['yes', 'no', 'without-password', 'prohibit-password', 'forced-commands-only'], value: 'without-password' },
	],
	['ignorerhosts', { kind: ['yes', 'no', 'shosts-only'], value: 'yes' }],
	['ignoreuserknownhosts', { kind: YES_NO, value: 'no' }],
	['hostbasedauthentication', { kind: YES_NO, value: 'no' }],
	['hostbasedusesnamefrompacketonly', { kind: YES_NO, value: 'no' }],
	['pubkeyauthentication', { kind: YES_NO, value: 'yes' }],
	['kerberosauthentication', { kind: YES_NO, value: 'no' }],
	['kerberosorlocalpasswd', { kind: YES_NO, value: 'yes' }],
	['kerberosticketcleanup', { kind: YES_NO, value: 'yes' }],
	['gssapiauthentication', { kind: YES_NO, value: 'no' }],
	['gssapicleanupcredentials', { kind: YES_NO, value: 'yes' }],
	['gssapikeyexchange', { kind: YES_NO, value: 'no' }],
	['gssapistrictacceptorcheck', { kind: YES_NO, value: 'yes' }],
	['gssapistorecredentialsonrekey', { kind: YES_NO, value: 'no' }],
	[
		'gssapikexalgorithms',
		{
			kind: 'text',
			value:
				'gss-group14-sha256-,gss-group16-sha512-,gss-nistp256-sha256-,gss-curve25519-sha256-,gss-group14-sha1-,gss-gex-sha1-',
		},
	],
	['passwordauthentication', { kind: YES_NO, value: 'yes' }],
	['kbdinteractiveauthentication', { kind: YES_NO, value: 'yes' }],
	['printmotd', { kind: YES_NO, value: 'yes' }],
	['printlastlog', { kind: YES_NO, value: 'yes' }],
	['x11forwarding', { kind: ['yes', 'no'], value: 'no' }],
	['x11uselocalhost', { kind: YES_NO, value: 'yes' }],
	['permittty', { kind: YES_NO, value: 'yes' }],
	['permituserrc', { kind: YES_NO, value: 'yes' }],
	['strictmodes', { kind: ['yes', 'no'], value: 'yes' }],
	['tcpkeepalive', { kind: YES_NO, value: 'yes' }],
	['permitemptypasswords', { kind: YES_NO, value: 'no' }],
	['compression', { kind: ['yes', 'no', 'delayed'], value: 'yes' }],
	['gatewayports', { kind: ['yes', 'no', 'clientspecified'], value: 'no' }],
	['usedns', { kind: YES_NO, value: 'no' }],
	['allowtcpforwarding', { kind: ['yes', 'no', 'all', 'local', 'remote'], value: 'yes' }],
	['allowagentforwarding', { kind: YES_NO, value: 'yes' }],
	['disableforwarding', { kind: YES_NO, value: 'no' }],
	['allowstreamlocalforwarding', { kind: ['yes', 'no', 'all', 'local', 'remote'], value: 'yes' }],
	['streamlocalbindunlink', { kind: YES_NO, value: 'no' }],
	['fingerprinthash', { kind: 'text', value: 'SHA256' }],
	['exposeauthinfo', { kind: YES_NO, value: 'no' }],
	['pidfile', { kind: 'text', value: '/run/sshd.pid' }],
	['modulifile', { kind: 'text', value: '/etc/ssh/moduli' }],
	['xauthlocation', { kind: 'text', value: '/usr/bin/xauth' }],
	[
		'ciphers',
		{
			kind: 'text',
			value:
				'chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com',
		},
	],
	[
		'macs',
		{
			kind: 'text',
			value:
				'umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1',
		},
	],
	['banner', { kind: 'text', value: 'none' }],
	['forcecommand', { kind: 'text', value: 'none' }],
	['chrootdirectory', { kind: 'text', value: 'none' }],
	['trustedusercakeys', { kind: 'text', value: 'none' }],
	['revokedkeys', { kind: 'text', value: 'none' }],
	['securitykeyprovider', { kind: 'text', value: 'internal' }],
	['authorizedprincipalsfile', { kind: 'text', value: 'none' }],
	['versionaddendum', { kind: 'text', value: 'none' }],
	['authorizedkeyscommand', { kind: 'text', value: 'none' }],
	['authorizedkeyscommanduser', { kind: 'text', value: 'none' }],
	['authorizedprincipalscommand', { kind: 'text', value: 'none' }],
	['authorizedprincipalscommanduser', { kind: 'text', value: 'none' }],
	['hostkeyagent', { kind: 'text', value: 'none' }],
	[
		'kexalgorithms',
		{
			kind: 'text',
			value:
				'sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256',
		},
	],
	[
		'casignaturealgorithms',
		{
			kind: 'text',
			value:
				'ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256',
		},
	],
	[
		'hostbasedacceptedalgorithms',
		{
			kind: 'text',
			value:
				'ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,sk-ssh-ed25519-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256',
		},
	],
	[
		'hostkeyalgorithms',
		{
			kind: 'text',
			value:
				'ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,sk-ssh-ed25519-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256',
		},
	],
	[
		'pubkeyacceptedalgorithms',
		{
			kind: 'text',
			value:
				'ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,sk-ssh-ed25519-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256',
		},
	],
	['loglevel', { kind: 'text', value: 'INFO' }],
	['syslogfacility', { kind: 'text', value: 'AUTH' }],
	['authorizedkeysfile', { kind: 'text', value: '.ssh/authorized_keys .ssh/authorized_keys2' }],
	['authenticationmethods', { kind: 'text', value: 'any' }],
	['maxstartups', { kind: 'text', value: '10:30:100' }],
	['persourcemaxstartups', { kind: 'text', value: 'none' }],
	['persourcenetblocksize', { kind: 'text', value: '32:128' }],
	['permittunnel', { kind: ['yes', 'no', 'point-to-point', 'ethernet'], value: 'no' }],
	['ipqos', { kind: 'text', value: 'lowdelay throughput' }],
	['rekeylimit', { kind: 'text', value: '0 0' }],
	['permitopen', { kind: 'text', value: 'any' }],
	['permitlisten', { kind: 'text', value: 'any' }],
	['permituserenvironment', { kind: YES_NO, value: 'no' }],
	['pubkeyauthoptions', { kind: 'text', value: 'none' }],
	['challengeresponseauthentication', { kind: YES_NO, value: '' }],
	['useprivilegeseparation', { kind: 'text', value: '' }],
	['protocol', { kind: 'text', value: '' }],
	['hostcertificate', { kind: 'text', value: '' }],
	['pubkeyacceptedkeytypes', { kind: 'text', value: '' }],
	['hostbasedacceptedkeytypes', { kind: 'text', value: '' }],
	['rdomain', { kind: 'text', value: '' }],
	['refuseconnection', { kind: YES_NO, value: '' }],
	['channeltimeout', { kind: 'text', value: '' }],
]);
