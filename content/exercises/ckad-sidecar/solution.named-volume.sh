# The volume by its name, the Deployment rewritten as a whole, the log read only.
kubectl create -f - <<'JSON'
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "@{app}-logs", "namespace": "@{namespace}"},
 "spec": {"volumeName": "@{app}-@{class}", "storageClassName": "@{class}", "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "@{size.ask}"}}}}
JSON
kubectl get deployment @{app} -n @{namespace} -o json | jq '
  .spec.template.spec.volumes = [{name: "log", persistentVolumeClaim: {claimName: "@{app}-logs"}}]
  | .spec.template.spec.containers[0].volumeMounts = [{name: "log", mountPath: "/var/log/@{app}"}]
  | .spec.template.spec.initContainers = [{
      name: "@{shipper}", image: "busybox:1.36", restartPolicy: "Always",
      command: ["sh", "-c", "until [ -e /logs/@{app}.log ]; do sleep 1; done; exec tail -n +1 -f /logs/@{app}.log"],
      volumeMounts: [{name: "log", mountPath: "/logs", readOnly: true}]}]' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 10
