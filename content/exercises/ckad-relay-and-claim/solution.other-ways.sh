# Only the faulty line is edited; the probe asks within the container; the claim is read-only as a volume.
kubectl get configmap @{relay} -n @{namespace} -o yaml | sed -E 's#listen [0-9]+;#listen @{port};#; s#http://rates[.a-z]*:8080#http://rates.@{other}.svc.cluster.local:8080#' | kubectl replace -f -
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec += {
  initContainers: [{name: "@{relay}", image: "nginx:1.27", restartPolicy: "Always",
    startupProbe: {exec: {command: ["curl", "-sf", "http://localhost:@{port}/"]}, periodSeconds: 2},
    volumeMounts: [{name: "conf", mountPath: "/etc/nginx/conf.d/default.conf", subPath: "default.conf"}]}],
  volumes: [{name: "conf", configMap: {name: "@{relay}"}}]}' | kubectl replace -f -
kubectl create -f - <<'JSON'
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "@{claim}", "namespace": "@{namespace}"},
 "spec": {"storageClassName": "local-path", "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "@{size}"}}}}
JSON
kubectl create -f /opt/work/claim/@{job}.yaml --dry-run=client -o json | jq '.spec.template.spec.volumes[0] = {name: "out", persistentVolumeClaim: {claimName: "@{claim}"}}' | kubectl create -f -
kubectl wait -n @{namespace} --for=condition=complete job/@{job} --timeout=120s
kubectl run @{reader} -n @{namespace} --image=nginx:1.27 --overrides='{"spec": {"volumes": [{"name": "in", "persistentVolumeClaim": {"claimName": "@{claim}", "readOnly": true}}],
  "containers": [{"name": "@{reader}", "image": "nginx:1.27", "volumeMounts": [{"name": "in", "mountPath": "/usr/share/nginx/html"}]}]}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl wait -n @{namespace} --for=condition=Ready pod/@{reader} --timeout=120s
sleep 5
