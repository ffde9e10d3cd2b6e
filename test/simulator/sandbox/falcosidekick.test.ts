import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

// The words are falcosidekick 2.32.0's, falcosidekick-ui 2.2.0's and curl_easy_strerror's.

const REPOSITORY = 'exec 2>&1\nhelm repo add falcosecurity https://falcosecurity.github.io/charts > /dev/null\n';

function printed(script: string, seed = 'falcosidekick'): string {
	return newWorld(seed).runScript({ name: 'x.sh', script: REPOSITORY + script }).stdout;
}

/** Names of Pods, moments, identifiers and the time of an alert, which are the world's. */
const PLAIN = `plain() { sed -E 's/^20[0-9/]+ [0-9:]+ //; s/-[a-z0-9]{8,10}-[a-z0-9]{5}\\b//; s/"uuid":"[^"]*"/"uuid":""/; s/([0-9]{2}:){2}[0-9.]+: W/W/; s/"(evt.time|time)":("[^"]*"|[0-9]+)/"\\1":0/g; s/[0-9a-f]{12}/ID/g'; }\n`;

test('what falco finds goes over the network to falcosidekick, to its UI and into the Redis of that', () => {
	const script = `${PLAIN}helm install falco falcosecurity/falco -n falco --create-namespace --set tty=true --set falcosidekick.enabled=true --set falcosidekick.webui.enabled=true --set falcosidekick.webui.redis.storageEnabled=false > /dev/null
for each in ds/falco deploy/falco-falcosidekick deploy/falco-falcosidekick-ui sts/falco-falcosidekick-ui-redis; do kubectl -n falco rollout status $each | tail -1; done
kubectl -n falco get deploy,sts,svc,sa,secret -l app.kubernetes.io/name=falcosidekick --no-headers | awk '{print $1, $2}' | sed 's/ [0-9]*\\..*//; s/ ClusterIP//'
kubectl -n falco get secret falco-falcosidekick -o jsonpath='{.data.WEBUI_URL}' | base64 -d; echo
kubectl -n falco exec ds/falco -c falco -- grep -A2 '^http_output' /etc/falco/falco.yaml
kubectl run web --image=nginx > /dev/null; kubectl wait --for=condition=Ready pod/web > /dev/null
kubectl exec web -- cat /etc/shadow > /dev/null; sleep 3
kubectl logs -n falco -l app.kubernetes.io/instance=falco,app.kubernetes.io/component=core | plain | sort
kubectl logs -n falco deploy/falco-falcosidekick-ui -c falcosidekick-ui | plain
ip=$(kubectl -n falco get svc falco-falcosidekick-ui -o jsonpath={.spec.clusterIP}):2802/api/v1
sk=$(kubectl -n falco get svc falco-falcosidekick -o jsonpath={.spec.clusterIP}):2801
curl -s $ip/healthz; curl -s -o /dev/null -w '%{http_code} ' $ip/events/search $ip/outputs -u admin:wrong; curl -s $ip/events/count
curl -s -u admin:admin $ip/outputs $ip/events/count $ip/events/count/rule "$ip/events/count/tags?priority=warning,error" "$ip/events/count?rule=Other" $ip/events/count/x
curl -s -u admin:admin "$ip/events/search?hostname=node02,node01&limit=5" | jq -c '.results[0] |= (.output_fields |= keys | .output |= .[0:51])' | plain
curl -s -X POST -u admin:admin $ip/authenticate
curl -s $sk/ping; curl -s $sk/healthz; echo; curl -s -X POST $sk/test; curl -s $sk/; curl -s $sk/ -d '{"rule":"x"}'; sleep 1
curl -s -u admin:admin "$ip/events/search?source=internal" | plain
kubectl -n falco exec falco-falcosidekick-ui-redis-0 -- redis-cli keys 'event:*' | wc -l
for pod in $(kubectl -n falco get pods -l app.kubernetes.io/component=core -o name); do kubectl get --raw /api/v1/namespaces/falco/\${pod/pod/pods}:2801/proxy/metrics; done | grep -v '^#' | sort`;
	// Of two pods that are alike it is told of the one whose name comes first.
	const shown = printed(script).replace(/(using pod\/falco-falcosidekick-ui-\w+)-\w+/, '$1-…');
	expect(shown).toBe(`daemon set "falco" successfully rolled out
deployment "falco-falcosidekick" successfully rolled out
deployment "falco-falcosidekick-ui" successfully rolled out
partitioned roll out complete: 1 new pods have been updated...
deployment.apps/falco-falcosidekick 2/2
deployment.apps/falco-falcosidekick-ui 2/2
statefulset.apps/falco-falcosidekick-ui-redis 1/1
service/falco-falcosidekick
service/falco-falcosidekick-ui
service/falco-falcosidekick-ui-redis
serviceaccount/falco-falcosidekick 0
serviceaccount/falco-falcosidekick-ui 0
secret/falco-falcosidekick Opaque
secret/falco-falcosidekick-ui Opaque
secret/falco-falcosidekick-ui-redis Opaque
http://falco-falcosidekick-ui:2802
http_output:
  enabled: true
  url: http://falco-falcosidekick:2801
[INFO]  : Enabled Outputs: [WebUI]
[INFO]  : Enabled Outputs: [WebUI]
[INFO]  : Falcosidekick is up and listening on :2801
[INFO]  : Falcosidekick is up and listening on :2801
[INFO]  : Falcosidekick version: 2.32.0
[INFO]  : Falcosidekick version: 2.32.0
[INFO]  : WebUI - Max concurrent requests: 1
[INFO]  : WebUI - POST OK (200)
Found 2 pods, using pod/falco-falcosidekick-ui-5d8c49874-…
[WARN] : Index does not exist
[WARN] : Create Index
[INFO] : Falcosidekick UI is listening on 0.0.0.0:2802
[INFO] : log level is info
{"status":"ok"}
401 {"message":"Unauthorized"}
401 {"message":"Unauthorized"}
["WebUI"]
{"statistics":{"all":1}}
{"results":{"Read sensitive file untrusted":1},"statistics":{"distincts":1,"all":1}}
{"results":{"":1,"T1555":1,"container":1,"filesystem":1,"host":1,"maturity_stable":1,"mitre_credential_access":1},"statistics":{"distincts":7,"all":7}}
{"statistics":{"all":0}}
{"message":"code=400, message=wrong Group By field"}
{"results":[{"uuid":"","output":" Sensitive file opened for reading by non-trusted p","priority":"Warning","rule":"Read sensitive file untrusted","time":0,"source":"syscall","output_fields":["container.id","container.image.repository","container.image.tag","container.name","evt.time","evt.type","fd.name","k8s.ns.name","k8s.pod.name","proc.aname[2]","proc.aname[3]","proc.aname[4]","proc.cmdline","proc.exepath","proc.name","proc.pname","proc.tty","user.loginuid","user.name","user.uid"],"hostname":"node01","tags":["","T1555","container","filesystem","host","maturity_stable","mitre_credential_access"]}],"statistics":{"returned":1,"all":1}}
"authorized"
pong
{"status": "ok"}
Please send with post http method
Please send a valid request body
{"results":[{"uuid":"","output":"This is a test from falcosidekick","priority":"Debug","rule":"Test rule","time":0,"source":"internal","output_fields":{"proc.name":"falcosidekick","user.name":"falcosidekick"},"hostname":"falcosidekick","tags":["","example","test"]}],"statistics":{"returned":1,"all":1}}
2
falcosecurity_falcosidekick_falco_events_total{hostname="falcosidekick",k8s_ns_name="",k8s_pod_name="",priority="1",priority_raw="debug",rule="Test rule",source="internal"} 1
falcosecurity_falcosidekick_falco_events_total{hostname="node01",k8s_ns_name="default",k8s_pod_name="web",priority="4",priority_raw="warning",rule="Read sensitive file untrusted",source="syscall"} 1
falcosecurity_falcosidekick_inputs_total{source="requests",status="accepted"} 2
falcosecurity_falcosidekick_inputs_total{source="requests",status="rejected"} 1
falcosecurity_falcosidekick_inputs_total{source="requests",status="rejected"} 1
falcosecurity_falcosidekick_outputs_total{destination="webui",status="ok"} 2
`);
});

