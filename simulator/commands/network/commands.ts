import type { Command } from '../command.ts';
import { conntrack } from './conntrack.ts';
import { curl } from './curl.ts';
import { dig } from './dig/dig.ts';
import { host, nslookup } from './dns-tools.ts';
import { ifconfig } from './ifconfig.ts';
import { ip } from './ip/ip.ts';
import { iptables } from './iptables/iptables.ts';
import { iptablesRestore, iptablesSave } from './iptables/iptables-save.ts';
import { nc } from './nc.ts';
import { arp, bridge, route } from './net-tools.ts';
import { netstat } from './netstat.ts';
import { ping } from './ping.ts';
import { scp } from './scp/scp.ts';
import { sftp } from './sftp/sftp.ts';
import { ss } from './sockets.ts';
import { ssh } from './ssh/ssh.ts';
import { sshAdd } from './ssh/ssh-add.ts';
import { sshAgent } from './ssh/ssh-agent.ts';
import { sshCopyId } from './ssh/ssh-copy-id.ts';
import { sshKeygen } from './ssh/ssh-keygen.ts';
import { sshKeyscan } from './ssh/ssh-keyscan.ts';
import { tcpdump } from './tcpdump/tcpdump.ts';
import { telnet } from './telnet.ts';
import { tracepath, traceroute } from './traceroute.ts';
import { ufw } from './ufw/ufw.ts';
import { wget } from './wget.ts';

export const NETWORK_COMMANDS: readonly Command[] = [
	arp,
	bridge,
	conntrack,
	curl,
	dig,
	host,
	ifconfig,
	ip,
	iptables,
	iptablesRestore,
	iptablesSave,
	nc,
	netstat,
	nslookup,
	ping,
	route,
	scp,
	ss,
	ssh,
	sftp,
	sshAdd,
	sshAgent,
	sshCopyId,
	sshKeyscan,
	sshKeygen,
	tcpdump,
	telnet,
	tracepath,
	traceroute,
	ufw,
	wget,
];
