import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** What one script leaves behind, seen by another: in the same world, and in a copy that begins where the first ended. */
function check(title: string, setup: string, look: string, seen: string): void {
	test(title, () => {
		const original = newWorld('original');
		original.runScript({ name: 'setup.sh', script: setup });
		original.run(original.now() + 5_000);
		expect(original.runScript({ name: 'look.sh', script: look }).stdout).toBe(seen);
		const copy = newWorld('copy', { setup: [{ kind: 'script', script: setup }] });
		expect(copy.runScript({ name: 'look.sh', script: look }).stdout).toBe(seen);
	});
}

const MOUNTED = `kubectl create configmap settings --from-literal=color=red
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: busybox:1.36
      command: [sleep, infinity]
      volumeMounts:
        - {name: settings, mountPath: /one/color, subPath: color}
        - {name: settings, mountPath: /all}
        - {name: scratch, mountPath: /scratch}
        - {name: memory, mountPath: /memory}
  volumes:
    - {name: settings, configMap: {name: settings}}
    - {name: scratch, emptyDir: {}}
    - {name: memory, emptyDir: {medium: Memory, sizeLimit: 10Mi}}
YAML
kubectl wait --for=condition=Ready pod/reader --timeout=60s
kubectl exec reader -- sh -c 'echo kept > /memory/file; echo kept > /scratch/file; ln -s file /memory/link'
kubectl create configmap settings --from-literal=color=blue --dry-run=client -o yaml | kubectl replace -f -
sleep 100`;

check(
	'a file that is mounted by subPath stays the one that it was, a tmpfs keeps its content',
	MOUNTED,
	`kubectl exec reader -- sh -c 'cat /one/color /all/color; echo; cat /memory/link /scratch/file; df -k /memory | tail -n 1' | awk 'NF > 3 { print $1, $2, $6; next } { print }'`,
	'redblue\nkept\nkept\ntmpfs 10240 /memory\n',
);

check(
	'what is mounted on a machine is, disks in files among it',
	`ssh node01 'mkdir -p /mnt/{a,b,c}; mount -t tmpfs -o size=8m scratch /mnt/a; echo one > /mnt/a/file
mkdir /srv/data; echo two > /srv/data/file; mount --bind /srv/data /mnt/b
truncate -s 32M /disk.img; mkfs.ext4 -q /disk.img; mount -o loop /disk.img /mnt/c; echo three > /mnt/c/file'`,
	`ssh node01 'cat /mnt/?/file; findmnt -n -o TARGET,FSTYPE /mnt/a; losetup -n -O NAME,BACK-FILE; umount /mnt/c && ls /mnt/c
mount -o loop /disk.img /mnt/c; cat /mnt/c/file'`,
	'one\ntwo\nthree\n/mnt/a tmpfs\n/dev/loop0 /disk.img\nthree\n',
);

check(
	'what a journal holds, and how units are doing',
	`logger -t backup 'nightly backup done'
ssh node01 'systemctl stop kubelet; logger -t note "stopped by hand"'
ssh node01 'cat > /etc/systemd/system/broken.service <<EOF
[Unit]
Description=A broken service
[Service]
ExecStart=/bin/sh -c "echo about to fail; exit 3"
EOF
systemctl daemon-reload; systemctl start broken; sleep 1'`,
	`journalctl -t backup -o cat; ssh node01 'systemctl is-active kubelet containerd broken; journalctl -u broken -o cat; journalctl -t note -o cat'`,
	`nightly backup done
inactive
active
failed
Starting broken.service - A broken service...
Started broken.service - A broken service.
about to fail
broken.service: Main process exited, code=exited, status=3/n/a
broken.service: Failed with result 'exit-code'.
stopped by hand
`,
);