/** As its documentation has it installed from its own repository. */
const INSTALL = `curl -fsSL https://falco.org/repo/falcosecurity-packages.asc | gpg --dearmor -o /usr/share/keyrings/falco-archive-keyring.gpg
echo "deb [signed-by=/usr/share/keyrings/falco-archive-keyring.gpg] https://download.falco.org/packages/deb stable main" > /etc/apt/sources.list.d/falcosecurity.list
apt-get update -qq; apt-get install -y -qq falco > /dev/null 2>&1; sleep 2; systemctl stop falco
`;

test('falco posts its alerts, and says what libcurl says where nobody takes them', () => {
	const script = `${PLAIN}${INSTALL}falco -o http_output.enabled=true -M 1 2>&1 | grep ^Error
look() { falco -M 3 -o stdout_output.enabled=false -o http_output.enabled=true "$@" 2>&1 > /tmp/out | grep -o 'libcurl.*' & sleep 2; cat /etc/shadow > /dev/null; wait; }
look -o http_output.url=http://127.0.0.1:9
look -o http_output.url=http://nowhere.example
look -o http_output.url=https://127.0.0.1:6443
look -o http_output.url=https://127.0.0.1:6443 -o http_output.insecure=true -o http_output.echo=true; grep -o '"reason":.*' /tmp/out
(printf 'HTTP/1.1 500 No\\r\\nContent-Length: 0\\r\\n\\r\\n' | nc -l -p 8080 > /tmp/got) & sleep 1
look -o http_output.url=http://127.0.0.1:8080/in?x=1 -o json_output=true -o json_include_output_property=false -o json_include_output_fields_property=false
tr -d '\\r' < /tmp/got | plain`;
	expect(
		printed(script),
	).toBe(`Error: Error reading config file (/etc/falco/falco.yaml): http output enabled but no url in configuration block
libcurl failed to perform call: Couldn't connect to server
libcurl failed to perform call: Couldn't resolve host name
libcurl failed to perform call: SSL peer certificate or SSH remote key was not OK
"reason":"Forbidden","details":{},"code":403}
POST /in?x=1 HTTP/1.1
Host: 127.0.0.1:8080
User-Agent: falcosecurity/falco
Accept: */*
Content-Type: application/json
Content-Length: 239

{"hostname":"controlplane","priority":"Warning","rule":"Read sensitive file untrusted","source":"syscall","tags":["T1555","container","filesystem","host","maturity_stable","mitre_credential_access"],"time":0}`);
});

