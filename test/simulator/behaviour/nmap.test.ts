import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';

/** Forms as nmap 7.93 prints them, scanning a machine of its own; what is found follows from the world. */
test('nmap: open, closed and filtered ports, names, versions, hosts that are down', () => {
	const world = newWorld('nmap');
	const script = `kubectl run ns --image=nicolaka/netshoot --command -- sleep 99999 >/dev/null
kubectl run web --image=nginx:1.29 --port=80 --expose >/dev/null; kubectl wait --for=condition=Ready pod --all --timeout=90s >/dev/null
W=$(kubectl get svc web -o jsonpath='{.spec.clusterIP}'); P=$(kubectl get pod web -o jsonpath='{.status.podIP}')
n() { kubectl exec ns -- nmap "$@" 2>&1 | sed -E "s/192-168-[0-9-]+/IP/; s/$W/SERVICE/; s/$P/POD/; s/ at 20.*/ at DATE/; s/[0-9.]+ seconds/N seconds/; s/[0-9.]+s latency/Ns latency/"; }
n -p 22,80,8080 172.30.1.2; n $P; n -p 80-120 --open $P; n -Pn -p 80,443 web; n -sn 172.30.1.2; n -sV -n -p 80 $P; n -p 80 --reason -n $P
n 192.0.2.7; n nosuch; n -p 99999 $P; n --foo; kubectl apply -f - >/dev/null <<'Y'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec: {podSelector: {matchLabels: {run: web}}, policyTypes: [Ingress]}
Y
sleep 3; n -Pn -n -p 80,443 $P`;
	expect(world.runScript({ name: 'x.sh', script }).stdout).toBe(`Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for 172-30-1-2.kubernetes.default.svc.cluster.local (172.30.1.2)
Host is up (Ns latency).

PORT     STATE  SERVICE
22/tcp   open   ssh
80/tcp   closed http
8080/tcp closed http-proxy

Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for IP.web.default.svc.cluster.local (POD)
Host is up (Ns latency).
Not shown: 999 closed tcp ports (reset)
PORT   STATE SERVICE
80/tcp open  http

Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for IP.web.default.svc.cluster.local (POD)
Host is up (Ns latency).
Not shown: 40 closed tcp ports (reset)
PORT   STATE SERVICE
80/tcp open  http

Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for web (SERVICE)
Host is up.
rDNS record for SERVICE: web.default.svc.cluster.local

PORT    STATE    SERVICE
80/tcp  open     http
443/tcp filtered https

Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for 172-30-1-2.kubernetes.default.svc.cluster.local (172.30.1.2)
Host is up (Ns latency).
Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for POD
Host is up (Ns latency).

PORT   STATE SERVICE VERSION
80/tcp open  http    nginx 1.29.3

Service detection performed. Please report any incorrect results at https://nmap.org/submit/ .
Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for POD
Host is up (Ns latency).

PORT   STATE SERVICE REASON
80/tcp open  http    syn-ack

Nmap done: 1 IP address (1 host up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Note: Host seems down. If it is really up, but blocking our ping probes, try -Pn
Nmap done: 1 IP address (0 hosts up) scanned in N seconds
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Failed to resolve "nosuch".
WARNING: No targets were specified, so 0 hosts scanned.
Nmap done: 0 IP addresses (0 hosts up) scanned in N seconds
Ports specified must be between 0 and 65535 inclusive
QUITTING!
command terminated with exit code 1
nmap: unrecognized option '--foo'
See the output of nmap -h for a summary of options.
command terminated with exit code 255
Starting Nmap 7.94SVN ( https://nmap.org ) at DATE
Nmap scan report for POD
Host is up.

PORT    STATE    SERVICE
80/tcp  filtered http
443/tcp filtered https

Nmap done: 1 IP address (1 host up) scanned in N seconds
`);
});
