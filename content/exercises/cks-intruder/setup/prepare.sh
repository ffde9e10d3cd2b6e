mkdir -p /opt/answers/intruder && chmod 777 /opt/answers/intruder
kubectl create namespace @{namespace}
worker() { # NAME COMMAND
  kubectl create configmap $1 -n @{namespace} --from-literal=start.sh="cd /
exec $2"
  kubectl create deployment $1 -n @{namespace} --image=python:3.12-alpine --dry-run=client -o json |
    jq --arg name "$1" '.spec.template.spec |= (.hostNetwork = true | .nodeName = "@{fault.node}" | .terminationGracePeriodSeconds = 1 | .volumes = [{name: "scripts", configMap: {name: $name}}]
      | .containers[0] += {name: "main", command: ["sh", "/scripts/start.sh"], volumeMounts: [{name: "scripts", mountPath: "/scripts"}]})' | kubectl apply -f -
}
worker @{first} '@{fault.a}'
worker @{second} '@{fault.b}'
worker @{third} '@{fault.c}'
kubectl create deployment @{web} -n @{namespace} --image=nginx:1.27 --replicas=2
kubectl expose deployment @{web} -n @{namespace} --port=80
for name in @{first} @{second} @{third} @{web}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
