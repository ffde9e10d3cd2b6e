mkdir -p /opt/lab
kubectl create namespace @{namespace}
cat > /tmp/bad.json <<'JSON'
{
  "apiVersion": "batch/v1", "kind": "Job",
  "metadata": { "name": "@{bad}", "namespace": "@{namespace}" },
  "spec": {
    "template": { "spec": {
      "restartPolicy": "@{fault.restart}",
      "terminationGracePeriodSeconds": 2,
      "volumes": [{ "name": "state", "emptyDir": {} }],
      "containers": [{
        "name": "main", "image": "busybox:1.36",
        "volumeMounts": [{ "name": "state", "mountPath": "/state" }],
        "command": ["sh", "-c", "tries=$(cat /state/tries 2> /dev/null || echo 0)\nif [ $tries -lt @{fault.fails} ]; then\n  echo $((tries + 1)) > /state/tries\n  echo \"the other side is not ready, attempt $((tries + 1))\"\n  exit 1\nfi\necho \"@{bad} takes @{fault.seconds} seconds\"\nsleep @{fault.seconds}\necho \"@{bad} is done\"\n"]
      }]
    } }
  }
}
JSON
jq '.spec += @{fault.rules}' /tmp/bad.json | kubectl apply -f -
jq -S -c '.spec.template.spec | [.restartPolicy, .volumes, (.containers[] | [.image, .command, .args, .volumeMounts])]' /tmp/bad.json > /opt/lab/program.txt
kubectl apply -f - <<'YAML'
apiVersion: batch/v1
kind: Job
metadata: { name: '@{long}', namespace: '@{namespace}' }
spec:
  completions: 8
  parallelism: 2
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 2
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, '86400'] }]
YAML
sleep @{fault.wait}
kubectl get job @{long} -n @{namespace} -o json | jq -r '"\(.metadata.uid) \(.spec.parallelism) \(.spec.completions)"' > /opt/lab/long.txt