test('a webhook gets what is bad enough, as falcosidekick writes it again', () => {
	const script = `${PLAIN}kubectl create deploy sink --image=python:3.12-alpine -- python -c '
from http.server import *
class H(BaseHTTPRequestHandler):
    def do_POST(self): self.do_PUT()
    def do_PUT(self):
        print(self.headers["User-Agent"], self.headers["X-Team"], self.rfile.read(int(self.headers["Content-Length"])).decode(), end="", flush=True)
        self.send_response(204); self.end_headers()
    def log_message(self, *a): pass
HTTPServer(("", 8080), H).serve_forever()' > /dev/null; kubectl expose deploy sink --port 8080 > /dev/null; kubectl rollout status deploy sink | tail -1
helm install sk falcosecurity/falcosidekick --set replicaCount=1 --set config.webhook.address=http://sink:8080/in,config.webhook.method=PUT,config.webhook.customHeaders=X-Team:blue,config.webhook.minimumpriority=error,config.customtags=mine,config.customfields=team:blue,config.slack.webhookurl=http://sink:8080/slack,config.slack.minimumpriority=critical,config.slack.channel=alerts > /dev/null
kubectl rollout status deploy sk-falcosidekick | tail -1
ip=$(kubectl get svc sk-falcosidekick -o jsonpath={.spec.clusterIP}):2801
curl -s $ip -d '{"output":"x","priority":"info","rule":"r","time":"2026-03-02T09:00:00Z","output_fields":{"b":1}}'
curl -s $ip -d '{"output":"x <1>","priority":"critical","rule":"r","time":"2026-03-02T09:00:00.120Z","output_fields":{"b":1,"a":{"z":2,"y":null}},"tags":["z","a"],"hostname":"h"}'
curl -s $ip -d '{"output":"x","priority":"critical","rule":"r","time":"today","output_fields":{"b":1}}'
sleep 2; kubectl logs deploy/sink | sort | sed 's/"uuid":"[^"]*"/"uuid":""/'
kubectl scale deploy sink --replicas 0 > /dev/null; kubectl delete pod -l app=sink --grace-period=0 --force > /dev/null 2>&1; sleep 5; curl -s -X POST $ip/test; sleep 1; kubectl delete svc sink > /dev/null; sleep 6; curl -s -X POST $ip/test; sleep 1
kubectl logs deploy/sk-falcosidekick | plain | sed -E 's/[0-9.]+:8080: c/IP:8080: c/'
kubectl run bad --image=falcosecurity/falcosidekick:2.32.0 --restart=Never --env=WEBHOOK_ADDRESS=nowhere > /dev/null; sleep 5; kubectl logs bad | plain; kubectl exec bad -- id`;
	expect(printed(script)).toBe(`deployment "sink" successfully rolled out
deployment "sk-falcosidekick" successfully rolled out
Please send a valid request body
Falcosidekick None {"username":"Falcosidekick","icon_url":"https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick_color.png","channel":"alerts","attachments":[{"fallback":"x \\u003c1\\u003e","color":"#ff5400","text":"x \\u003c1\\u003e","fields":[{"title":"rule","value":"r","short":true},{"title":"priority","value":"Critical","short":true},{"title":"source","value":"syscalls","short":true},{"title":"hostname","value":"h","short":true},{"title":"tags","value":"a, mine, z","short":true},{"title":"team","value":"blue","short":true},{"title":"time","value":"2026-03-02 09:00:00.12 +0000 UTC","short":false}],"footer":"https://github.com/falcosecurity/falcosidekick"}]}
Falcosidekick blue {"uuid":"","output":"x \\u003c1\\u003e","priority":"Critical","rule":"r","time":"2026-03-02T09:00:00.12Z","output_fields":{"a":{"y":null,"z":2},"b":1,"team":"blue"},"source":"syscalls","tags":["a","mine","z"],"hostname":"h"}
[INFO]  : Falcosidekick version: 2.32.0
[INFO]  : Enabled Outputs: [Slack Webhook]
[INFO]  : Falcosidekick is up and listening on :2801
[INFO]  : Slack - Max concurrent requests: 1
[INFO]  : Webhook - Max concurrent requests: 1
[INFO]  : Slack - POST OK (204)
[INFO]  : Webhook - PUT OK (204)
[ERROR] : Slack - Post "http://sink:8080/slack": dial tcp IP:8080: connect: connection refused
[ERROR] : Slack - Post "http://sink:8080/slack": dial tcp IP:8080: connect: connection refused
[ERROR] : Webhook - Put "http://sink:8080/in": dial tcp IP:8080: connect: connection refused
[ERROR] : Webhook - Put "http://sink:8080/in": dial tcp IP:8080: connect: connection refused
[ERROR] : Webhook - Put "http://sink:8080/in": dial tcp: lookup sink on 10.96.0.10:53: no such host
[ERROR] : Webhook - Put "http://sink:8080/in": dial tcp: lookup sink on 10.96.0.10:53: no such host
[ERROR] : Slack - Post "http://sink:8080/slack": dial tcp: lookup sink on 10.96.0.10:53: no such host
[ERROR] : Slack - Post "http://sink:8080/slack": dial tcp: lookup sink on 10.96.0.10:53: no such host
[INFO]  : Falcosidekick version: 2.32.0
[ERROR] : Webhook - Bad Endpoint
[INFO]  : Enabled Outputs: []
[INFO]  : Falcosidekick is up and listening on :2801
uid=1234(falcosidekick) gid=1234(falcosidekick) groups=1234(falcosidekick)
`);
});

test('a fork goes on with the same events and counts', () => {
	const world = newWorld('falcosidekick');
	const script = `${REPOSITORY}helm install sk falcosecurity/falcosidekick --set replicaCount=1 > /dev/null; kubectl rollout status deploy sk-falcosidekick > /dev/null
curl -s -X POST $(kubectl get svc sk-falcosidekick -o jsonpath={.spec.clusterIP}):2801/test`;
	world.runScript({ name: 'x.sh', script });
	const again = world.fork();
	expect(again.hash()).toBe(world.hash());
	const look =
		'curl -s $(kubectl get svc sk-falcosidekick -o jsonpath={.spec.clusterIP}):2801/metrics | grep inputs_total{';
	const counts = [world, again].map((each) => each.runScript({ name: 'y.sh', script: look }).stdout);
	const line = 'falcosecurity_falcosidekick_inputs_total{source="requests",status="accepted"} 1\n';
	expect(counts).toEqual([line, line]);
});
