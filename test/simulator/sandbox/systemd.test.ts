import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('systemd').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

const UNIT = (name: string, text: string): string =>
	`printf '${text.replaceAll('\n', '\\n')}' > /etc/systemd/system/${name}; systemctl daemon-reload`;

test('units that are masked, that run once, that listen, that cannot be enabled', () => {
	expect(
		printed(`systemctl mask kubelet; systemctl is-enabled kubelet; systemctl restart kubelet; echo $?
systemctl unmask kubelet; systemctl is-enabled kubelet
${UNIT('job.service', '[Unit]\nDescription=my job\n[Service]\nType=oneshot\nExecStart=/bin/sh -c "sleep 3; echo hello"\nRemainAfterExit=yes\n[Install]\nWantedBy=multi-user.target\n')}
systemctl enable --now job; systemctl status job --no-pager | grep -o 'active (exited)'; journalctl -u job -o cat
${UNIT('web.socket', '[Unit]\nDescription=web\n[Socket]\nListenStream=8080\n[Install]\nWantedBy=sockets.target\n')}
systemctl enable --now web.socket; systemctl is-active web.socket; systemctl disable --now web.socket; systemctl is-active web.socket
${UNIT('plain.service', '[Service]\nExecStart=/bin/sleep 100\n')}
systemctl enable plain 2>&1 | head -1; systemctl is-enabled plain`),
	).toBe(`Created symlink /etc/systemd/system/kubelet.service → /dev/null.
masked
Failed to restart kubelet.service: Unit kubelet.service is masked.
1
Removed "/etc/systemd/system/kubelet.service".
enabled
Created symlink /etc/systemd/system/multi-user.target.wants/job.service → /etc/systemd/system/job.service.
active (exited)
Starting job.service - my job...
hello
Finished job.service - my job.
Created symlink /etc/systemd/system/sockets.target.wants/web.socket → /etc/systemd/system/web.socket.
active
Removed "/etc/systemd/system/sockets.target.wants/web.socket".
inactive
The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,
static
`);
});

test('the journal by priority, field and format', () => {
	expect(
		printed(`echo 'a = [' > /etc/containerd/config.toml; systemctl restart containerd; echo $?; rm /etc/containerd/config.toml
journalctl -p warning -o cat; journalctl _SYSTEMD_UNIT=containerd.service -n 1 -o cat; journalctl -F _SYSTEMD_UNIT | xargs
journalctl --disk-usage; journalctl -k; journalctl -p loud; journalctl nonsense`),
	).toBe(`Job for containerd.service failed because the control process exited with error code.
See "systemctl status containerd.service" and "journalctl -xeu containerd.service" for details.
1
containerd.service: Failed with result 'exit-code'.
containerd: failed to unmarshal TOML at row 2 column 1: toml: expected value, not eof
init.scope ssh.service containerd.service
Archived and active journals take up 8.0M in the file system.
Mar 02 09:00:00 controlplane kernel: Linux version 6.8.0-51-generic (buildd@lcy02-amd64-040)
Mar 02 09:00:00 controlplane kernel: Memory: 4194304K available
Mar 02 09:00:00 controlplane kernel: smp: Brought up 1 node, 2 CPUs
Unknown log level loud
Failed to add match 'nonsense': Invalid argument
`);
});

test('logger writes to the journal and so to the log of the system', () => {
	const world = newWorld('logger');
	const script =
		'logger -t backup all done; logger -p user.err -i bad; journalctl -t backup -o cat; journalctl -p err -t root -o cat; cut -d" " -f2- /var/log/syslog | sed "s/[0-9]/N/g"';
	expect(world.runScript({ name: 'x.sh', script }).stdout).toBe(
		'all done\nbad\ncontrolplane backup: all done\ncontrolplane root[NN]: bad\n',
	);
});

test('what a unit wants is started with it', () => {
	const unit = (name: string, text: string): string =>
		`printf '[Unit]\\nDescription=x\\n${text}[Service]\\nExecStart=/bin/sleep 1000\\n' > /etc/systemd/system/${name}.service`;
	const script = `${unit('needed', '')}; ${unit('app', 'Wants=needed.service absent.service app.service\\n')}
systemctl daemon-reload; systemctl is-active needed; systemctl start app; systemctl is-active app needed; systemctl stop app; systemctl is-active app needed`;
	const { stdout } = newWorld('wants').runScript({ name: 's.sh', script });
	expect(stdout).toBe('inactive\nactive\nactive\ninactive\nactive\n');
});
