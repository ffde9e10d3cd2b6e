import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('busybox nc runs programs, talks both ways over TCP and UDP, and says farewell', () => {
	const world = newWorld('busybox-nc');
	const script = (text: string): string => world.runScript({ name: 's.sh', script: text }).stdout;
	script(`kubectl run t --image=busybox -- sleep 3600
kubectl run srv --image=busybox -- nc -lk -p 80 -e sh -c 'read line; echo "got $line"'
kubectl wait --for=condition=Ready pod/t pod/srv`);
	const inPod = (text: string): string =>
		script(`kubectl exec t -- sh -c '{ ${text}; } 2>&1' | sed -E 's/:[0-9]{5}/:PORT/g'`);
	const server = script("kubectl get pod srv -o jsonpath='{.status.podIP}'");
	expect(inPod(`echo a | nc ${server} 80; echo b | nc -v ${server} 80`)).toBe(
		`got a\n${server} (${server}:80) open\ngot b\n`,
	);
	// A port that is closed is only told of to those who ask twice.
	expect(inPod(`nc -v ${server} 81; echo $?; nc -vv ${server} 81; echo $?`)).toBe(
		`1\nnc: ${server} (${server}:81): Connection refused\nsent 0, rcvd 0\n1\n`,
	);
	expect(
		inPod(
			'nc -lvp 99 -o /tmp/dump > /tmp/got & sleep 1; printf "one\\ntwo\\n" | nc 127.0.0.1 99; cat /tmp/got /tmp/dump',
		),
	).toBe(
		`listening on [::]:99 ...
connect to [::ffff:127.0.0.1]:99 from [::ffff:127.0.0.1]:PORT ([::ffff:127.0.0.1]:PORT)
one
two
< 00000000 6f 6e 65 0a 74 77 6f 0a                         # one.two.
`,
	);
	expect(
		inPod('nc -ulp 98 -w 2 > /tmp/udp & sleep 1; echo datagram | nc -u -w 1 127.0.0.1 98; sleep 4; cat /tmp/udp'),
	).toBe('datagram\n');
	expect(inPod('nc -lp 97 -e nosuch & sleep 1; nc 127.0.0.1 97')).toBe(
		"nc: can't execute 'nosuch': No such file or directory\n",
	);
	// It catches TERM although it is its container's first process.
	expect(script('time kubectl delete pod srv --wait=true >/dev/null; kubectl get pods -o name')).toBe('pod/t\n');
	expect(inPod('nc -lp 96 & sleep 1; kill $!; wait $!; echo $?')).toBe('punt!\n143\n');
});
